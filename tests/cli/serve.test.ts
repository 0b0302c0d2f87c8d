import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { dataFolder } from './data-folder.ts';
import { onlyObject, originFor, run, start } from './command.ts';

describe.concurrent('ticketime serve', () => {
  test('says where it serves once it is ready, answers whoever has its token, and stops cleanly', async (t) => {
    const { folder, serve } = dataFolder(t);
    const { address, running } = await serve();
    const file = join(folder, 'bridge.json');
    if (process.platform !== 'win32') t.expect(statSync(file).mode & 0o777).toBe(0o600);
    const left = JSON.parse(readFileSync(file, 'utf8')) as { token: string };
    t.expect(left).toMatchObject({ pid: running.child.pid, address });
    t.expect((await fetch(`${address}/health`)).status).toBe(401);
    const headers = { authorization: `Bearer ${left.token}` };
    t.expect(await (await fetch(`${address}/health`, { headers })).json()).toMatchObject({ servers: 0 });
    running.child.kill('SIGTERM');
    t.expect(await running.ended).toEqual({
      code: 0,
      stdout: `Ticketime serves at ${address}, with the data in ${folder}. Ctrl-C ends it.\n`,
      stderr: '',
    });
    t.expect(existsSync(file)).toBe(false);
  });

  test('ends at Ctrl-C as well, with exit code 0, and tells its address as one object with --json', async (t) => {
    const running = dataFolder(t).start('serve', '--port', '0', '--json');
    await running.until(/\n/);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    t.expect(ended).toMatchObject({ code: 0, stderr: '' });
    t.expect(onlyObject(ended)).toEqual({
      address: t.expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    });
  });

  test('keeps what it was told, from one time to the next', async (t) => {
    const { serve, object, run: command } = dataFolder(t);
    const first = await serve();
    await command('servers', 'add', '127.0.0.1:9', '--interval', '0', '--name', 'Kept');
    await first.stop();
    t.expect(await object('servers')).toMatchObject({ servers: [{ name: 'Kept', intervalMs: 0 }] });
    const second = await serve();
    t.expect(await object('servers')).toMatchObject({ servers: [{ name: 'Kept' }] });
    await second.stop();
  });

  test('measures a registered server by itself', async (t) => {
    const origin = await originFor(t, { offsetMs: 3000 });
    const { serve, object } = dataFolder(t);
    await object('servers', 'add', origin.url);
    const served = await serve();
    while ((await origin.requests()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    await served.stop();
  });

  test('of two on one folder, the second says so and stops', async (t) => {
    const { folder, serve, error } = dataFolder(t);
    await serve();
    t.expect(await error('serve', '--port', '0')).toEqual({
      code: 'already-running',
      message: `Ticketime is already running on ${folder}: use that one, stop it first, or name another folder with --data-dir.`,
    });
  });

  test('says so when the port is in use, or the folder cannot be one', async (t) => {
    const { folder, run: command, error } = dataFolder(t);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    t.expect(await error('serve', '--port', String(port))).toMatchObject({ code: 'port-in-use' });
    const told = await command('serve', '--port', String(port));
    t.expect(told).toMatchObject({ code: 1, stdout: '' });
    t.expect(told.stderr).toMatch(new RegExp(`^[^\\n]*\\b${port}\\b[^\\n]*\\.\\n$`));
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    t.expect(await run(t, ['serve', '--port', '0', '--data-dir', file])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file} is not a folder: name one with --data-dir.\n`,
    });
  });

  test('is asked by a command that does not know that another core died here', async (t) => {
    const { folder, serve, object } = dataFolder(t);
    const { running } = await serve();
    running.child.kill('SIGKILL');
    await running.ended;
    t.expect(existsSync(join(folder, 'bridge.json'))).toBe(true);
    t.expect(await object('servers')).toEqual({ servers: [] });
    const { address } = await serve();
    t.expect(address).toMatch(/^http/);
    t.expect(await object('servers')).toEqual({ servers: [] });
  });

  test('finds its folder by TICKETIME_DATA_DIR', async (t) => {
    const { folder } = dataFolder(t);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const running = start(t, ['serve', '--port', '0'], { TICKETIME_DATA_DIR: inner });
    await running.until(/serves at/);
    t.expect(existsSync(join(inner, 'bridge.json'))).toBe(true);
    running.child.kill('SIGTERM');
    t.expect((await running.ended).code).toBe(0);
  });
});

describe.concurrent('what was not understood of serve is told in one sentence', () => {
  test.for<[string, string]>([
    ['serve 8080', 'ticketime serve takes no word, so leave out "8080".'],
    ['serve --port http', '--port needs a number, as in --port 27182, and "http" is none.'],
    ['serve --port 65536', 'The port must be a whole number from 1 to 65535, or 0 for any that is free.'],
    ['serve --port 80.5', 'The port must be a whole number from 1 to 65535, or 0 for any that is free.'],
    ['serve --quick', 'ticketime serve has no option --quick.'],
  ])('%s', async ([command, sentence], t) => {
    t.expect(await run(t, command.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `${sentence}\nSee: ticketime serve --help\n`,
    });
  });
});
