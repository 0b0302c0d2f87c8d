import { expect, test } from 'vitest';
import { CLOSE } from '../../../api/protocol/close.ts';
import type { CoreMessage } from '../../../api/protocol/messages.ts';
import { addServer, ANCHOR_MS, ask, connect, problemOf, READING, refusal, startBridge } from './bridge.ts';

const alert = (serverId: string | null, code: string): CoreMessage => ({
  type: 'alert',
  serverId,
  code,
  message: 'm',
});
const trigger = (serverId: string, name = 'Sale'): CoreMessage => ({
  type: 'trigger',
  eventId: 'event1',
  serverId,
  name,
  scheduledEpochMs: 1,
  firedEpochMs: 1,
  latenessMs: 0,
  clock: 'server',
  accuracyMs: 5,
  precisionMs: 2,
});

test('a client is told the whole state, then each change', async (t) => {
  const bridge = await startBridge(t);
  const id = await addServer(bridge);
  const before = bridge.now();
  const client = await connect(t, bridge);
  const hello = await client.next('hello');
  expect(hello).toMatchObject({
    protocol: 1,
    version: '0.0.0-test',
    anchorMs: ANCHOR_MS,
    permissions: ['read', 'sync', 'schedule', 'trigger', 'manage'],
    servers: [{ id, reading: READING }],
    events: [],
    localClock: null,
  });
  expect(hello.at).toBeGreaterThan(before);
  expect(hello.at).toBeLessThan(bridge.now());
  bridge.core.measured(id, { ...READING, accuracyMs: 4 });
  expect(await client.next('estimate')).toMatchObject({ serverId: id, reading: { accuracyMs: 4 } });
  await ask(bridge, { method: 'DELETE', path: `/servers/${id}` });
  expect(await client.next('server-removed')).toEqual({ type: 'server-removed', serverId: id });
});

test('any endpoint can be asked for, with the same answers and refusals as over HTTP', async (t) => {
  const bridge = await startBridge(t);
  const client = await connect(t, bridge, { token: bridge.tokenFor('read', 'manage') });
  const added = await client.request('addServer', { url: 'a.test' });
  expect(added).toMatchObject({ ok: true, id: 7, output: { url: 'a.test' } });
  const { id } = added.output as { id: string };
  expect(await client.request('addServer', { url: 'a.test' })).toMatchObject({
    ok: false,
    problem: { status: 409, existing: id },
  });
  expect(await client.request('addServer', { url: 1 })).toMatchObject({
    problem: { status: 400, detail: 'The field "url" cannot be used: it must be a text.' },
  });
  expect(await client.request('startSync', { id })).toMatchObject({
    problem: { status: 403, title: 'permission-missing' },
  });
  expect(await client.request('removeServer', { id })).toEqual({ type: 'response', id: 7, ok: true });
  expect((await client.request('readHealth')).output).toMatchObject({ clients: [{ name: 'test' }] });
});

test('a ping is answered with three instants in order, though the core is busy', async (t) => {
  const bridge = await startBridge(t);
  bridge.core.held = new Promise(() => undefined);
  const client = await connect(t, bridge);
  const t0 = bridge.now();
  client.say({ type: 'ping', t0 });
  const pong = await client.next('pong');
  expect(pong.t0).toBe(t0);
  const { t1, t2 } = pong as Record<string, number>;
  const instants = [t0, t1, t2, bridge.now()];
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  expect(t2 - t1).toBeLessThan(100);
});

test('what is not wanted is not told: topics, servers, and back to all', async (t) => {
  const bridge = await startBridge(t);
  const [one, other] = [await addServer(bridge), await addServer(bridge)];
  const client = await connect(t, bridge);
  await client.next('hello');
  const heard = async (): Promise<unknown[]> => {
    bridge.core.say(alert(one, 'one'));
    bridge.core.say(alert(other, 'other'));
    bridge.core.say(alert(null, 'all'));
    bridge.server.broadcast(trigger(other));
    client.say({ type: 'ping', t0: 0 });
    await client.next('pong');
    return client.messages.splice(0).map(({ code, type }) => code ?? type);
  };
  const subscribed = async (wish: object) => {
    client.say({ type: 'subscribe', ...wish });
    client.say({ type: 'ping', t0: 0 });
    await client.next('pong');
  };
  expect(await heard()).toEqual(['one', 'other', 'all', 'trigger']);
  await subscribed({ servers: [one] });
  expect(await heard()).toEqual(['one', 'all']);
  await subscribed({ topics: ['triggers'] });
  expect(await heard()).toEqual([]);
  await subscribed({ servers: null });
  expect(await heard()).toEqual(['trigger']);
  await subscribed({ topics: [] });
  expect(await heard()).toEqual([]);
  await subscribed({ topics: null, servers: [other] });
  expect(await heard()).toEqual(['other', 'all', 'trigger']);
});

test('who may not read is told no state, and who may not know of triggers no trigger', async (t) => {
  const bridge = await startBridge(t);
  const id = await addServer(bridge);
  const reader = await connect(t, bridge, { token: bridge.tokenFor('read') });
  const triggered = await connect(t, bridge, { token: bridge.tokenFor('trigger') });
  expect(await reader.next('hello')).toMatchObject({ servers: [{ id }], permissions: ['read'] });
  expect(await triggered.next('hello')).toMatchObject({ servers: [], events: [], permissions: ['trigger'] });
  bridge.core.say(alert(null, 'secret'));
  bridge.server.broadcast(trigger(id));
  for (const client of [reader, triggered]) {
    client.say({ type: 'subscribe', topics: null });
    client.say({ type: 'ping', t0: 0 });
    await client.next('pong');
  }
  expect(reader.messages.map(({ type }) => type)).toEqual(['alert']);
  expect(triggered.messages.map(({ type }) => type)).toEqual(['trigger']);
});

test('what changes while the state is fetched is told after it', async (t) => {
  const bridge = await startBridge(t);
  const id = await addServer(bridge);
  let release = (): void => undefined;
  bridge.core.held = new Promise((resolve) => (release = resolve));
  const client = await connect(t, bridge);
  bridge.core.measured(id, { ...READING, accuracyMs: 1 });
  bridge.server.broadcast(trigger(id));
  client.say({ type: 'ping', t0: 0 });
  await client.next('pong');
  expect(client.messages).toEqual([]);
  release();
  await client.next('hello');
  await client.next('trigger');
  expect(client.messages).toMatchObject([{ type: 'estimate', reading: { accuracyMs: 1 } }]);
});

test('a snapshot is the state again; a trigger does not wait for it, any other change does', async (t) => {
  const bridge = await startBridge(t);
  const id = await addServer(bridge);
  const client = await connect(t, bridge);
  await client.next('hello');
  let release = (): void => undefined;
  bridge.core.held = new Promise((resolve) => (release = resolve));
  client.say({ type: 'snapshot' });
  client.say({ type: 'snapshot' }); // the one that is under way will do
  client.say({ type: 'ping', t0: 0 });
  await client.next('pong');
  bridge.core.measured(id, null);
  bridge.server.broadcast(trigger(id));
  await client.next('trigger');
  expect(client.messages).toEqual([]);
  release();
  await client.next('estimate');
  expect(client.messages).toMatchObject([{ type: 'hello', servers: [{ id, reading: null }] }]);
});

test('a client whose token is revoked is let go at once, and others stay', async (t) => {
  const bridge = await startBridge(t);
  const made = bridge.tokens.make({ name: 'plugin', permissions: ['read'] }, 0);
  const plugin = await connect(t, bridge, { token: made.token });
  const person = await connect(t, bridge);
  await plugin.next('hello');
  await person.next('hello');
  await ask(bridge, { method: 'DELETE', path: `/tokens/${made.id}` });
  expect(await plugin.closed).toEqual({ code: CLOSE.revoked, reason: 'The token was revoked.' });
  expect(problemOf(await refusal(bridge, { token: made.token })).status).toBe(401);
  expect((await person.request('readHealth')).output).toMatchObject({ clients: [{ name: 'person' }] });
});

test('messages longer than a frame’s short lengths arrive whole', async (t) => {
  const bridge = await startBridge(t);
  const client = await connect(t, bridge);
  for (const length of [0, 100, 126, 1000, 65_400, 65_536, 200_000]) {
    const message = '시'.repeat(length);
    bridge.core.say({ type: 'alert', serverId: null, code: 'test', message });
    expect((await client.next('alert')).message).toBe(message);
  }
});

test.for([
  ['/', 404],
  ['/servers', 404],
  ['/ws/', 404],
])('a WebSocket on %s is refused with %i', async ([path, status], t) => {
  const bridge = await startBridge(t);
  expect((await refusal(bridge, { path: String(path) })).status).toBe(status);
});

test('a handshake that RFC 6455 does not know is 400, in a problem', async (t) => {
  const bridge = await startBridge(t);
  const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
  const keyless = await ask(bridge, { path: '/ws', headers });
  expect(problemOf(keyless)).toMatchObject({ status: 400, title: 'handshake-invalid' });
  const posted = await ask(bridge, { method: 'POST', path: '/ws', headers });
  expect(posted.status).toBe(405);
});

test('a bug while the state is fetched ends the connection with the code for that', async (t) => {
  const bridge = await startBridge(t);
  bridge.core.held = Promise.reject(new TypeError('x is not a function'));
  bridge.core.held.catch(() => undefined);
  const client = await connect(t, bridge);
  expect((await client.closed).code).toBe(1011);
  expect(bridge.told).toEqual([expect.stringContaining('x is not a function')]);
});
