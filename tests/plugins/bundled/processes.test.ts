/** The bundled plugins as processes of their own, confined as the host confines them, with a whole core and a server that it measures. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'vitest';
import { restCall } from '../../../api/client/rest.ts';
import type { Permission } from '../../../api/protocol/permission.ts';
import { localClock } from '../../../main/clock/local-clock.ts';
import { startCore } from '../../../main/core.ts';
import { startPracticeOrigin } from '../../../main/practice/origin.ts';
import { folderFor, startedCore } from '../../core/started.ts';
import { lit, OUT } from '../../../plugins/led-bridge/light-wish.js';
import { startLedServer } from './led-server.ts';
import { BUNDLED, startPlugin, workFolder, type Way } from './plugin-process.ts';
import { synced, useCore } from './shared-core.ts';

const core = useCore();

const start = (t: TestContext, id: string, work: string, way: Way) =>
  startPlugin(t, join(BUNDLED, id, 'main.js'), work, way);

/** With a token of these permissions, and connected. */
async function connected(t: TestContext, id: string, work: string, permissions: readonly Permission[]) {
  const way = await core().wayFor(permissions);
  const plugin = start(t, id, work, way);
  await Promise.race([core().hasConnected(way.tokenId), plugin.until(/(?!)/)]);
  return plugin;
}

/** A second of the measured server's clock, so many ms ahead. */
function ahead(ms: number): number {
  return Math.ceil((core().origin.epochMs(localClock.now()) + ms) / 1000) * 1000;
}

const figure = (ms: number): string => `${ms.toFixed(1)} ms`;

describe.concurrent('countdown', () => {
  test('counts the last ten seconds by the server’s clock, and tells how late the event fired', async (t) => {
    const { client, origin, serverId } = core();
    const plugin = await connected(t, 'countdown', workFolder(t), ['read', 'trigger']);
    const scheduledEpochMs = ahead(10_300);
    const time = new Date(scheduledEpochMs).toISOString();
    await client.call('addEvent', { serverId, name: 'Opening', time, alarms: [] });
    await plugin.until(/^Opening: now/);
    await plugin.until(/^Opening: fired/);
    const lines = plugin.lines.filter(({ text }) => /^Opening: (\d+|now)$/.test(text));
    const all = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 'now'].map((number) => `Opening: ${number}`);
    const said = lines.map(({ text }) => text);
    // In order, each once; one that this computer was too busy for is left out.
    t.expect(said).toEqual(all.filter((text) => said.includes(text)));
    t.expect(said.length).toBeGreaterThan(7);
    const lateMs = lines.map(
      ({ at, text }) => origin.epochMs(at) - (scheduledEpochMs - (10 - all.indexOf(text)) * 1000),
    );
    // The server's clock is 4.3 s ahead of this computer's.
    t.expect(Math.max(...lateMs.map(Math.abs))).toBeLessThan(2000);
    const shownEpochMs = client.clock(serverId).read()?.epochMs ?? NaN;
    const offMs = origin.epochMs(localClock.now()) - shownEpochMs;
    const by = `by the clock as it is known, which is off by ${figure(offMs)}`;
    console.log(`countdown: lines ${lateMs.map((ms) => figure(ms - offMs)).join(', ')} late ${by}`);
    t.expect((await plugin.until(/^Opening: fired/)).text).toMatch(
      /^Opening: fired \d+(\.\d)? ms late, by the server’s clock ±\d+(\.\d)? ms\.$/,
    );
    t.expect(await plugin.stop()).toMatchObject({ code: 0 });
  });

  test('goes by this computer’s clock and says so, as long as nothing is known of the server’s', async (t) => {
    const { client } = core();
    const plugin = await connected(t, 'countdown', workFolder(t), ['read', 'trigger']);
    const { id: serverId } = await client.call('addServer', { url: 'http://127.0.0.1:9/countdown' });
    const time = new Date(Date.now() + 3300).toISOString();
    await client.call('addEvent', { serverId, name: 'Blind', time, alarms: [] });
    await plugin.until(/^Blind: 2, by this computer’s clock$/);
    await plugin.until(/^Blind: now, by this computer’s clock$/);
    await plugin.until(
      /^Blind: fired \d+(\.\d)? ms late, by this computer’s clock: nothing is known of the server’s\.$/,
    );
  });

  test('says nothing of an event that was removed', async (t) => {
    const { client, serverId } = core();
    const plugin = await connected(t, 'countdown', workFolder(t), ['read', 'trigger']);
    const add = (name: string, ms: number) => {
      const time = new Date(ahead(ms)).toISOString();
      return client.call('addEvent', { serverId, name, time, alarms: [] });
    };
    const { id } = await add('Removed', 3000);
    await add('Kept', 3000);
    await plugin.until(/^Removed: \d/);
    await client.call('removeEvent', { id });
    const said = plugin.lines.filter(({ text }) => text.startsWith('Removed')).length;
    await plugin.until(/^Kept: now/);
    t.expect(plugin.lines.filter(({ text }) => text.startsWith('Removed')).length).toBeLessThanOrEqual(
      said + 1,
    );
    t.expect(plugin.lines.some(({ text }) => text === 'Removed: now')).toBe(false);
  });
});

test.concurrent('a plugin whose token is revoked ends with a sentence', async (t) => {
  const { address, client } = core();
  const { id, token } = await client.call('makeToken', { name: 'short', permissions: ['read'] });
  const work = workFolder(t);
  const plugin = start(t, 'obs-text', work, { address, token });
  await t.expect.poll(() => existsSync(join(work, 'Tickets.txt')), { timeout: 30_000 }).toBe(true);
  await client.call('revokeToken', { id });
  await plugin.until(/^The token of this connection was revoked: use another one\.$/);
  t.expect((await plugin.stop()).code).toBe(1);
});

describe.concurrent('offset-logger', () => {
  test('writes a row for each new estimate, and goes on where it was after a restart', async (t) => {
    const { client } = core();
    const origin = await startPracticeOrigin({ offsetMs: -777 });
    t.onTestFinished(() => origin.close());
    const { id } = await client.call('addServer', { url: origin.url, name: 'The "best", really' });
    const work = workFolder(t);
    const rows = () =>
      readdirSync(work).flatMap((file) =>
        readFileSync(join(work, file), 'utf8')
          .split('\r\n')
          .filter((row) => row.includes(id)),
      );
    // What it knows already from the hello is no row.
    const first = await connected(t, 'offset-logger', work, ['read']);
    await synced(client, id);
    await t.expect.poll(rows, { timeout: 10_000 }).toHaveLength(1);
    t.expect(await first.stop()).toMatchObject({ code: 0 });
    const second = await connected(t, 'offset-logger', work, ['read']);
    await synced(client, id);
    await t.expect.poll(rows, { timeout: 10_000 }).toHaveLength(2);
    t.expect(await second.stop()).toMatchObject({ code: 0 });

    const { history } = await client.call('showServer', { id });
    const [file = ''] = readdirSync(work);
    t.expect(file).toMatch(/^offsets-\d{4}-\d{2}\.csv$/);
    const text = readFileSync(join(work, file), 'utf8');
    t.expect(text.match(/^time,/gm)).toHaveLength(1);
    for (const [index, estimate] of history.estimates.toReversed().entries()) {
      const measuredAt = new Date(estimate.measuredAtEpochMs).toISOString();
      const start = `${measuredAt},${id},"The ""best"", really",${origin.url},date-header,`;
      t.expect(rows()[index]).toContain(`${start}${estimate.offsetMs.toFixed(3)},`);
    }
    t.expect([...first.lines, ...second.lines].map((line) => line.text)).toEqual([]);
  });

  test('keeps the rows of a disk that takes none, and tells why in one sentence', async (t) => {
    const { client } = core();
    const origin = await startPracticeOrigin();
    t.onTestFinished(() => origin.close());
    const { id } = await client.call('addServer', { url: origin.url });
    const work = workFolder(t);
    // A folder in the file's place; the month may change meanwhile.
    const months = [0, 86_400_000].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 7));
    const obstacles = new Set(months.map((month) => join(work, `offsets-${month}.csv`)));
    for (const obstacle of obstacles) mkdirSync(obstacle, { recursive: true });
    const plugin = await connected(t, 'offset-logger', work, ['read']);
    await synced(client, id);
    await plugin.until(
      /^offsets-\d{4}-\d{2}\.csv could not be written \(EISDIR\): make room for it, or make it writable; what waits \(\d+\) is written with the next estimate\.$/,
    );
    for (const obstacle of obstacles) rmSync(obstacle, { recursive: true });
    await synced(client, id);
    const rows = () =>
      readdirSync(work).flatMap(
        (file) => readFileSync(join(work, file), 'utf8').match(new RegExp(id, 'g')) ?? [],
      );
    await t.expect.poll(rows, { timeout: 10_000 }).toHaveLength(2);
  });
});

describe.concurrent('obs-text', () => {
  test('writes the server’s time at the server’s own second, whole, in the server’s zone', async (t) => {
    const { client, origin, serverId } = core();
    await client.call('updateServer', { id: serverId, zone: 'Asia/Seoul' });
    const work = workFolder(t);
    const seen: { text: string; epochMs: number }[] = [];
    const file = join(work, 'Tickets.txt');
    const watcher = watch(work, (_, name) => {
      if (name !== 'Tickets.txt') return;
      const epochMs = origin.epochMs(localClock.now());
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (seen.at(-1)?.text !== text) seen.push({ text, epochMs });
    });
    t.onTestFinished(() => watcher.close());
    const plugin = await connected(t, 'obs-text', work, ['read']);
    await t.expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(4);
    await plugin.stop();
    await t.expect.poll(() => seen.at(-1)?.text, { timeout: 10_000 }).toBe('--:--:--'); // it would stand still from now on
    // The first is of the moment at which the clock became known.
    const seconds = seen.filter(({ text }) => text !== '--:--:--').slice(1);
    const zone = { timeZone: 'Asia/Seoul', hourCycle: 'h23', timeStyle: 'medium' } as const;
    const shown = new Intl.DateTimeFormat('en-GB', zone);
    const lateMs = seconds.map(({ text, epochMs }) => {
      // What is written is due at a second, never before it (but for what the clock is not known to), and seen when this computer has time.
      const second = Math.floor((epochMs + 100) / 1000) * 1000;
      const due = [second, second - 1000].find((time) => shown.format(time) === text) ?? NaN;
      t.expect(due, `${text} at ${new Date(epochMs).toISOString()}`).not.toBeNaN();
      return epochMs - due;
    });
    console.log(`obs-text: files at ${lateMs.map(figure).join(', ')} of the server's true second`);
  });

  test('follows servers and events as they come, are renamed and go, and a core that is gone and comes back', async (t) => {
    const folder = folderFor(t);
    const first = await startedCore(t, folder);
    const { id } = await first.client.call('addServer', { url: 'http://127.0.0.1:9', name: 'One: and only' });
    const { token } = await first.client.call('makeToken', { name: 'obs', permissions: ['read'] });
    const work = workFolder(t);
    writeFileSync(
      join(work, 'options.json'),
      '{"event":"{name} in {seconds}","none":"-","tme":"","servers":["Renamed","One: and only"]}',
    );
    const plugin = start(t, 'obs-text', work, { address: first.running.address ?? '', token });
    const texts = () =>
      Object.fromEntries(
        readdirSync(work)
          .filter((name) => name.endsWith('.txt'))
          .map((name) => [name, readFileSync(join(work, name), 'utf8')]),
      );
    const become = (wish: object) => t.expect.poll(texts, { timeout: 30_000 }).toEqual(wish);
    await become({ 'One_ and only.txt': '--:--:--', 'next-event.txt': '-' });
    await plugin.until(/^options\.json: "tme" is no option: there are /);
    await plugin.until(/^options\.json: no server is called "Renamed" now; name it by its id or its name\.$/);
    await first.client.call('updateServer', { id, name: 'Renamed' });
    await become({ 'Renamed.txt': '--:--:--', 'next-event.txt': '-' });
    const later = { serverId: id, name: 'Later', time: '2100-01-01T00:00Z', alarms: [] };
    await first.client.call('addEvent', later);
    const time = new Date(Date.now() + 60_000).toISOString();
    await first.client.call('addEvent', { ...later, name: 'Soon', time });
    const counting = t.expect.stringMatching(/^Soon in [56]\d$/) as string;
    await become({ 'Renamed.txt': '--:--:--', 'next-event.txt': counting });

    const port = Number(new URL(first.running.address ?? '').port);
    await first.stop();
    await plugin.until(/^The core was stopped\.$/);
    const again = await startCore({ folder, tell: (sentence) => console.log(sentence), serve: { port } });
    t.onTestFinished(() => again.close());
    const { token: own } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
    await restCall(again.address ?? '', own)('updateServer', { id, name: 'One: and only' });
    await become({ 'One_ and only.txt': '--:--:--', 'next-event.txt': counting });
    await plugin.stop();
    await become({ 'One_ and only.txt': '--:--:--', 'next-event.txt': '-' });
  });
});

describe.concurrent('led-bridge', () => {
  test('lights a device at the trigger over a connection that is open already, puts it out, and tells what went wrong', async (t) => {
    const { client, serverId, hasConnected } = core();
    const led = await startLedServer(t);
    await client.call('enablePlugin', { id: 'led-bridge', permissions: ['read', 'trigger'] });
    t.onTestFinished(() => client.call('disablePlugin', { id: 'led-bridge' }).then(() => undefined));
    await hasConnected('plugin:led-bridge');
    const scheduledEpochMs = ahead(3500);
    const heard = new Map<string, { at: number; latenessMs: number }>();
    client.on('trigger', ({ name, latenessMs }) => heard.set(name, { at: localClock.now(), latenessMs }));
    const add = (name: string, input: Record<string, string | number>) =>
      client.call('addEvent', {
        serverId,
        name,
        time: new Date(scheduledEpochMs).toISOString(),
        alarms: [],
        action: { kind: 'led-bridge.light', input },
      });
    await add('Lit', { url: led.url, colour: '#00ff10', seconds: 1 });
    await add('Dark', { url: 'http://127.0.0.1:9' });
    await add('Odd', { url: led.url, colour: 'green' });
    await t.expect.poll(() => led.received.length, { timeout: 10_000 }).toBe(2);
    t.expect(led.received).toMatchObject([
      { request: 'POST /json/state', state: lit([0, 255, 16]) },
      { request: 'POST /json/state', state: OUT },
    ]);
    const [opened] = led.sockets;
    t.expect(opened.openedAt).toBeLessThan(heard.get('Lit')?.at ?? 0);
    t.expect(led.received[0]?.socket).toBe(opened.socket);
    const told = [
      /Lit: the light at 127\.0\.0\.1:\d+ took its colour within \d+\.\d ms\.$/,
      /Dark: The light at 127\.0\.0\.1:9 could not be reached \(ECONNREFUSED\): check its address, and that it is on\.$/,
      /Odd: "green" is no colour: write its red, green and blue as in #ff0000\.$/,
    ];
    const untold = async () => {
      const { lines } = await client.call('readPluginLog', { id: 'led-bridge' });
      return told.filter((pattern) => !lines.some((line) => pattern.test(line)));
    };
    await t.expect.poll(untold, { timeout: 10_000, interval: 100 }).toEqual([]);
    const fired = heard.get('Lit');
    console.log(
      `led-bridge: fired ${figure(fired?.latenessMs ?? NaN)} late, the device was asked ${figure((led.received[0]?.at ?? NaN) - (fired?.at ?? NaN))} after this test heard of it`,
    );
  });
});
