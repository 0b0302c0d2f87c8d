/** Plugins as a whole core runs them: real processes, on a real bridge. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Permission } from '../../api/protocol/permission.ts';
import type { Plugin } from '../../api/protocol/plugin.ts';
import { writePlugin } from '../plugins/plugin-folder.ts';
import { isAlive } from '../plugins/host/started-host.ts';
import { ALONE, folderFor, problem, startedCore, type StartedCore } from './started.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
/** Starting programs takes its time on a busy machine. */
const PATIENCE = { timeout: 30_000, interval: 50 };

/** Keeps what it is told in its working folder, as files. */
const KEEPS = `
import { writeFileSync } from 'node:fs';
import { connect } from 'ticketime/client';
const client = connect({ url: process.env.TICKETIME_ADDRESS, token: process.env.TICKETIME_TOKEN });
const keep = (name, what) => writeFileSync(name, JSON.stringify(what));
client.on('trigger', (trigger) => keep('trigger.json', trigger));
client.on('hello', async ({ permissions, servers }) => {
  console.log('hello');
  const time = '2099-12-24T20:00';
  const scheduled = await client.call('addEvent', { serverId: servers[0]?.id ?? 'none', time }).catch((error) => error.problem.title);
  keep('hello.json', { permissions, scheduled });
});
`;

interface Wish {
  readonly permissions?: readonly Permission[];
  readonly version?: string;
  readonly entry?: string;
  readonly program?: string;
  readonly caps?: object;
}

function put(
  folder: string,
  id: string,
  {
    permissions = ['read', 'trigger'],
    version = '1.0.0',
    entry = 'main.mjs',
    program = KEEPS,
    caps = {},
  }: Wish = {},
) {
  const actions = {
    light: {
      title: 'Light',
      input: {
        properties: {
          colour: { type: 'string', enum: ['red', 'green'] },
          seconds: { type: 'integer', default: 3 },
        },
        required: ['colour'],
      },
    },
  };
  writePlugin(
    join(folder, 'plugins', id),
    { id, name: id.toUpperCase(), version, entry, permissions, actions, caps },
    { [entry]: program },
  );
}

const kept = (folder: string, id: string, name: string): unknown => {
  const path = join(folder, 'plugin-data', id, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : null;
};

const pluginOf = async ({ client }: StartedCore, id: string): Promise<Plugin> => {
  const found = (await client.call('listPlugins')).find((plugin) => plugin.id === id);
  if (!found) throw new Error(`No plugin ${id} is listed.`);
  return found;
};

async function untilState(
  t: TestContext,
  core: StartedCore,
  id: string,
  state: Plugin['state'],
): Promise<Plugin> {
  await t.expect.poll(async () => (await pluginOf(core, id)).state, PATIENCE).toBe(state);
  return pluginOf(core, id);
}

const eventIn = (ms: number, serverId: string) => ({
  serverId,
  name: 'Sale',
  time: new Date(Date.now() + ms).toISOString(),
  alarms: [],
});

describe.concurrent('a plugin', () => {
  test('is started once a person allows what it asks for, and does its action when the event fires', async (t) => {
    const folder = folderFor(t);
    put(folder, 'led');
    const core = await startedCore(t, folder);
    const { client } = core;
    const { id: serverId } = await client.call('addServer', { url: 'http://127.0.0.1:9' });
    t.expect(await pluginOf(core, 'led')).toMatchObject({
      state: 'off',
      isEnabled: false,
      source: 'installed',
      about: { name: 'LED', permissions: ['read', 'trigger'] },
    });
    await t
      .expect(client.call('enablePlugin', { id: 'led', permissions: ['read'] }))
      .rejects.toEqual(problem('consent-differs'));
    t.expect(
      await client.call('enablePlugin', { id: 'led', permissions: ['trigger', 'read'] }),
    ).toMatchObject({ isEnabled: true });
    await t.expect
      .poll(async () => (await client.call('readHealth')).clients, PATIENCE)
      .toContainEqual(t.expect.objectContaining({ tokenId: 'plugin:led', name: 'LED' }));
    t.expect((await pluginOf(core, 'led')).state).toBe('running');
    await t
      .expect(
        client.call('addEvent', { ...eventIn(1500, serverId), action: { kind: 'led.sound', input: {} } }),
      )
      .rejects.toEqual(problem('unknown-action'));
    await t
      .expect(
        client.call('addEvent', {
          ...eventIn(1500, serverId),
          action: { kind: 'led.light', input: { colour: 'blue' } },
        }),
      )
      .rejects.toEqual(problem('action-input-invalid'));
    t.expect(
      await client.call('addEvent', {
        ...eventIn(1500, serverId),
        action: { kind: 'led.light', input: { colour: 'red' } },
      }),
    ).toMatchObject({ action: { kind: 'led.light', input: { colour: 'red', seconds: 3 } } });
    await t.expect
      .poll(() => kept(folder, 'led', 'trigger.json'), PATIENCE)
      .toMatchObject({ name: 'Sale', action: { kind: 'led.light', input: { colour: 'red', seconds: 3 } } });
    t.expect(kept(folder, 'led', 'hello.json')).toEqual({
      permissions: ['read', 'trigger'],
      scheduled: 'permission-missing',
    });
    const { plugins, status } = await client.call('readHealth');
    t.expect(status).toBe('ok');
    t.expect(plugins).toMatchObject([
      { id: 'led', state: 'running', caps: { memoryMb: 192, cpuPercent: 25 } },
    ]);
    t.expect((await client.call('readPluginLog', { id: 'led' })).lines).toContainEqual(
      t.expect.stringMatching(/ hello$/),
    );
    t.expect(core.messages.filter(({ type }) => type === 'alert')).toEqual([]);
  });

  test('is told of no trigger when it did not ask to be, and may schedule when it did', async (t) => {
    const folder = folderFor(t);
    put(folder, 'reader', { permissions: ['read', 'schedule'] });
    put(folder, 'told', { permissions: ['trigger'] });
    const core = await startedCore(t, folder);
    const { id: serverId } = await core.client.call('addServer', { url: 'http://127.0.0.1:9' });
    for (const [id, permissions] of [
      ['reader', ['read', 'schedule']],
      ['told', ['trigger']],
    ] as const)
      await core.client.call('enablePlugin', { id, permissions: [...permissions] });
    for (const id of ['reader', 'told'])
      await t.expect.poll(() => kept(folder, id, 'hello.json'), PATIENCE).not.toBeNull();
    t.expect(kept(folder, 'reader', 'hello.json')).toMatchObject({ scheduled: { serverId } });
    t.expect(kept(folder, 'told', 'hello.json')).toEqual({
      permissions: ['trigger'],
      scheduled: 'permission-missing',
    });
    await core.client.call('addEvent', eventIn(1000, serverId));
    await t.expect.poll(() => kept(folder, 'told', 'trigger.json'), PATIENCE).toMatchObject({ name: 'Sale' });
    t.expect(kept(folder, 'reader', 'trigger.json')).toBeNull();
  });

  test('that is disabled is gone with its token, and events that ask for it are named', async (t) => {
    const folder = folderFor(t);
    put(folder, 'led');
    const core = await startedCore(t, folder);
    const { client } = core;
    const { id: serverId } = await client.call('addServer', { url: 'http://127.0.0.1:9' });
    await client.call('enablePlugin', { id: 'led', permissions: ['read', 'trigger'] });
    const { pid } = await untilState(t, core, 'led', 'running');
    await client.call('addEvent', {
      ...eventIn(3_600_000, serverId),
      action: { kind: 'led.light', input: { colour: 'red' } },
    });
    t.expect(await client.call('disablePlugin', { id: 'led' })).toMatchObject({
      state: 'off',
      isEnabled: false,
      pid: null,
    });
    t.expect(isAlive(pid)).toBe(false);
    await t.expect
      .poll(async () =>
        (await client.call('readHealth')).clients.filter(({ tokenId }) => tokenId === 'plugin:led'),
      )
      .toEqual([]);
    t.expect(await core.until('alert', ({ code }) => code === 'plugin-awaited')).toMatchObject({
      message:
        'The plugin led does not run, and what is scheduled asks it for an action ("Sale"): start it before then.',
    });
    await t
      .expect(
        client.call('addEvent', {
          ...eventIn(3_600_000, serverId),
          action: { kind: 'led.light', input: { colour: 'red' } },
        }),
      )
      .rejects.toEqual(problem('unknown-action'));
  });

  test('that was enabled is started with the next core, unless it has come to ask for more', async (t) => {
    const folder = folderFor(t);
    put(folder, 'led');
    put(folder, 'bell', { permissions: ['trigger'] });
    put(folder, 'horn', { permissions: [] });
    const first = await startedCore(t, folder);
    await first.client.call('enablePlugin', { id: 'led', permissions: ['read', 'trigger'] });
    await first.client.call('enablePlugin', { id: 'bell', permissions: ['trigger'] });
    await first.client.call('enablePlugin', { id: 'horn', permissions: [] });
    const { pid } = await untilState(t, first, 'led', 'running');
    await first.stop();
    t.expect(isAlive(pid)).toBe(false);
    put(folder, 'bell', { permissions: ['trigger', 'schedule'], version: '1.1.0' });
    put(folder, 'horn', { permissions: [], entry: 'main.py', program: '' });
    const second = await startedCore(t, folder, null);
    await untilState(t, second, 'led', 'running');
    t.expect(await pluginOf(second, 'bell')).toMatchObject({
      state: 'off',
      isEnabled: true,
      problem: { code: 'consent-outgrown' },
    });
    t.expect((await second.client.call('readHealth')).reasons).toEqual([
      'The plugin bell asks for more than it was allowed, now for schedule, so it was not started: allow that, or disable it.',
      'The plugin horn asks for more than it was allowed, now for running unconfined in Python, so it was not started: allow that, or disable it.',
    ]);
  });

  test('that has ended and come to ask for more since then says so, before it is started again', async (t) => {
    const folder = folderFor(t);
    put(folder, 'once', { permissions: ['trigger'], program: '' });
    const core = await startedCore(t, folder);
    await core.client.call('enablePlugin', { id: 'once', permissions: ['trigger'] });
    await untilState(t, core, 'once', 'ended');
    put(folder, 'once', { permissions: ['trigger', 'sync'], program: '' });
    t.expect(await pluginOf(core, 'once')).toMatchObject({
      state: 'ended',
      problem: {
        code: 'consent-outgrown',
        message:
          'The plugin once asks for more than it was allowed, now for sync, so it was not started: allow that, or disable it.',
      },
    });
  });

  test('that is taken away or spoilt while it runs is stopped when somebody looks', async (t) => {
    const folder = folderFor(t);
    put(folder, 'led');
    put(folder, 'bell', { permissions: ['trigger'] });
    const core = await startedCore(t, folder);
    await core.client.call('enablePlugin', { id: 'led', permissions: ['read', 'trigger'] });
    await core.client.call('enablePlugin', { id: 'bell', permissions: ['trigger'] });
    const [led, bell] = [
      await untilState(t, core, 'led', 'running'),
      await untilState(t, core, 'bell', 'running'),
    ];
    rmSync(join(folder, 'plugins', 'led'), { recursive: true });
    writeFileSync(join(folder, 'plugins', 'bell', 'plugin.json'), '{');
    t.expect((await core.client.call('listPlugins')).find(({ id }) => id === 'led')).toBeUndefined();
    for (const { pid } of [led, bell]) await t.expect.poll(() => isAlive(pid), PATIENCE).toBe(false);
    const { problem: spoilt } = await pluginOf(core, 'bell');
    t.expect((await core.client.call('readHealth')).reasons).toEqual([spoilt?.message]);
  });

  test('that takes more than its caps is stopped, told of, and stays so until it is started again', async (t) => {
    const folder = folderFor(t);
    put(folder, 'spins', { program: 'for (;;);', caps: { cpuPercent: 1 } });
    const core = await startedCore(t, folder);
    await core.client.call('enablePlugin', { id: 'spins', permissions: ['read', 'trigger'] });
    t.expect(await core.until('alert', ({ code }) => code === 'plugin-near-cpu')).toBeTruthy();
    const alert = await core.until('alert', ({ code }) => code === 'plugin-over-cpu');
    t.expect(await pluginOf(core, 'spins')).toMatchObject({
      state: 'stopped',
      isEnabled: true,
      pid: null,
      problem: { message: alert.message },
    });
    t.expect(await core.client.call('readHealth')).toMatchObject({
      status: 'degraded',
      reasons: [alert.message],
    });
    await core.client.call('enablePlugin', { id: 'spins', permissions: ['read', 'trigger'] });
    await untilState(t, core, 'spins', 'running');
  });

  test('that cannot be used is listed with the reason, and is not enabled', async (t) => {
    const folder = folderFor(t);
    writePlugin(join(folder, 'plugins', 'broken'), '{');
    const core = await startedCore(t, folder);
    t.expect(await pluginOf(core, 'broken')).toMatchObject({
      state: 'broken',
      about: null,
      problem: { code: 'manifest-invalid' },
    });
    const enable = (id: string) => core.client.call('enablePlugin', { id, permissions: [] });
    await t.expect(enable('broken')).rejects.toEqual(problem('manifest-invalid'));
    await t.expect(enable('nobody')).rejects.toEqual(problem('no-such-plugin'));
    await t
      .expect(core.client.call('disablePlugin', { id: 'nobody' }))
      .rejects.toEqual(problem('no-such-plugin'));
    await t
      .expect(core.client.call('readPluginLog', { id: 'nobody' }))
      .rejects.toEqual(problem('no-such-plugin'));
  });

  test('whose folder cannot be made is told of, and keeps no other from starting', async (t) => {
    const folder = folderFor(t);
    put(folder, 'led');
    put(folder, 'bell', { permissions: ['trigger'] });
    const first = await startedCore(t, folder);
    await first.client.call('enablePlugin', { id: 'led', permissions: ['read', 'trigger'] });
    await first.client.call('enablePlugin', { id: 'bell', permissions: ['trigger'] });
    await first.stop();
    const taken = join(folder, 'plugin-data', 'bell');
    rmSync(taken, { recursive: true });
    writeFileSync(taken, '');
    const second = await startedCore(t, folder, null);
    await untilState(t, second, 'led', 'running');
    t.expect(await pluginOf(second, 'bell')).toMatchObject({
      state: 'stopped',
      problem: { code: 'not-a-folder' },
    });
  });
});

test('a core that is killed leaves no process behind', async (t) => {
  const folder = folderFor(t);
  put(folder, 'led');
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [CLI, 'serve', '--json', '--port', '0', '--data-dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { address } = JSON.parse(line) as { address: string };
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await fetch(`${address}/settings`, { method: 'PATCH', headers, body: JSON.stringify(ALONE) });
  const body = JSON.stringify({ permissions: ['read', 'trigger'] });
  expect((await fetch(`${address}/plugins/led/enable`, { method: 'POST', headers, body })).status).toBe(200);
  await expect.poll(() => kept(folder, 'led', 'hello.json'), PATIENCE).not.toBeNull();
  const plugins = (await (await fetch(`${address}/plugins`, { headers })).json()) as Plugin[];
  const pid = plugins.find(({ id }) => id === 'led')?.pid ?? null;
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), PATIENCE).toBe(false);
});
