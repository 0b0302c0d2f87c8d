import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fitting, LiveLine } from '../../main/cli/live-line.ts';

describe('what fits on a line', () => {
  const pieces = ['13:05:09.123', '± 1.4 ms', 'request 7 of 17', 'about 9 s left'];

  test.each([
    [80, 4],
    [56, 4],
    [55, 3],
    [40, 3],
    [39, 2],
    [22, 1],
    [1, 1],
  ])('in %d columns is the first %d pieces', (columns, count) => {
    expect(fitting(pieces, columns)).toEqual(pieces.slice(0, count));
  });

  test('is the beginning of the first piece, when not even that one does', () => {
    expect(fitting(['Waiting for the first reply', '3 s'], 24)).toEqual(['Waiting for the first r']);
  });
});

class FakeTerminal {
  readonly isTTY = true;
  readonly columns = 60;
  written: string[] = [];
  write = (text: string) => this.written.push(text);
}

describe('a live line', () => {
  let terminal: FakeTerminal;
  let line: LiveLine;
  beforeEach(() => {
    vi.stubEnv('NO_COLOR', '');
    vi.stubEnv('TERM', 'xterm');
    terminal = new FakeTerminal();
    line = new LiveLine(terminal as unknown as NodeJS.WriteStream);
  });
  afterEach(() => {
    line.clear();
    vi.unstubAllEnvs();
  });

  test('is one write a frame: the new text over the old one, the rest of that erased', () => {
    line.draw(['first', 'more']);
    line.draw(['second']);
    expect(terminal.written).toEqual([
      '\x1b[?25l\r\x1b[1mfirst\x1b[22m  more\x1b[K',
      '\r\x1b[1msecond\x1b[22m\x1b[K',
    ]);
  });

  test('gives the cursor back, whether it is cleared or left, and only once', () => {
    line.draw(['first']);
    line.clear();
    line.draw(['second']);
    line.end();
    line.end();
    expect(terminal.written.filter((text) => text.includes('\x1b[?25h'))).toEqual([
      '\r\x1b[K\x1b[?25h',
      '\n\x1b[?25h',
    ]);
  });

  test('gives the cursor back when the process ends while it is shown', () => {
    const before = process.listenerCount('exit');
    line.draw(['first']);
    expect(process.listenerCount('exit')).toBe(before + 1);
    (process.listeners('exit').at(-1) as () => void)();
    expect(terminal.written.at(-1)).toBe('\n\x1b[?25h');
    expect(process.listenerCount('exit')).toBe(before);
  });

  test('has no stress with NO_COLOR', () => {
    vi.stubEnv('NO_COLOR', '1');
    line.draw(['first']);
    expect(terminal.written).toEqual(['\x1b[?25l\rfirst\x1b[K']);
  });
});
