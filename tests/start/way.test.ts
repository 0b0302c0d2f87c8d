import { describe, expect, test } from 'vitest';
import { chromiumSwitches, obstacle, wishOf, wordsOfCommand } from '../../main/start/way.ts';

describe('what npm start is asked for', () => {
  test.each([
    [[], 'app'],
    [['--palette'], 'app'],
    [['--data-dir', '/somewhere'], 'app'],
    [['ticketime://add?url=https://example.com'], 'app'],
    [['--browser'], 'browser'],
    [['--no-open'], 'browser'],
    [['--port=0'], 'browser'],
    [['--data-dir', '/somewhere', '--json'], 'browser'],
    [['--help'], 'browser'],
    [['example.com'], 'sync'],
    [['https://example.com', '--quick'], 'sync'],
  ])('%j is for the %s', (words, wish) => {
    expect(wishOf(words)).toBe(wish);
  });

  test.each([
    [
      ['example.com', '--quick'],
      ['sync', 'example.com', '--quick'],
    ],
    [[], ['open', '--demo']],
    [
      ['--browser', '--port', '0'],
      ['open', '--demo', '--port', '0'],
    ],
    [['--no-demo'], ['open', '--no-demo']],
    [['--demo'], ['open', '--demo']],
    [
      ['--palette', '--data-dir', '/somewhere'],
      ['open', '--demo', '--data-dir', '/somewhere'],
    ],
    [['ticketime://add?url=https://example.com'], ['open', '--demo']],
  ])('the command is given of %j: %j', (words, expected) => {
    expect(wordsOfCommand(wishOf(words), words)).toEqual(expected);
  });
});

describe('what keeps Electron from showing windows', () => {
  const NO_SCREEN = 'There is no screen for windows (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  const ROOT = 'Electron keeps its sandbox, and so does not run as root';
  test.each([
    ['linux', {}, 1000, NO_SCREEN],
    ['linux', { DISPLAY: '' }, 1000, NO_SCREEN],
    ['linux', { DISPLAY: ':0' }, 1000, null],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, null],
    ['linux', { DISPLAY: ':0' }, 0, ROOT],
    ['darwin', {}, 501, null],
    ['win32', {}, undefined, null],
  ] as const)('on %s with %j, as %s: %s', (platform, env, uid, expected) => {
    expect(obstacle({ platform, env, uid })).toBe(expected);
  });
});

test('it runs under X11 wherever there is one, and natively under Wayland only where there is not', () => {
  const DISPLAY = ':0';
  const WAYLAND_DISPLAY = 'wayland-0';
  const switches = (platform: NodeJS.Platform, env: Record<string, string>) =>
    chromiumSwitches({ platform, env });
  expect(switches('linux', { DISPLAY })).toEqual(['--ozone-platform=x11']);
  expect(switches('linux', { DISPLAY, WAYLAND_DISPLAY })).toEqual(['--ozone-platform=x11']);
  expect(switches('linux', { WAYLAND_DISPLAY })).toEqual(['--ozone-platform=wayland']);
  expect(switches('darwin', {})).toEqual([]);
  expect(switches('win32', {})).toEqual([]);
});
