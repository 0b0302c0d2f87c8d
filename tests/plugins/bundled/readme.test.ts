/** The examples of plugins/README.md, taken out of it and run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { readManifest } from '../../../main/plugins/manifest.ts';
import { folderFor, startedCore, type StartedCore } from '../../core/started.ts';
import { BUNDLED, startPlugin, workFolder } from './plugin-process.ts';

const text = readFileSync(join(BUNDLED, 'README.md'), 'utf8');
/** By path, as it stands in front of each. */
const examples = new Map(
  [...text.matchAll(/^`([\w-]+\/[\w.-]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(([, path, code]) => [path, code]),
);

function layOut(folder: string, id: string): void {
  for (const [path, code] of examples) {
    if (dirname(path) !== id) continue;
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
}

test('the examples are found, and their manifests and those of the bundled ones are in order', (t) => {
  expect([...examples.keys()]).toEqual([
    'door-sign/plugin.json',
    'door-sign/main.js',
    'bell/plugin.json',
    'bell/main.py',
  ]);
  const folder = workFolder(t);
  for (const id of ['door-sign', 'bell']) {
    layOut(folder, id);
    expect(readManifest(join(folder, id)).id).toBe(id);
  }
  for (const id of ['countdown', 'led-bridge', 'obs-text', 'offset-logger'])
    expect(readManifest(join(BUNDLED, id)).id).toBe(id);
});

/** An event that is due in a moment, by this computer's clock: nothing is known of the server's. */
async function addEvent({ client }: StartedCore, name: string, wish: object = {}): Promise<void> {
  const servers = await client.call('listServers', {});
  const serverId = servers[0]?.id ?? (await client.call('addServer', { url: 'http://127.0.0.1:9' })).id;
  const time = new Date(Date.now() + 1200).toISOString();
  await client.call('addEvent', { serverId, name, time, alarms: [], ...wish });
}

const FIRED = {
  'door-sign': /^Opening fired \d+\.\d\d ms late; the server's clock is not known\.$/,
  bell: /^Opening fired \d+\.\d\d ms late\.$/,
};

async function runByHand(t: TestContext, id: keyof typeof FIRED, entry: string): Promise<void> {
  const folder = workFolder(t);
  layOut(folder, id);
  const core = await startedCore(t, folderFor(t));
  const permissions = ['read', 'trigger'] as const;
  const { token } = await core.client.call('makeToken', { name: id, permissions: [...permissions] });
  const way = { address: core.running.address ?? '', token };
  const plugin = startPlugin(t, join(folder, id, entry), workFolder(t), way);
  await plugin.until(/^Connected\.$/);
  await addEvent(core, 'Opening');
  await plugin.until(FIRED[id]);
  await plugin.stop();
}

describe.concurrent('run by hand', () => {
  test('the one in JavaScript tells how late an event fired', (t) => runByHand(t, 'door-sign', 'main.js'));

  test('the one in Python does, with nothing but what Python brings', (t) => runByHand(t, 'bell', 'main.py'));
});

describe.concurrent('installed and allowed', () => {
  test('both run, and the one that was asked for acts', async (t) => {
    const folder = folderFor(t);
    for (const id of ['door-sign', 'bell']) layOut(join(folder, 'plugins'), id);
    const core = await startedCore(t, folder);
    const { client } = core;
    const log = async (id: string) => (await client.call('readPluginLog', { id })).lines.join('\n');
    await client.call('enablePlugin', { id: 'door-sign', permissions: ['read', 'trigger'] });
    await client.call('enablePlugin', { id: 'bell', permissions: ['trigger'] });
    for (const id of ['door-sign', 'bell'])
      await t.expect.poll(() => log(id), { timeout: 20_000, interval: 100 }).toContain('Connected.');
    await addEvent(core, 'Opening', { action: { kind: 'door-sign.write', input: { text: 'It has begun' } } });
    for (const id of ['door-sign', 'bell'])
      await t.expect.poll(() => log(id), { timeout: 20_000 }).toContain('Opening fired');
    const sign = join(folder, 'plugin-data', 'door-sign', 'sign.txt');
    t.expect(readFileSync(sign, 'utf8')).toBe('It has begun');
  });
});
