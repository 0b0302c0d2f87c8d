/** The bridge as the core starts it: its thread, the precise timer's fires, real clients. */
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { connect as connectClient, type Client } from '../../api/client/client.ts';
import { startBridge, type Bridge } from '../../main/bridge/bridge.ts';
import { insidePipe } from '../../main/bridge/inside-pipe.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPreciseTimer, type PreciseTimer } from '../../main/clock/precise-timer.ts';
import type { Moment } from '../../main/events/moment.ts';
import type { Attempt } from '../../main/events/webhook.ts';
import { addServer, ask, connect, READING, temporaryFolder } from '../api/server/bridge.ts';
import { MemoryCore } from '../fakes/memory-core.ts';

interface Started {
  readonly bridge: Bridge;
  readonly core: MemoryCore;
  readonly timer: PreciseTimer;
  readonly folder: string;
  readonly port: number;
  readonly person: string;
  readonly told: string[];
}

async function start(t: TestContext, port = 0): Promise<Started> {
  const folder = temporaryFolder(t);
  const told: string[] = [];
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const anchorMs = localClock.anchor();
  const core = new MemoryCore({ now: () => localClock.now(), anchorMs: () => anchorMs });
  const tell = (sentence: string) => void told.push(sentence);
  const bridge = await startBridge({ core, timer, folder, port, tell, version: '1.2.3' });
  t.onTestFinished(() => bridge.close());
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  return { bridge, core, timer, folder, port: Number(new URL(bridge.address).port), person: token, told };
}

function momentIn(inMs: number, changes: Partial<Moment> = {}): Moment {
  const at = localClock.now() + inMs;
  return {
    id: 'event1/5000',
    at,
    message: {
      type: 'trigger',
      eventId: 'event1',
      serverId: 'server1',
      name: 'Sale',
      scheduledEpochMs: 5000,
      clock: 'server',
      accuracyMs: 2,
      precisionMs: 1,
      payload: { seat: 7 },
    },
    serverEpochMs: 5000,
    webhook: null,
    ...changes,
  };
}

/** As a migration or a large page would. */
function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('whoever has the data folder finds the bridge and its key, and nobody else', async (t) => {
  const { bridge, folder, port } = await start(t);
  const path = join(folder, 'bridge.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    pid: process.pid,
    address: `http://127.0.0.1:${port}`,
    token: expect.stringMatching(/^tkt_[\w-]{43}$/) as string,
  });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  await bridge.close();
  expect(existsSync(path)).toBe(false);
});

test('the core answers across the threads: what it gives, what it refuses, what it says', async (t) => {
  const started = await start(t);
  const client = await connect(t, started);
  expect(await client.next('hello')).toMatchObject({ version: '1.2.3', servers: [] });
  const added = await ask(started, { method: 'POST', path: '/servers', body: { url: 'a.test' } });
  expect(added).toMatchObject({ status: 201, json: { url: 'a.test' } });
  expect(await client.next('server')).toMatchObject({ server: { url: 'a.test' } });
  const again = await ask(started, { method: 'POST', path: '/servers', body: { url: 'a.test' } });
  expect(again).toMatchObject({
    status: 409,
    json: { title: 'server-exists', existing: (added.json as { id: string }).id },
  });
  expect(started.core.asked.at(-1)?.caller).toEqual({ isPerson: true });
});

test('a bug of the core is told with where it is, and the bridge goes on', async (t) => {
  const started = await start(t);
  started.core.held = Promise.reject(new TypeError('x is not a function'));
  started.core.held.catch(() => undefined);
  expect((await ask(started, { path: '/servers' })).status).toBe(500);
  expect(started.told).toEqual([expect.stringMatching(/x is not a function[\s\S]*bridge\.test\.ts/)]);
  started.core.held = Promise.resolve();
  expect((await ask(started, { path: '/servers' })).status).toBe(200);
});

test('tokens that are made are kept in the folder, and open the next bridge', async (t) => {
  const { folder, ...started } = await start(t);
  const made = await ask(started, { method: 'POST', path: '/tokens', body: { name: 'plugin' } });
  await started.bridge.close();
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const tell = () => undefined;
  const next = await startBridge({ core: started.core, timer, folder, port: 0, tell, version: '1' });
  t.onTestFinished(() => next.close());
  const port = Number(new URL(next.address).port);
  const { token } = made.json as { token: string };
  expect((await ask({ port, person: token }, { path: '/servers' })).status).toBe(200);
  expect((await ask({ port, person: started.person }, { path: '/servers' })).status).toBe(401);
});

test('what is prepared is told when the timer fires it, never early, and once', async (t) => {
  const started = await start(t);
  const client = await connect(t, started);
  await client.next('hello');
  const moment = momentIn(50);
  started.bridge.outlet.prepare(moment);
  started.timer.arm(moment.id, moment.at);
  const trigger = await client.next('trigger');
  expect(localClock.now()).toBeGreaterThanOrEqual(moment.at);
  expect(trigger).toMatchObject({
    eventId: 'event1',
    scheduledEpochMs: 5000,
    accuracyMs: 2,
    payload: { seat: 7 },
  });
  expect(trigger.latenessMs).toBeGreaterThanOrEqual(0);
  expect(trigger.firedEpochMs).toBeCloseTo(5000 + Number(trigger.latenessMs), 6);
  // The core says so as well, to its own listeners in the main thread.
  started.core.say(trigger as never);
  started.core.say({ type: 'alert', serverId: null, code: 'after', message: 'm' });
  await client.next('alert');
  expect(client.messages.filter(({ type }) => type === 'trigger')).toEqual([]);
});

test('what is withdrawn is not told, though it fires', async (t) => {
  const started = await start(t);
  const client = await connect(t, started);
  await client.next('hello');
  const [gone, kept] = [momentIn(20), momentIn(40, { id: 'event1/6000' })];
  for (const moment of [gone, kept]) started.bridge.outlet.prepare(moment);
  started.bridge.outlet.withdraw(gone.id);
  for (const moment of [gone, kept]) started.timer.arm(moment.id, moment.at);
  await client.next('trigger');
  await started.bridge.close();
  await client.closed;
  expect(client.messages.filter(({ type }) => type === 'trigger')).toEqual([]);
});

test('a main thread that is held up holds up neither a trigger nor an offset', async (t) => {
  const started = await start(t);
  const id = await addServer(started, { ...READING, asOf: localClock.now(), since: localClock.now() });
  const client = await connect(t, started);
  await client.next('hello');
  await ask(started, { path: `/servers/${id}/offset` });
  // Another process would see the answers in time; this one is the main thread itself, so the bridge's own instants are looked at.
  const moment = momentIn(100);
  started.bridge.outlet.prepare(moment);
  started.timer.arm(moment.id, moment.at);
  const before = localClock.now();
  client.say({ type: 'ping', t0: before });
  const offset = ask(started, { path: `/servers/${id}/offset` });
  await new Promise((resolve) => setTimeout(resolve, 20)); // both are on their way
  blockFor(1000);
  const { t2 } = (await client.next('pong')) as Record<string, number>;
  expect(t2 - before).toBeLessThan(500);
  const { ageMs } = (await offset).json as Record<string, number>;
  expect(ageMs).toBeLessThan(1000);
  expect((await client.next('trigger')).latenessMs).toBeLessThan(500);
});

test('the webhook is sent at the moment, and each attempt is told', async (t) => {
  const started = await start(t);
  const hook = createHttpServer((request, response) => {
    request.resume();
    response.writeHead(204).end();
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  t.onTestFinished(() => void hook.close());
  const { port } = hook.address() as AddressInfo;
  const attempts: Attempt[] = [];
  const attempted = new Promise<void>((resolve) =>
    started.bridge.onAttempt((attempt) => {
      attempts.push(attempt);
      resolve();
    }),
  );
  const moment = momentIn(50, {
    webhook: {
      eventId: 'event1',
      scheduledEpochMs: 5000,
      serverName: 'Tickets',
      webhook: {
        method: 'POST',
        url: `http://127.0.0.1:${port}/hook`,
        headers: {},
        retry: { attempts: 1, intervalMs: 100, jitter: 0, timeoutMs: 5000 },
      },
      allowsPrivate: true,
      idempotencyKey: 'key',
    },
  });
  started.bridge.outlet.prepare(moment);
  started.timer.arm(moment.id, moment.at);
  await attempted;
  expect(attempts).toMatchObject([
    { eventId: 'event1', scheduledEpochMs: 5000, attempt: 1, status: 204, error: null },
  ]);
});

test('a bridge may start before its core, and whoever asks then waits', async (t) => {
  const folder = temporaryFolder(t);
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const { promise, resolve } = Promise.withResolvers<MemoryCore>();
  const bridge = await startBridge({
    core: promise,
    timer,
    folder,
    port: 0,
    tell: () => undefined,
    version: '1',
  });
  t.onTestFinished(() => bridge.close());
  const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
  const at = { port: Number(new URL(bridge.address).port), person: token };
  const client = await connect(t, at);
  const answer = ask(at, { path: '/servers' });
  client.say({ type: 'ping', t0: 1 });
  await client.next('pong');
  expect(client.messages).toEqual([]);
  resolve(new MemoryCore({ now: () => 0, anchorMs: () => 0 }));
  expect(await answer).toMatchObject({ status: 200, json: [] });
  await client.next('hello');
});

test('a port that is in use is one sentence that says what to do, and leaves nothing behind', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'bridge.json'), 'of another');
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const core = new MemoryCore({ now: () => 0, anchorMs: () => 0 });
  await expect(
    startBridge({ core, timer, folder, port, tell: () => undefined, version: '1' }),
  ).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} of this computer is in use by another program: end that program, or choose another port with --port.`,
  });
  expect(readFileSync(join(folder, 'bridge.json'), 'utf8')).toBe('of another');
});

test('a folder that cannot be written is one sentence, and nothing listens then', async (t) => {
  const folder = temporaryFolder(t);
  rmSync(folder, { recursive: true });
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const core = new MemoryCore({ now: () => 0, anchorMs: () => 0 });
  await expect(
    startBridge({ core, timer, folder, port: 0, tell: () => undefined, version: '1' }),
  ).rejects.toMatchObject({
    code: 'bridge-file-unwritable',
    message: expect.stringMatching(
      /bridge\.json could not be written \(ENOENT.*name another with --data-dir\.$/,
    ) as string,
  });
});

test('a port that there is not is one sentence', async (t) => {
  const folder = temporaryFolder(t);
  const timer = startPreciseTimer();
  t.onTestFinished(() => timer.close());
  const core = new MemoryCore({ now: () => 0, anchorMs: () => 0 });
  const starting = startBridge({ core, timer, folder, port: 70_000, tell: () => undefined, version: '1' });
  await expect(starting).rejects.toMatchObject({
    code: 'port-invalid',
    message: 'There is no port 70000: choose one from 1 to 65535 with --port.',
  });
});

test('a client within the process is told what others are, may ask as the person may, and hears when the bridge ends', async (t) => {
  const { bridge, core, timer } = await start(t);
  const near = connectTo(t, bridge);
  await near.ready();
  const { id } = await near.call('addServer', { url: 'https://a.example' });
  expect(near.state.current?.servers.get(id)?.url).toBe('https://a.example');
  expect(core.asked.at(-1)).toMatchObject({ name: 'addServer', caller: { isPerson: true } });
  const fired = new Promise((resolve) => near.on('trigger', resolve));
  const moment = momentIn(50);
  bridge.outlet.prepare(moment);
  timer.arm(moment.id, moment.at);
  expect(await fired).toMatchObject({ type: 'trigger', name: 'Sale' });
  await bridge.close();
  expect(near.connection.state).toMatchObject({ is: 'waiting', why: 'The core was stopped.' });
});

function connectTo(t: TestContext, bridge: Bridge): Client {
  const client = connectClient({ pipe: insidePipe((inside) => bridge.attach(inside)) });
  t.onTestFinished(() => client.close());
  return client;
}
