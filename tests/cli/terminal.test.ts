/** What a person at a terminal sees: through a pseudo-terminal, made by `script` of util-linux where that is. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test, type TestContext } from 'vitest';
import { CLI, ENV, originFor } from './command.ts';

const version = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasScript = version.error === undefined && version.stdout.includes('util-linux');

/** Runs the command on a terminal of so many columns; `keys` are typed once `when` has been seen. */
async function onTerminal(
  t: TestContext,
  args: string[],
  typed: { readonly when: RegExp; readonly keys: string },
  { columns = 80, env = {} }: { columns?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; screen: string }> {
  const words = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols ${columns}; exec ${words}`, '/dev/null'], {
    env: { ...ENV, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  t.onTestFinished(() => void child.kill());
  let screen = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk;
    if (!isTyped && typed.when.test(screen)) {
      isTyped = true;
      child.stdin.write(typed.keys);
    }
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, screen };
}

/** Each text that was drawn over another one. */
const frames = (screen: string) => [...screen.matchAll(/\r([^\r\n]*?)\x1b\[K/g)].map(([, text]) => text);
const CURSOR_IS_BACK = /\x1b\[\?25l(?!.*\x1b\[\?25l).*\x1b\[\?25h/s;

describe.runIf(hasScript).concurrent('on a terminal', () => {
  test('a server’s clock ticks with its milliseconds, is measured again at r, and ends at q', async (t) => {
    const { url } = await originFor(t);
    const args = ['watch', '--quick', '--samples', '2', url];
    const { code, screen } = await onTerminal(t, args, { when: /measured 1 s ago/, keys: 'rq' });
    expect(code).toBe(0);
    const seen = frames(screen).join('\n');
    expect(seen).toContain('\x1b[1mWaiting for the first reply\x1b[22m  0 s');
    expect(seen).toMatch(
      /\x1b\[1m\d\d:\d\d:\d\d(\.\d)? +\x1b\[22m {2}± \d+ ms +request \d of \d {2}about 1 s left/,
    );
    expect(seen).toMatch(
      /\x1b\[1m\S+ \d\d:\d\d:\d\d\.\d{3}\x1b\[22m {2}± \d+ ms {2}measured 0 s ago {2}r measures again, q ends/,
    );
    expect(screen).toMatch(CURSOR_IS_BACK);
  });

  test('Ctrl-C while it ticks ends it, with the cursor back', async (t) => {
    const { url } = await originFor(t);
    const args = ['watch', '--quick', '--samples', '2', url];
    const { code, screen } = await onTerminal(t, args, { when: /measured 0 s ago/, keys: '\x03' });
    expect(code).toBe(130);
    expect(screen).toMatch(CURSOR_IS_BACK);
  });

  test('Ctrl-C while it measures shows what is known, with the cursor back', async (t) => {
    const { url } = await originFor(t);
    const { code, screen } = await onTerminal(t, ['sync', url], { when: /request 2 of/, keys: '\x03' });
    expect(code).toBe(130);
    expect(screen).toContain('Warning: The measurement was stopped; this is what was known by then.');
    expect(screen).toMatch(CURSOR_IS_BACK);
  });

  test('no line is wider than a narrow terminal, and NO_COLOR is respected', async (t) => {
    const { url } = await originFor(t);
    const args = ['watch', '--quick', '--samples', '2', url];
    const typed = { when: /:\d\d\.\d{3} {2}±/, keys: 'q' };
    const { screen } = await onTerminal(t, args, typed, { columns: 40, env: { NO_COLOR: '1' } });
    expect(screen).not.toContain('\x1b[1m');
    expect(frames(screen).filter((text) => text.length > 39)).toEqual([]);
    expect(frames(screen).length).toBeGreaterThan(10);
  });
});
