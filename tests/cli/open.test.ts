import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test, type TestContext } from 'vitest';
import { openSettings } from '../../main/store/settings.ts';
import { ENV, onlyObject, run, type Ended } from './command.ts';

interface Opened {
  readonly address: string;
  readonly overlay: string;
  readonly palette: string;
  readonly opened: string;
}

/** A data folder, and a PATH on which there is but a browser that notes what it is asked and stays open. */
function place(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-open-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  mkdirSync(data);
  openSettings(data, (sentence) => {
    throw new Error(sentence);
  }).change({ reference: { order: [], intervalMs: 0 } });
  const notes = join(folder, 'notes');
  const browser = `#!/bin/sh\necho "pid=$$ $*" >> ${notes}\nexec /bin/sleep 60\n`;
  writeFileSync(join(folder, 'chromium'), browser, { mode: 0o755 });
  const asked = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []);
  const windows = () => asked().map((line) => Number(/^pid=(\d+) /.exec(line)?.[1]));
  t.onTestFinished(() => {
    for (const pid of windows().filter(isOpen)) process.kill(pid);
  });

  function open(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const args = [inject('command'), 'open', '--json', '--data-dir', data, ...words];
    const child = spawn(process.execPath, args, {
      env: { ...ENV, PATH: folder, DISPLAY: ':99', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.onTestFinished(() => void child.kill('SIGKILL'));
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (piece: string) => (text[name] += piece));
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...text }));
    const told = async () => {
      const more = () => once(child.stdout, 'data').then(() => undefined);
      let end: Ended | undefined;
      while (!end && !text.stdout.includes('\n')) end = await Promise.race([more(), ended]);
      return onlyObject({ code: null, ...text }) as unknown as Opened;
    };
    return { child, ended, told };
  }
  return { data, open, asked, windows };
}

function isOpen(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether the code in a page's address lets in. */
async function letsIn(page: string): Promise<boolean> {
  const { origin, hash } = new URL(page);
  const reply = await fetch(new URL('/session', origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URLSearchParams(hash.slice(1)).get('code') }),
  });
  return reply.status === 204;
}

describe.concurrent('ticketime open', () => {
  test('opens each page in a window of its own, with a code that lets in once, and closes them at the end', async (t) => {
    const { data, open, asked, windows } = place(t);
    const { child, ended, told } = open(['--port', '0']);
    const { address, overlay, palette, opened } = await told();
    expect(opened).toBe('windows');
    await t.expect.poll(asked, { timeout: 5000 }).toHaveLength(2);
    const addresses = asked().map((line) => /--app=(\S+)/.exec(line)?.[1] ?? '');
    expect(addresses.map((page) => page.split('#')[0]).sort()).toEqual([
      `${address}/overlay`,
      `${address}/palette`,
    ]);
    for (const line of asked()) expect(line).toContain(`--user-data-dir=${join(data, 'browser')} `);
    for (const page of [...addresses, overlay, palette])
      expect([await letsIn(page), await letsIn(page)]).toEqual([true, false]);
    expect((await fetch(overlay)).status).toBe(200);
    expect(windows().map(isOpen)).toEqual([true, true]);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await t.expect.poll(() => windows().map(isOpen), { timeout: 5000 }).toEqual([false, false]);
  });

  test('opens the pages of the core that runs already, and ends', async (t) => {
    const { open, asked, windows } = place(t);
    const first = open(['--port', '0', '--no-open']);
    const { address, opened } = await first.told();
    expect(opened).toBe('nothing');
    expect(asked()).toEqual([]);
    const second = open([]);
    expect(await second.told()).toMatchObject({ address, opened: 'windows' });
    expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
    await t.expect.poll(() => windows().map(isOpen), { timeout: 5000 }).toEqual([true, true]);
    expect(onlyObject(await open(['--port', '1']).ended)).toEqual({
      error: {
        code: 'served-elsewhere',
        message: `This data folder is already served at ${address}: leave out --port, or end that core first.`,
      },
    });
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
  });

  test('without a screen, or without any browser, only tells the addresses', async (t) => {
    const { open, asked } = place(t);
    for (const env of [{ DISPLAY: '' }, { PATH: '/nowhere' }]) {
      const { child, ended, told } = open(['--port', '0'], env);
      expect((await told()).opened).toBe('nothing');
      child.kill('SIGTERM');
      await ended;
    }
    expect(asked()).toEqual([]);
  });

  test('with --demo there is a practice server where nothing is registered', async (t) => {
    const { data, open } = place(t);
    const { told } = open(['--port', '0', '--no-open', '--demo']);
    const { address } = await told();
    const { token } = JSON.parse(readFileSync(join(data, 'bridge.json'), 'utf8')) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const servers = async () =>
      (await (await fetch(`${address}/servers`, { headers })).json()) as { reading: unknown }[];
    expect(await servers()).toHaveLength(1);
    await t.expect
      .poll(async () => (await servers())[0].reading, { timeout: 15_000, interval: 200 })
      .not.toBeNull();
  });
});

describe.concurrent('what was not understood of open is told in one sentence', () => {
  test.for<[string, string]>([
    ['open tickets.test', 'ticketime open takes no word, so leave out "tickets.test".'],
    ['open --demo --no-demo', '--demo and --no-demo exclude each other: choose one.'],
    ['open --port 65536', 'The port must be a whole number from 1 to 65535, or 0 for any that is free.'],
    ['open --quick', 'ticketime open has no option --quick.'],
  ])('%s', async ([command, sentence], t) => {
    expect(await run(t, command.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `${sentence}\nSee: ticketime open --help\n`,
    });
  });
});
