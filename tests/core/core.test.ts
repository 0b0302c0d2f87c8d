/** The whole core as `ticketime serve` hosts it, over real sockets, against real practice origins. */
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { connect, ProblemError } from '../../api/client/client.ts';
import { startCore } from '../../main/core.ts';
import { startPracticeOrigin, type PracticeOriginOptions } from '../../main/practice/origin.ts';
import { lockFolder } from '../../main/store/instance-lock.ts';
import { openStore } from '../../main/store/store.ts';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startChrony } from '../servers/chrony.ts';
import { ALONE, folderFor, problem, startedCore } from './started.ts';

async function origin(t: TestContext, options: PracticeOriginOptions = {}) {
  const started = await startPracticeOrigin(options);
  t.onTestFinished(() => started.close());
  return started;
}

/** What is proven holds whatever else this computer does meanwhile; the ± holds in 95 of 100 runs. */
function expectProven(estimate: Pick<Measurement, 'boundMs'> | null | undefined, trueOffsetMs: number): void {
  expect(estimate?.boundMs[0]).toBeLessThan(trueOffsetMs);
  expect(estimate?.boundMs[1]).toBeGreaterThan(trueOffsetMs);
}

describe.concurrent('a core that serves', () => {
  test('measures a server that is added, tells how far it is, and keeps what it found', async (t) => {
    const folder = folderFor(t);
    const practice = await origin(t, { offsetMs: -1234.5 });
    const { url } = practice;
    const first = await startedCore(t, folder);
    const { id, name } = await first.client.call('addServer', { url });
    expect(name).toBe(new URL(url).host);
    await expect(first.client.call('readOffset', { id })).rejects.toEqual(problem('not-measured'));
    const { runId, isJoined } = await first.client.call('startSync', { id, mode: 'quick' });
    expect(isJoined).toBe(false);
    expect(await first.client.call('startSync', { id })).toEqual({ runId, isJoined: true });
    const ended = await first.until('sync-ended');
    expect(ended).toMatchObject({ serverId: id, runId, failure: null });
    expect(first.messages.some(({ type }) => type === 'sync-progress')).toBe(true);
    const now = await first.client.call('readOffset', { id });
    expect(now).toMatchObject({ source: 'date-header', carriedBy: 'monotonic-clock' });
    const { estimate } = await first.client.call('showServer', { id });
    expectProven(estimate, practice.trueOffsetMs());
    expect(now.offsetMs).toBeCloseTo(estimate?.offsetMs ?? 0, 0);
    const clock = first.client.clock(id).read();
    expect(Math.abs((clock?.epochMs ?? 0) - Date.now() - now.offsetMs)).toBeLessThan(10);
    await first.stop();

    // The same boot, so the monotonic clock goes on through the restart.
    const second = await startedCore(t, folder, null);
    const again = await second.client.call('readOffset', { id });
    expect(again.offsetMs).toBeCloseTo(now.offsetMs, 0);
    expect(again.accuracyMs).toBeGreaterThanOrEqual(now.accuracyMs);
    const detail = await second.client.call('showServer', { id });
    expect(detail.history.estimates).toHaveLength(1);
    expect(detail.health?.score).toBeGreaterThan(20);
    expect(await second.client.call('readSettings', {})).toMatchObject(ALONE);
    expect([...first.told, ...second.told]).toEqual([]);
  });

  test('fires an event at the server’s time: alarm, trigger and webhook, once, and remembers it', async (t) => {
    const folder = folderFor(t);
    const { url } = await origin(t);
    const hooks: { headers: IncomingHttpHeaders; body: unknown }[] = [];
    const receiver = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        hooks.push({ headers: request.headers, body: JSON.parse(text) });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    t.onTestFinished(() => void receiver.close());
    const first = await startedCore(t, folder);
    const { id: serverId } = await first.client.call('addServer', { url });
    const heard: number[] = [];
    first.client.on('trigger', ({ latenessMs }) => heard.push(latenessMs));
    const dueEpochMs = Date.now() + 1500;
    const { id, dueEpochMs: reckonedMs } = await first.client.call('addEvent', {
      serverId,
      name: 'Opening',
      time: new Date(dueEpochMs).toISOString(),
      alarms: [{ beforeMs: 500, by: ['sound'] }],
      payload: { press: 'now' },
      webhook: {
        url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
        body: { text: '{{event}} at {{scheduledEpochMs}}', at: '{{scheduledEpochMs}}' },
      },
    });
    expect(Math.abs((reckonedMs ?? 0) - dueEpochMs)).toBeLessThan(2);
    expect(await first.until('alarm')).toMatchObject({ eventId: id, beforeMs: 500, by: ['sound'] });
    const trigger = await first.until('trigger');
    // Never measured, no standard time: this computer's clock stands in, and that is said.
    expect(trigger).toMatchObject({
      eventId: id,
      scheduledEpochMs: dueEpochMs,
      clock: 'local',
      accuracyMs: null,
      payload: { press: 'now' },
    });
    expect(trigger.latenessMs).toBeGreaterThanOrEqual(0);
    await first.until('event', ({ event }) => event.state === 'done');
    await t.expect.poll(() => hooks.length).toBe(1);
    expect(hooks[0].body).toEqual({ text: `Opening at ${dueEpochMs}`, at: dueEpochMs });
    await t.expect
      .poll(async () => (await first.client.call('showEvent', { id })).attempts)
      .toEqual([expect.objectContaining({ scheduledEpochMs: dueEpochMs, attempt: 1, status: 200 })]);
    expect(heard).toHaveLength(1);
    await first.stop();

    const second = await startedCore(t, folder, null);
    expect(await second.client.call('listEvents', {})).toEqual([
      expect.objectContaining({
        id,
        state: 'done',
        firings: [expect.objectContaining({ outcome: 'fired', scheduledEpochMs: dueEpochMs })],
      }),
    ]);
    expect(hooks).toHaveLength(1);
  });

  test('goes by the server’s clock once that is measured', async (t) => {
    const practice = await origin(t, { offsetMs: 3333 });
    const { url } = practice;
    const { client, until } = await startedCore(t, folderFor(t));
    const { id: serverId } = await client.call('addServer', { url });
    await client.call('startSync', { id: serverId, mode: 'quick' });
    await until('sync-ended');
    const scheduledEpochMs = Math.round(Date.now() + practice.trueOffsetMs() + 1200);
    await client.call('addEvent', { serverId, time: new Date(scheduledEpochMs).toISOString(), alarms: [] });
    const { clock, accuracyMs, firedEpochMs, latenessMs } = await until('trigger');
    const trueEpochMs = Date.now() + practice.trueOffsetMs();
    expect(clock).toBe('server');
    expect(firedEpochMs).toBeCloseTo(scheduledEpochMs + latenessMs, 3);
    // Told within some ms of when it was due by the true clock, as far as that is known.
    expect(Math.abs(trueEpochMs - scheduledEpochMs)).toBeLessThan((accuracyMs ?? 0) + 200);
  });

  test('keeps standard time, and drifts of servers against it', async (t) => {
    const chrony = await startChrony();
    t.onTestFinished(() => chrony.close());
    const practice = await origin(t, { offsetMs: 250 });
    const { url } = practice;
    const reference = { order: ['sntp'], ntpHosts: [chrony.host], intervalMs: 60_000 };
    const { client, until } = await startedCore(t, folderFor(t), { reference, sync: { intervalMs: 0 } });
    const { reference: measured, isOff } = await until('local-clock');
    expect(Math.abs(measured.offsetMs)).toBeLessThanOrEqual(measured.accuracyMs);
    expect(isOff).toBe(false);
    const { id } = await client.call('addServer', { url });
    await client.call('startSync', { id, mode: 'quick' });
    const { estimate } = await until('estimate', (message) => message.estimate !== undefined);
    expectProven(estimate, practice.trueOffsetMs());
    // chronyd tells this computer's own time.
    expect(Math.abs((estimate?.reference?.aheadMs ?? 0) - (estimate?.offsetMs ?? 0))).toBeLessThan(5);
    expect((await client.call('readHealth', {})).localClock).toMatchObject({ isOff: false, source: 'sntp' });
  });

  test('carries a server’s clock over a restart of the computer by standard time, and says so', async (t) => {
    const chrony = await startChrony();
    t.onTestFinished(() => chrony.close());
    const folder = folderFor(t);
    const practice = await origin(t, { offsetMs: 250 });
    const { url } = practice;
    const reference = { order: ['sntp'], ntpHosts: [chrony.host], intervalMs: 60_000 };
    const first = await startedCore(t, folder, { reference, sync: { intervalMs: 0 } });
    const { id } = await first.client.call('addServer', { url });
    await first.client.call('startSync', { id, mode: 'quick' });
    await first.until('sync-ended');
    await first.stop();
    // As if it had been measured before the computer was started anew.
    const store = openStore({ folder, nowEpochMs: () => Date.now(), tell: () => undefined });
    const last = store.estimates.latest(id);
    if (!last) throw new Error('There is no estimate.');
    const known = store.references.latest();
    store.estimates.add({ ...last, axis: 'another boot' });
    if (known) store.references.add({ ...known, axis: 'another boot' });
    store.close();

    const second = await startedCore(t, folder, null);
    const { reading } = await second.until('estimate', (message) => message.reading !== null);
    expect(reading?.carriedBy).toBe('standard-time');
    const now = await second.client.call('readOffset', { id });
    const { offsetMs, boundMs, accuracyMs } = last.measurement as Measurement;
    expect(Math.abs(now.offsetMs - offsetMs)).toBeLessThan(5);
    expect(now.accuracyMs).toBeGreaterThan(accuracyMs);
    expectProven({ boundMs }, practice.trueOffsetMs());
  });

  test('says that nothing is known after a restart of the computer, without standard time', async (t) => {
    const folder = folderFor(t);
    const { url } = await origin(t);
    const first = await startedCore(t, folder);
    const { id } = await first.client.call('addServer', { url });
    await first.client.call('startSync', { id, mode: 'quick' });
    await first.until('sync-ended');
    await first.stop();
    const store = openStore({ folder, nowEpochMs: () => Date.now(), tell: () => undefined });
    const last = store.estimates.latest(id);
    if (last) store.estimates.add({ ...last, axis: 'another boot' });
    store.close();
    const second = await startedCore(t, folder, null);
    await expect(second.client.call('readOffset', { id })).rejects.toThrow(
      /^What was known of the clock of .* does not hold since this computer slept or started anew: sync it again, or wait for standard time\.$/,
    );
  });

  test('tells why a server could not be measured, and measures it again by itself', async (t) => {
    const practice = await startPracticeOrigin({});
    const { url } = practice;
    await practice.close();
    const { client, until } = await startedCore(t, folderFor(t));
    const { id } = await client.call('addServer', { url });
    await client.call('startSync', { id });
    const { failure } = await until('sync-ended');
    expect(failure?.code).toBe('refused');
    const [{ note }] = await client.call('listServers', {});
    expect(note).toEqual(failure);
  });

  test('measures what is added by itself when an interval is set', async (t) => {
    const { url } = await origin(t);
    const { client, until } = await startedCore(t, folderFor(t), {
      reference: { order: [], intervalMs: 0 },
      sync: { intervalMs: 60_000, mode: 'quick' },
    });
    await client.call('addServer', { url });
    await until('sync-ended');
  });

  test('ends a sync when its server is removed, with its events', async (t) => {
    const { url } = await origin(t);
    const { client, until, messages } = await startedCore(t, folderFor(t));
    const { id } = await client.call('addServer', { url });
    const event = await client.call('addEvent', {
      serverId: id,
      time: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await client.call('startSync', { id });
    await until('sync-progress');
    await client.call('removeServer', { id });
    await until('server-removed');
    expect(messages).toContainEqual({ type: 'event-removed', eventId: event.id, serverId: id });
    expect(await client.call('listServers', {})).toEqual([]);
    expect(await client.call('listEvents', {})).toEqual([]);
    await expect(client.call('showServer', { id })).rejects.toEqual(problem('no-such-server'));
  });

  test('refuses the same server twice, however it is spelt, and names the one that is there', async (t) => {
    const { client } = await startedCore(t, folderFor(t));
    const { id } = await client.call('addServer', { url: 'Example.com' });
    for (const url of ['example.com', 'https://EXAMPLE.com/', ' example.com:443 ']) {
      const error: unknown = await client.call('addServer', { url }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ProblemError);
      expect((error as ProblemError).problem).toMatchObject({
        status: 409,
        title: 'server-exists',
        existing: id,
        detail: `example.com is registered already, as example.com (${id}).`,
      });
    }
  });

  test('lets the person name a private address, and nobody else', async (t) => {
    const { client, running } = await startedCore(t, folderFor(t));
    const { token } = await client.call('makeToken', {
      name: 'robot',
      permissions: ['read', 'manage', 'schedule'],
    });
    const robot = connect({ url: running.address ?? '', token });
    t.onTestFinished(() => robot.close());
    await robot.ready();
    await expect(robot.call('addServer', { url: 'http://127.0.0.1:8080' })).rejects.toEqual(
      problem('private-address'),
    );
    await expect(client.call('addServer', { url: 'http://169.254.169.254' })).rejects.toEqual(
      problem('forbidden-address'),
    );
    const { id: serverId } = await client.call('addServer', { url: 'http://127.0.0.1:8080' });
    const time = new Date(Date.now() + 3_600_000).toISOString();
    const webhook = { url: 'http://127.0.0.1:1/' };
    await expect(robot.call('addEvent', { serverId, time, webhook })).rejects.toEqual(
      problem('private-address'),
    );
    await client.call('addEvent', { serverId, time, webhook });
  });
});

describe.concurrent('stopping a core', () => {
  test('ends what is under way, a webhook too, and keeps what came of it', async (t) => {
    const folder = folderFor(t);
    const { url } = await origin(t);
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    t.onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const first = await startedCore(t, folder);
    const { id: serverId } = await first.client.call('addServer', { url });
    const { id } = await first.client.call('addEvent', {
      serverId,
      time: new Date(Date.now() + 800).toISOString(),
      alarms: [],
      webhook: { url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` },
    });
    await first.client.call('startSync', { id: serverId });
    await first.until('trigger');
    await once(silent, 'request');
    await first.stop();
    const second = await startedCore(t, folder, null);
    const { attempts, firings } = await second.client.call('showEvent', { id });
    expect(firings).toMatchObject([{ outcome: 'fired' }]);
    expect(attempts).toMatchObject([{ attempt: 1, status: null, error: expect.any(String) as string }]);
    expect([...first.told, ...second.told]).toEqual([]);
  });
});

describe.concurrent('starting a core', () => {
  test('on a folder that another one has fails with one sentence, and leaves that one alone', async (t) => {
    const folder = folderFor(t);
    const { client } = await startedCore(t, folder);
    await expect(startCore({ folder, tell: () => undefined, serve: { port: 0 } })).rejects.toMatchObject({
      code: 'already-running',
    });
    expect((await client.call('readHealth', {})).status).toBe('ok');
  });

  test('for one command on a folder that is held fails with one sentence', async (t) => {
    const folder = folderFor(t);
    const lock = lockFolder(folder);
    t.onTestFinished(() => lock.release());
    await expect(startCore({ folder, tell: () => undefined, serve: null })).rejects.toMatchObject({
      code: 'already-running',
    });
  });

  test('on a port that is in use fails with one sentence, and lets go of the folder', async (t) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    t.onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const folder = folderFor(t);
    await expect(startCore({ folder, tell: () => undefined, serve: { port } })).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${port} of this computer is in use by another program: end that program, or choose another port with --port.`,
    });
    await startedCore(t, folder);
  });

  test.skipIf(process.platform === 'win32')(
    'makes files that nobody else can read, and takes its address away in the end',
    async (t) => {
      const folder = folderFor(t);
      const { client, stop } = await startedCore(t, folder);
      await client.call('makeToken', { name: 'robot' });
      for (const name of ['bridge.json', 'tokens.json', 'settings.json', 'ticketime.db', 'ticketime.key'])
        expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
      await stop();
      expect(existsSync(join(folder, 'bridge.json'))).toBe(false);
    },
  );
});
