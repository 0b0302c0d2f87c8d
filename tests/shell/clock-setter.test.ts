import { exec } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ClockSetter, type ClockSetterOptions } from '../../main/shell/clock-setter.ts';

const outcome = (error: string | null, stdout = '', stderr = '') => ({
  error: error === null ? null : new Error(error),
  stdout,
  stderr,
});

const setterOf = (changes: Partial<ClockSetterOptions>) =>
  new ClockSetter({ platform: 'darwin', language: () => 'en', ...changes });

const ended = (...given: Parameters<typeof outcome>) =>
  setterOf({ elevate: () => Promise.resolve(outcome(...given)) }).setClock();

const COMMAND = '/usr/bin/sntp -sS time.apple.com';

describe('setting the clock', () => {
  test('says what was run and what that said', async () => {
    expect(await ended(null, '+1.204 +/- 0.011 time.apple.com 17.253.14.125\n')).toEqual({
      isDone: true,
      command: COMMAND,
      why: null,
      output: '+1.204 +/- 0.011 time.apple.com 17.253.14.125',
    });
  });

  test('that the person did not allow is declined, which is no fault', async () => {
    expect(await ended('User did not grant permission.')).toEqual({
      isDone: false,
      command: COMMAND,
      why: 'declined',
      output: '',
    });
  });

  test.each([
    ['Unable to find pkexec or kdesudo.', 'install polkit (pkexec).'],
    ['No polkit authentication agent found.', 'This session has no window that asks for a password'],
  ])('that nothing can ask leave for (%s) is missing that', async (error, said) => {
    const { why, output } = await ended(error);
    expect(why).toBe('missing');
    expect(output).toContain(said);
  });

  test('on a computer that has nothing for it names what to install, and asks for nothing', async () => {
    const setter = setterOf({
      platform: 'linux',
      look: () => Promise.resolve({ programs: new Set(), running: new Set() }),
      elevate: () => Promise.reject(new Error('asked')),
    });
    expect(await setter.setClock()).toEqual({
      isDone: false,
      command: '',
      why: 'missing',
      output:
        'Nothing on this computer sets its clock by standard time: install chrony or systemd-timesyncd.',
    });
  });

  test('looks at this computer itself', async () => {
    const { command, why } = await setterOf({
      platform: 'linux',
      elevate: () => Promise.resolve(outcome('User did not grant permission.')),
    }).setClock();
    expect([command === '', why]).toEqual(command === '' ? [true, 'missing'] : [false, 'declined']);
  });

  test('shows the last lines of what was printed, and nothing that steers a terminal', async () => {
    const lines = Array.from({ length: 20 }, (_, k) => `\x1b[31mline ${k}\x1b[0m\x07\u202e`).join('\r\n');
    expect((await ended('Command failed', lines, '\n\n last\t')).output).toBe(
      ['line 15', 'line 16', 'line 17', 'line 18', 'line 19', 'last'].join('\n'),
    );
    expect((await ended(null, 'x'.repeat(10_000))).output).toHaveLength(600);
  });

  test('by a command that really fails says what that printed', async () => {
    const run = () =>
      new Promise<ReturnType<typeof outcome>>((resolve) => {
        exec(`"${process.execPath}" --no-such-option`, (error, stdout, stderr) =>
          resolve({ error, stdout, stderr }),
        );
      });
    const { isDone, why, output } = await setterOf({ elevate: run }).setClock();
    expect([isDone, why]).toEqual([false, 'failed']);
    expect(output).toContain('bad option: --no-such-option');
  });

  test('is done once at a time, and may be tried again after that', async () => {
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof outcome>>();
    const setter = setterOf({ elevate: () => promise });
    const first = setter.setClock();
    const again = await setter.setClock();
    expect(again).toMatchObject({ isDone: false, why: 'failed' });
    expect(again.output).toBe('The clock is being set already: answer the window that asks for a password.');
    resolve(outcome(null));
    expect(await first).toMatchObject({ isDone: true });
    expect(await setter.setClock()).toMatchObject({ isDone: true });
  });

  test('is not waited for without end', async () => {
    const setter = setterOf({ elevate: () => new Promise(() => undefined), limitMs: 1 });
    expect(await setter.setClock()).toMatchObject({
      why: 'failed',
      output: 'It did not end within five minutes: look whether a window still asks for a password.',
    });
  });
});
