import { describe, expect, test } from 'vitest';
import { linkWords, readLink, readSwitches, type LinkProblem } from '../../main/shell/switches.ts';

const NOTHING = { wishes: [], add: null, dataDir: null, isHidden: false, problem: null };

describe('of what the app is started with', () => {
  test.each([
    [[], {}],
    [['--palette'], { wishes: ['palette'] }],
    [['--sync'], { wishes: ['sync'] }],
    [['--overlay'], { wishes: ['overlay'] }],
    [['--move'], { wishes: ['move'] }],
    [['--next-server', '--palette'], { wishes: ['palette', 'next-server'] }],
    [['--palette', '--palette'], { wishes: ['palette'] }],
    [['--hidden'], { isHidden: true }],
    [['--data-dir', '/tmp/a b'], { dataDir: '/tmp/a b' }],
    [['--data-dir=/tmp/a=b', '--sync'], { dataDir: '/tmp/a=b', wishes: ['sync'] }],
    [['--data-dir'], {}],
    [['--data-dir='], {}],
    [['--data-dir', '--hidden'], { isHidden: true }],
    [['ticketime://add?url=https://a.example/'], { add: 'https://a.example/' }],
    // A checkout, and Chromium's own.
    [['.', '--ozone-platform=x11', '--no-sandbox', '--sync', '--enable-logging'], { wishes: ['sync'] }],
    [['--original-process-start-time=1338', '--allow-file-access-from-files'], {}],
    // Only whole switches.
    [['palette', '-sync', '--overlays', '--Move', '--palette=1'], {}],
  ])('%j is taken', (given, expected) => {
    expect(readSwitches(given)).toEqual({ ...NOTHING, ...expected });
  });

  test('what follows a link is not, for whoever wrote the link may have written it', () => {
    const given = ['--palette', 'ticketime://add?url=http://a.example', '--sync', '--data-dir=/tmp/x'];
    expect(readSwitches(given)).toEqual({ ...NOTHING, wishes: ['palette'], add: 'http://a.example/' });
  });

  test('all else is taken though a link cannot be followed', () => {
    expect(readSwitches(['--sync', 'ticketime://quit'])).toEqual({
      ...NOTHING,
      wishes: ['sync'],
      problem: 'unknown',
    });
  });
});

describe('a link', () => {
  test.each([
    ['ticketime://add?url=https://a.example/', 'https://a.example/'],
    ['ticketime://add/?url=http://a.example:8080/x', 'http://a.example:8080/x'],
    ['ticketime:add?url=https://a.example/', 'https://a.example/'],
    ['TICKETIME://add?url=https%3A%2F%2Fa.example%2F%3Fq%3D1%26r%3D2', 'https://a.example/?q=1&r=2'],
    ['ticketime://add?sync=1&url=HTTPS://A.example&trigger=now', 'https://a.example/'],
    ['ticketime://add?url=https://티켓.example/', 'https://xn--7f7br4e.example/'],
    ['ticketime://add?url=https://a.example/&url=https://b.example/', 'https://a.example/'],
  ])('%s asks for %s', (link, add) => {
    expect(readLink(link)).toEqual({ add, problem: null });
  });

  test.each<[string, LinkProblem]>([
    ['ticketime:', 'unknown'],
    ['ticketime://', 'unknown'],
    ['ticketime://sync?url=https://a.example/', 'unknown'],
    ['ticketime://add/event?url=https://a.example/', 'unknown'],
    ['ticketime://add', 'no-address'],
    ['ticketime://add?url=', 'no-address'],
    ['ticketime://add?url=a.example', 'no-address'],
    ['ticketime://add?url=file:///etc/passwd', 'no-address'],
    ['ticketime://add?url=javascript:alert(1)', 'no-address'],
    ['ticketime://add?url=app://ticketime/overlay/index.html', 'no-address'],
    ['ticketime://add?url=https://me@a.example/', 'secret'],
    ['ticketime://add?url=https://me:word@a.example/', 'secret'],
  ])('%s is refused (%s)', (link, problem) => {
    expect(readLink(link)).toEqual({ add: null, problem });
  });

  test('of more characters than an address may have is refused', () => {
    const link = 'ticketime://add?url=https://a.example/';
    expect(readLink(link.padEnd(2048, 'x')).problem).toBeNull();
    expect(readLink(link.padEnd(2049, 'x'))).toEqual({ add: null, problem: 'too-long' });
  });

  test('that is refused is told about in one sentence, in both languages', () => {
    expect(linkWords('unknown', 'en')).toBe(
      'A link was not followed, for Ticketime knows only ticketime://add?url=….',
    );
    for (const problem of ['too-long', 'unknown', 'no-address', 'secret'] as const) {
      expect(linkWords(problem, 'en')).toMatch(/^A link was not followed, for [^\n]+\.$/);
      expect(linkWords(problem, 'ko')).toMatch(/[가-힣][^\n]+않았습니다\.$/);
    }
  });
});
