import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../../main/cli/arguments.ts';
import { tellError } from '../../main/cli/output.ts';
import { Failure } from '../../main/failure.ts';

let out = '';
let err = '';
beforeEach(() => {
  out = err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('a failure is its sentence, and exit code 1', () => {
  expect(tellError(new Failure('refused', 'It refused.'), false)).toBe(1);
  expect({ out, err }).toEqual({ out: '', err: 'It refused.\n' });
});

test('a command that was not understood points to the help that tells it, and exits with 2', () => {
  expect(tellError(new UsageError('unknown-option', 'No such option.', 'sync'), false)).toBe(2);
  expect({ out, err }).toEqual({ out: '', err: 'No such option.\nSee: ticketime sync --help\n' });
});

test('a bug tells its stack, asks to be reported, and exits with 70', () => {
  const bug = new TypeError('x is undefined');
  expect(tellError(bug, true)).toBe(70);
  expect(JSON.parse(out)).toEqual({ error: { code: 'bug', message: 'x is undefined' } });
  expect(err).toBe(
    `${bug.stack ?? ''}\nThis is a bug in Ticketime: please report it with the lines above.\n`,
  );
});
