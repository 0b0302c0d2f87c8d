import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { onlyObject, originFor, start } from './command.ts';

const WARNING = 'The measurement was stopped; this is what was known by then.';

describe.concurrent('an interrupted measurement', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('prints what it has, and says so (%s)', async ([signal, code], t) => {
    const origin = await originFor(t);
    const command = start(t, ['sync', origin.url]);
    await command.until(/request 2 of/);
    command.child.kill(signal);
    const ended = await command.ended;
    expect(ended.code).toBe(code);
    expect(ended.stdout).toContain('this computer is');
    expect(ended.stdout).toMatch(new RegExp(`\nWarning: ${WARNING}\n$`));
  });

  test('prints the object that it has', async (t) => {
    const origin = await originFor(t);
    const command = start(t, ['sync', '--json', origin.url]);
    while ((await origin.requests()).length < 2) await pause();
    command.child.kill('SIGINT');
    const ended = await command.ended;
    expect(ended).toMatchObject({ code: 130, stderr: '' });
    expect(onlyObject(ended)).toMatchObject({ warnings: [{ code: 'cancelled', message: WARNING }] });
  });

  test('says that it has nothing before the first reply', async (t) => {
    const origin = await originFor(t, { habits: { reply: 'silence' } });
    const command = start(t, ['sync', origin.url]);
    while ((await origin.requests()).length === 0) await pause();
    command.child.kill('SIGINT');
    expect(await command.ended).toEqual({
      code: 130,
      stdout: '',
      stderr: 'The measurement was stopped before the first reply.\n',
    });
  });

  test('ends a demo with its practice server', async (t) => {
    const command = start(t, ['demo']);
    await command.until(/request 1 of/);
    command.child.kill('SIGINT');
    const ended = await command.ended;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('The truth: ');
  });
});

test('a second Ctrl-C ends at once what does not heed the first', async () => {
  const file = new URL('../../main/cli/interruption.ts', import.meta.url);
  const deaf = `import { watchSignals } from '${file.href}';
    watchSignals().signal.addEventListener('abort', () => console.log('asked'));
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', deaf], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for (const word of ['ready', 'asked']) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    expect(chunk.toString()).toBe(`${word}\n`);
    child.kill('SIGINT');
  }
  expect(await closed).toEqual([130, null]);
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
