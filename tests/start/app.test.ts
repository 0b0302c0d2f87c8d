/** The desktop app's start, with a package of Electron whose program is a small script, and which fetches it from a server of ours. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { shellWord } from '../../main/shell-word.ts';
import { startApp, type Start } from '../../main/start/app.ts';

/** Writes down what it was given, and ends with $CODE; with "wait", as WAIT says. */
const PROGRAM = String.raw`#!/bin/sh
printf '%s\n' "$@" > "$NOTES"
echo "run-as-node=$ELECTRON_RUN_AS_NODE" >> "$NOTES"
case "$*" in *wait*) exec node -e "$WAIT";; esac
exit $CODE
`;

/** Ends when it is told to, with how often it was interrupted before. */
const WAIT = `
let times = 0;
process.on('SIGINT', () => console.log('interrupted', ++times));
process.on('SIGTERM', () => process.exit(times));
setInterval(() => {}, 1000);
console.log('ready');
`;

/** As Electron's own: asks its mirror, unpacks, and says where. */
const INSTALL = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
fetch(process.env.ELECTRON_MIRROR + 'v1.2.3/electron.zip').then(async (reply) => {
  if (!reply.ok) process.exit(1);
  mkdirSync(join(__dirname, 'dist'));
  writeFileSync(join(__dirname, 'dist/electron'), await reply.text(), { mode: 0o755 });
  writeFileSync(join(__dirname, 'dist/version'), '1.2.3');
  writeFileSync(join(__dirname, 'path.txt'), 'electron');
});
`;

function checkout() {
  const root = mkdtempSync(join(tmpdir(), 'ticketime-app-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const electron = join(root, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  writeFileSync(join(electron, 'package.json'), '{ "version": "1.2.3" }');
  writeFileSync(join(electron, 'install.js'), INSTALL);
  const told: string[] = [];
  const notes = join(root, 'notes');
  const start = (env: Readonly<Record<string, string>> = {}): Start => ({
    root,
    platform: 'linux',
    env: { PATH: process.env['PATH'], CODE: '7', WAIT, NOTES: notes, DISPLAY: ':0', ...env },
    uid: 1000,
    build: () => true,
    look: { text: () => null, owned: () => null },
    tell: (sentence) => void told.push(sentence),
  });
  const putElectron = (version = '1.2.3') => {
    mkdirSync(join(electron, 'dist'));
    writeFileSync(join(electron, 'dist/electron'), PROGRAM, { mode: 0o755 });
    writeFileSync(join(electron, 'dist/version'), version);
    writeFileSync(join(electron, 'path.txt'), 'electron');
  };
  return { root, start, told, putElectron, given: () => readFileSync(notes, 'utf8').trim().split('\n') };
}

/** Where Electron is fetched from; resolves with its address. */
async function mirror(
  answer: { readonly status: number; readonly body: string } | 'nothing',
): Promise<string> {
  const server = createServer((request, reply) => {
    if (answer === 'nothing') return;
    reply.writeHead(request.method === 'HEAD' ? 404 : answer.status).end(answer.body);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** What has been written so far. */
function spoken(stream: Readable): () => string {
  let said = '';
  stream.on('data', (part: Buffer) => (said += part.toString()));
  return () => said;
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test('runs Electron that is there, with the switches, the folder and the words, and ends as it does', async () => {
    const { root, start, told, putElectron, given } = checkout();
    putElectron();
    expect(await startApp(['--palette', '--data-dir', 'a b'], start({ ELECTRON_RUN_AS_NODE: '1' }))).toBe(7);
    expect(given()).toEqual(['--ozone-platform=x11', root, '--palette', '--data-dir', 'a b', 'run-as-node=']);
    expect(told).toEqual([]);
  });

  test('takes Electron from another folder when one is named', async () => {
    const { root, start, given } = checkout();
    const own = join(root, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'electron'), PROGRAM, { mode: 0o755 });
    expect(await startApp([], start({ ELECTRON_OVERRIDE_DIST_PATH: own }))).toBe(7);
    expect(given()).toContain(root);
  });

  test('fetches Electron once where it can be had, and tells that it does', async () => {
    const { start, told } = checkout();
    const from = await mirror({ status: 200, body: PROGRAM });
    const env = { ELECTRON_MIRROR: from };
    expect(await startApp([], start(env))).toBe(7);
    expect(told).toEqual([`Fetching Electron 1.2.3 from ${new URL(from).host}, once: some 120 MB ...`]);
    expect(await startApp([], start(env))).toBe(7);
    expect(told).toHaveLength(1);
  });

  test('fetches Electron anew when what is there is of another version', async () => {
    const { root, start, told, putElectron } = checkout();
    putElectron('1.2.2');
    rmSync(join(root, 'node_modules/electron/dist/electron'));
    const from = await mirror({ status: 404, body: '' });
    expect(await startApp([], start({ ELECTRON_MIRROR: from }))).toBe(
      `Electron could not be fetched from ${new URL(from).host}, as is told above`,
    );
    expect(told).toHaveLength(1);
  });

  test('does not wait for a place that cannot be reached, nor for one that does not answer', async () => {
    const { start, told } = checkout();
    // Nothing listens there.
    const closed = 'http://127.0.0.1:1/';
    expect(await startApp([], start({ ELECTRON_MIRROR: closed }))).toBe(
      'Electron is not there, and 127.0.0.1:1, which has it, cannot be reached',
    );
    const silent = await mirror('nothing');
    expect(await startApp([], { ...start({ npm_config_electron_mirror: silent }), reachMs: 50 })).toBe(
      `Electron is not there, and ${new URL(silent).host}, which has it, cannot be reached`,
    );
    expect(await startApp([], start({ ELECTRON_MIRROR: 'nowhere' }))).toBe(
      'Electron is not there, and nowhere is no address to fetch it from',
    );
    expect(told).toEqual([]);
  });

  test('gives up a fetch that takes too long', async () => {
    const { start } = checkout();
    const silent = await mirror('nothing');
    const env = { ELECTRON_MIRROR: silent, ELECTRON_GET_USE_PROXY: '1' };
    expect(await startApp([], { ...start(env), fetchMs: 200 })).toBe(
      `Electron did not come from ${new URL(silent).host} in time`,
    );
  });

  test('says what is missing: a screen, the package, the build', async () => {
    const { root, start, putElectron } = checkout();
    expect(await startApp([], start({ DISPLAY: '' }))).toMatch(/^There is no screen for windows/);
    putElectron();
    expect(await startApp([], { ...start(), build: () => false })).toBe('The desktop app could not be built');
    const ubuntu = { text: () => '1', owned: () => null };
    expect(await startApp([], { ...start(), look: ubuntu })).toMatch(
      /^This system keeps Electron from its sandbox/,
    );
    const program = join(root, 'node_modules/electron/dist/electron');
    chmodSync(program, 0o644);
    expect(await startApp([], start())).toBe(`Electron could not be started (spawn ${program} EACCES)`);
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(await startApp([], start())).toBe('Electron is not installed (npm install brings it)');
  });

  test.skipIf(process.platform === 'darwin')(
    'falls back where Electron cannot run, as when libraries are missing',
    async () => {
      const { start, putElectron } = checkout();
      putElectron();
      for (const code of [127, 133, 134, 139])
        expect(await startApp([], start({ CODE: String(code) }))).toBe(
          `Electron cannot run here (it ended with ${code}; what it said of that is above)`,
        );
      expect(await startApp([], start({ CODE: '1' }))).toBe(1);
    },
  );

  /** A program that runs Electron until that ends, as Node is called. */
  function runner(root: string): string[] {
    const program = join(root, 'node_modules/electron/dist/electron');
    const module = new URL('../../main/start/app.ts', import.meta.url).href;
    const file = join(root, 'runner.mjs');
    writeFileSync(
      file,
      `import { runProgram } from ${JSON.stringify(module)};
      const ends = runProgram(${JSON.stringify(program)}, ['wait'], process.env);
      process.on('SIGINT', () => console.log('heard by', process.pid));
      process.exitCode = await ends;`,
    );
    return [process.execPath, file];
  }

  test('hands a signal on, and ends when Electron has ended by it', async () => {
    const { root, start, putElectron } = checkout();
    putElectron();
    const { env } = start();
    const [node, ...args] = runner(root);
    const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    onTestFinished(() => void child.kill('SIGKILL'));
    const said = spoken(child.stdout);
    await expect.poll(said).toContain('ready');
    child.kill('SIGINT');
    await expect.poll(said).toContain('interrupted');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(1);
  });

  test.skipIf(process.platform !== 'linux')(
    'leaves Ctrl-C to the terminal, which tells Electron of it already',
    async () => {
      const { root, start, putElectron } = checkout();
      putElectron();
      const { env } = start();
      // script, of util-linux, is a terminal: what is written to it is typed there.
      const child = spawn('script', ['-qec', `exec ${runner(root).map(shellWord).join(' ')}`, '/dev/null'], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...env, SHELL: '/bin/sh' },
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const said = spoken(child.stdout);
      await expect.poll(said).toContain('ready');
      child.stdin.write('\x03');
      await expect.poll(said).toMatch(/heard by \d+\s/);
      await expect.poll(said).toContain('interrupted');
      process.kill(Number(/heard by (\d+)/.exec(said())?.[1]), 'SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(1);
    },
  );
});
