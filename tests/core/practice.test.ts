/** Practising, over real sockets: the practice server of a whole core, presses at it and at others, and what is kept of them. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { connect, type Client } from '../../api/client/client.ts';
import { readAt } from '../../api/protocol/reading.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPracticeOrigin, type PracticeOriginOptions } from '../../main/practice/origin.ts';
import { openStore } from '../../main/store/store.ts';
import { startChrony } from '../servers/chrony.ts';
import { folderFor, problem, startedCore, type StartedCore } from './started.ts';

async function measured({ client, until }: StartedCore, id: string): Promise<void> {
  await client.call('startSync', { id, mode: 'quick' });
  await until('sync-ended', ({ serverId }) => serverId === id);
}

async function measuredOrigin(t: TestContext, core: StartedCore, options: PracticeOriginOptions) {
  const origin = await startPracticeOrigin(options);
  t.onTestFinished(() => origin.close());
  const { id } = await core.client.call('addServer', { url: origin.url });
  await measured(core, id);
  return { origin, id };
}

const server = (client: Client, id: string) => client.call('showServer', { id });

/** What the server's clock shows at an instant, as far as is known. */
async function shownAt(client: Client, id: string, at: number): Promise<number> {
  const { reading } = await server(client, id);
  if (!reading) throw new Error('Nothing is known of it.');
  return readAt(reading, at).serverEpochMs;
}

const now = { targetEpochMs: 0, timeMode: 'server-time' } as const;

describe.concurrent('the practice server', () => {
  test('is registered, opens at a whole second of its own clock, and is measured at once', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { client, messages, until } = core;
    const { serverId, url, opensEpochMs } = await client.call('startPractice', { opensInMs: 20_000 });
    expect(opensEpochMs % 1000).toBe(0);
    expect(await server(client, serverId)).toMatchObject({
      name: 'Practice server',
      url,
      practice: { opensEpochMs },
    });
    expect(await until('sync-ended')).toMatchObject({ serverId, failure: null });
    const { reading, lead, offsetMs } = await server(client, serverId);
    expect(reading?.source).toBe('date-header');
    expect(Math.abs(offsetMs ?? Infinity)).toBeLessThan(5200);
    expect(lead?.balancedMs).toBeGreaterThan(10);
    expect(lead?.safeMs).toBeLessThan(lead?.balancedMs ?? 0);
    expect(messages.findLast(({ type }) => type === 'estimate')).toMatchObject({ serverId, lead });
    const shownEpochMs = client.clock(serverId).read()?.epochMs ?? 0;
    expect(opensEpochMs - shownEpochMs).toBeGreaterThan(0);
    expect(opensEpochMs - shownEpochMs).toBeLessThan(21_200);

    // Another opening of the same one, and nothing anew.
    const again = await client.call('startPractice', { opensInMs: 60_000 });
    expect(again).toMatchObject({ serverId, url });
    expect(again.opensEpochMs - opensEpochMs).toBeGreaterThan(30_000);
    expect(await client.call('listServers', {})).toHaveLength(1);
  });

  test('is one, however often it is asked for at once', async (t) => {
    const { client } = await startedCore(t, folderFor(t));
    const all = await Promise.all([1, 2, 3].map(() => client.call('startPractice', {})));
    expect(new Set(all.map(({ serverId }) => serverId)).size).toBe(1);
    expect(await client.call('listServers', {})).toHaveLength(1);
  });

  test('ends when it is stopped, or its server removed, and can be started again', async (t) => {
    const folder = folderFor(t);
    const { client } = await startedCore(t, folder);
    await client.call('stopPractice', {}); // none
    const first = await client.call('startPractice', {});
    await client.call('stopPractice', {});
    expect(await client.call('listServers', {})).toEqual([]);
    await expect(fetch(first.url)).rejects.toThrow();
    const second = await client.call('startPractice', {});
    await client.call('removeServer', { id: second.serverId });
    await t.expect
      .poll(() =>
        fetch(second.url).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
    expect(existsSync(join(folder, 'practice-server'))).toBe(false);
    const third = await client.call('startPractice', {});
    expect(third.serverId).not.toBe(second.serverId);
  });

  test('ends with the core, and is in no list when that starts again', async (t) => {
    const folder = folderFor(t);
    const first = await startedCore(t, folder);
    const { url } = await first.client.call('startPractice', {});
    await first.stop();
    await expect(fetch(url)).rejects.toThrow();
    const second = await startedCore(t, folder);
    expect(await second.client.call('listServers', {})).toEqual([]);
    expect([...first.told, ...second.told]).toEqual([]);
  });

  test('that a killed core left behind is taken out at the next start, with what hangs on it', async (t) => {
    const folder = folderFor(t);
    const store = openStore({ folder, nowEpochMs: () => Date.now(), tell: () => undefined });
    const common = { favourite: false, zone: null, trimMs: 0, intervalMs: null, allowsPrivate: true };
    store.servers.add({
      ...common,
      id: 'left1234',
      address: 'http://127.0.0.1:9/',
      name: 'Practice server',
      createdEpochMs: 1,
    });
    store.servers.add({
      ...common,
      id: 'mine1234',
      address: 'http://127.0.0.1:10/',
      name: 'Mine',
      createdEpochMs: 2,
    });
    store.close();
    writeFileSync(join(folder, 'practice-server'), 'left1234\n');
    writeFileSync(
      join(folder, 'settings.json'),
      '{"settings":{"display":{"serverIds":["left1234","mine1234"]}}}',
    );
    const { client, told } = await startedCore(t, folder);
    expect((await client.call('listServers', {})).map(({ id }) => id)).toEqual(['mine1234']);
    expect((await client.call('readSettings', {})).display.serverIds).toEqual(['mine1234']);
    expect(existsSync(join(folder, 'practice-server'))).toBe(false);
    expect(told).toEqual([]);
  });
});

describe.concurrent('a press', () => {
  test('at the practice server is told by that itself, over a connection that stood open', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { client, messages } = core;
    const { serverId: id } = await client.call('startPractice', {});
    const hasEnded = () => messages.some(({ type }) => type === 'sync-ended');
    await t.expect.poll(hasEnded, { timeout: 30_000, interval: 20 }).toBe(true);
    const pressedAt = localClock.now();
    const shownEpochMs = await shownAt(client, id, pressedAt);
    const targetEpochMs = Math.round(shownEpochMs) - 100;
    const pressed = await client.call('press', { id, targetEpochMs, pressedAt, timeMode: 'server-time' });
    expect(pressed).toMatchObject({
      serverId: id,
      serverName: 'Practice server',
      targetEpochMs,
      accuracyMs: 0,
    });
    expect(pressed.reactionMs).toBeGreaterThan(90);
    expect(pressed.reactionMs).toBeLessThan(110);
    // What makes connections is loaded already, and one stands; a busy computer may hold up even that for a moment.
    expect(pressed.openingMs).toBeLessThan(150);
    expect(pressed.sendingMs).toBeGreaterThanOrEqual(pressed.openingMs);
    expect(pressed.delayMs).toBeGreaterThan(24);
    // The way there is 12 ms and more, and by the truth of the server's own clock; the reading has its ±.
    const { accuracyMs } = await client.call('readOffset', { id });
    expect(Math.abs(pressed.lateMs - (pressed.reactionMs + pressed.sendingMs + 12))).toBeLessThan(
      accuracyMs + 60,
    );
    const arrivedEpochMs = targetEpochMs + pressed.lateMs;
    expect(pressed.seenEpochMs).toBe(Math.floor(arrivedEpochMs / 1000) * 1000);
    expect((await client.call('listRehearsals', { id })).rehearsals).toEqual([pressed]);
  });

  test('at another server is reckoned, and its ± holds the truth', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { client } = core;
    const path = { baseMs: 20 };
    const { origin, id } = await measuredOrigin(t, core, {
      offsetMs: 777,
      delays: { forward: path, back: path },
    });
    await client.call('updateServer', { id, trimMs: 30 });
    const { lead } = await server(client, id);
    const before = (await origin.requests()).length;
    const pressedAt = localClock.now();
    const shownEpochMs = await shownAt(client, id, pressedAt);
    const wish = { id, targetEpochMs: shownEpochMs, pressedAt };
    const pressed = await client.call('press', { ...wish, timeMode: 'balanced-arrival' });
    expect(pressed.reactionMs).toBeCloseTo((lead?.balancedMs ?? 0) - 30, 0);
    const [record] = (await origin.requests()).slice(before);
    const trueLateMs = origin.epochMs(record.arrivedAt) - shownEpochMs;
    expect(pressed.accuracyMs).toBeGreaterThan(0);
    expect(Math.abs(pressed.lateMs - trueLateMs)).toBeLessThanOrEqual(pressed.accuracyMs);
    expect(pressed.seenEpochMs).toBe(record.stampedEpochMs);

    // The second goes over the connection of the first.
    await delay(1050);
    const again = await client.call('press', {
      ...wish,
      pressedAt: localClock.now(),
      timeMode: 'safe-arrival',
    });
    const connections = (await origin.requests()).slice(before).map(({ connection }) => connection);
    expect(new Set(connections).size).toBe(1);
    expect((await client.call('listRehearsals', { id })).rehearsals.map((one) => one.id)).toEqual([
      again.id,
      pressed.id,
    ]);
  });

  test('at a server that tells no time is reckoned by standard time, to no better than its whole way there and back', async (t) => {
    const chrony = await startChrony();
    t.onTestFinished(() => chrony.close());
    const core = await startedCore(t, folderFor(t));
    await core.client.call('changeSettings', { reference: { order: ['sntp'], ntpHosts: [chrony.host] } });
    const { origin, id } = await measuredOrigin(t, core, {
      habits: { date: 'none' },
      delays: { forward: { baseMs: 120 }, back: { baseMs: 1 } },
    });
    const { reading } = await server(core.client, id);
    if (!reading) throw new Error('Nothing is known of it.');
    expect(reading.source).toBe('sntp');
    const before = (await origin.requests()).length;
    const targetEpochMs = Math.round(await shownAt(core.client, id, localClock.now()));
    const wish = { id, targetEpochMs, pressedAt: localClock.now() };
    const pressed = await core.client.call('press', { ...wish, timeMode: 'server-time' });
    const [record] = (await origin.requests()).slice(before);
    const trueLateMs = origin.epochMs(record.arrivedAt) - targetEpochMs;
    const knownMs = readAt(reading, wish.pressedAt).accuracyMs;
    expect(pressed.accuracyMs).toBeGreaterThanOrEqual(knownMs + pressed.delayMs / 2);
    expect(Math.abs(pressed.lateMs - trueLateMs)).toBeLessThanOrEqual(pressed.accuracyMs);
  });

  test('asks as the sync found it, with GET where HEAD is refused', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { origin, id } = await measuredOrigin(t, core, { habits: { head: 'refused' } });
    const before = (await origin.requests()).length;
    await core.client.call('press', { ...now, id, pressedAt: localClock.now() });
    expect((await origin.requests()).slice(before).map(({ method }) => method)).toEqual(['GET']);
  });

  test('that fails on a fresh connection is one request, and a HEAD that was ignored is not sent again', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { origin, id } = await measuredOrigin(t, core, {});
    await origin.close();
    const asked: string[] = [];
    const deaf = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (bytes) => {
        asked.push(bytes.toString().split(' ')[0]);
        socket.resetAndDestroy();
      });
    }).listen(Number(new URL(origin.url).port), '127.0.0.1');
    t.onTestFinished(() => void deaf.close());
    await once(deaf, 'listening');
    const press = () => core.client.call('press', { ...now, id, pressedAt: localClock.now() });
    await expect(press()).rejects.toEqual(problem('reset'));
    expect(asked).toEqual(['HEAD']);
    await delay(1050);
    await expect(press()).rejects.toEqual(problem('reset'));
    expect(asked).toEqual(['HEAD', 'GET']);
  });

  test('is refused too soon after another, of another time, and before anything is known', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { client } = core;
    const { id: unknown } = await client.call('addServer', { url: 'http://127.0.0.1:9/' });
    const press = (id: string, pressedAt = localClock.now()) =>
      client.call('press', { ...now, id, pressedAt });
    await expect(press(unknown)).rejects.toEqual(problem('not-measured'));
    const { id } = await measuredOrigin(t, core, {});
    await expect(press(id, localClock.now() - 60_000)).rejects.toEqual(problem('press-not-now'));
    await expect(press(id, localClock.now() + 60_000)).rejects.toEqual(problem('press-not-now'));
    const both = await Promise.allSettled([press(id), press(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(press(id)).rejects.toMatchObject({
      problem: {
        status: 429,
        title: 'press-too-soon',
        detail: expect.stringContaining('one press a second') as string,
      },
    });
    await delay(1050);
    await press(id);
  });

  test('at a server that is not there any more says so in the words of a sync', async (t) => {
    const core = await startedCore(t, folderFor(t));
    const { origin, id } = await measuredOrigin(t, core, {});
    await origin.close();
    await expect(core.client.call('press', { ...now, id, pressedAt: localClock.now() })).rejects.toEqual(
      problem('refused'),
    );
    expect((await core.client.call('listRehearsals', { id })).rehearsals).toEqual([]);
  });
});

describe.concurrent('what is kept of presses', () => {
  test('outlives the core, is this person’s alone, and goes with its server', async (t) => {
    const folder = folderFor(t);
    const first = await startedCore(t, folder);
    const { id } = await measuredOrigin(t, first, {});
    const pressed = await first.client.call('press', { ...now, id, pressedAt: localClock.now() });
    await first.stop();
    const file = join(folder, 'rehearsals.json');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = await startedCore(t, folder);
    expect(await second.client.call('listRehearsals', { id })).toEqual({
      rehearsals: [pressed],
      suggestion: null,
    });
    await second.client.call('clearRehearsals', { id });
    expect((await second.client.call('listRehearsals', { id })).rehearsals).toEqual([]);
    await second.client.call('press', { ...now, id, pressedAt: localClock.now() });
    await second.client.call('removeServer', { id });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
    await expect(second.client.call('listRehearsals', { id })).rejects.toEqual(problem('no-such-server'));
  });

  test('a file that cannot be read is put aside and told', async (t) => {
    const folder = folderFor(t);
    const { client, told } = await startedCore(t, folder);
    const { id } = await client.call('addServer', { url: 'http://127.0.0.1:9/' });
    const file = join(folder, 'rehearsals.json');
    writeFileSync(file, '{"x":[');
    expect((await client.call('listRehearsals', { id })).rehearsals).toEqual([]);
    expect(told).toEqual([
      `${file} holds no rehearsals that can be read, so it was put aside as ${file}.unreadable.`,
    ]);
  });

  test('what is no file at all is put aside as well, so that nothing is written over', async (t) => {
    const folder = folderFor(t);
    const { client, told } = await startedCore(t, folder);
    const { id } = await client.call('addServer', { url: 'http://127.0.0.1:9/' });
    const file = join(folder, 'rehearsals.json');
    mkdirSync(file);
    expect((await client.call('listRehearsals', { id })).rehearsals).toEqual([]);
    expect(told).toEqual([
      `${file} holds no rehearsals that can be read, so it was put aside as ${file}.unreadable.`,
    ]);
    expect(statSync(`${file}.unreadable`).isDirectory()).toBe(true);
  });
});

test('who may sync may press, and who may not manage may not start the practice server', async (t) => {
  const { client, running } = await startedCore(t, folderFor(t));
  const { token } = await client.call('makeToken', { name: 'robot', permissions: ['read', 'sync'] });
  const robot = connect({ url: running.address ?? '', token });
  t.onTestFinished(() => robot.close());
  await robot.ready();
  await expect(robot.call('startPractice', {})).rejects.toEqual(problem('permission-missing'));
  const wish = { ...now, id: 'none1234', pressedAt: localClock.now() };
  await expect(robot.call('press', wish)).rejects.toEqual(problem('no-such-server'));
});
