/** Programs that the core lets in itself: what they may, and how little they can cost. */
import { expect, test } from 'vitest';
import { CLOSE } from '../../../api/protocol/close.ts';
import type { Permission } from '../../../api/protocol/permission.ts';
import { hashOf, newToken } from '../../../api/server/secret.ts';
import { addServer, ask, connect, problemOf, refusal, startBridge, type TestBridge } from './bridge.ts';

const TRIGGER = {
  type: 'trigger',
  eventId: 'event1',
  serverId: 'server1',
  name: 'Sale',
  scheduledEpochMs: 5000,
  firedEpochMs: 5000,
  latenessMs: 0,
  clock: 'server',
  accuracyMs: 2,
  precisionMs: 1,
  action: { kind: 'led.light', input: { colour: 'red' } },
} as const;

/** Its token. */
function admit({ server }: TestBridge, ...permissions: Permission[]): string {
  const token = newToken();
  server.admit({ tokenId: 'plugin:led', name: 'LED', permissions, hash: hashOf(token) });
  return token;
}

test('a guest may what it was let in for, and is known by its own id', async (t) => {
  const bridge = await startBridge(t);
  const token = admit(bridge, 'read');
  expect((await ask(bridge, { path: '/servers', token })).status).toBe(200);
  const event = { serverId: await addServer(bridge), time: '2099-12-24T20:00' };
  const refused = await ask(bridge, { method: 'POST', path: '/events', token, body: event });
  expect(problemOf(refused)).toMatchObject({ status: 403, title: 'permission-missing' });
  await connect(t, bridge, { token });
  expect((await ask(bridge, { path: '/health' })).json).toMatchObject({
    clients: [{ tokenId: 'plugin:led', name: 'LED' }],
  });
});

test('a guest is told of triggers, with what they ask of a plugin, only when it was let in for them', async (t) => {
  const bridge = await startBridge(t);
  const reader = await connect(t, bridge, { token: admit(bridge, 'read') });
  await reader.next('hello');
  const other = newToken();
  bridge.server.admit({ tokenId: 'plugin:b', name: 'B', permissions: ['trigger'], hash: hashOf(other) });
  const told = await connect(t, bridge, { token: other });
  expect(await told.next('hello')).toMatchObject({ servers: [], permissions: ['trigger'] });
  bridge.server.broadcast(TRIGGER);
  expect(await told.next('trigger')).toEqual(TRIGGER);
  await reader.request('readHealth');
  expect(reader.messages.filter(({ type }) => type === 'trigger')).toEqual([]);
});

test('a guest that is dismissed is cut off, and its token opens nothing any more', async (t) => {
  const bridge = await startBridge(t);
  const token = admit(bridge, 'read');
  const client = await connect(t, bridge, { token });
  bridge.server.dismiss('plugin:led');
  expect((await client.closed).code).toBe(CLOSE.revoked);
  expect((await refusal(bridge, { token })).status).toBe(401);
  expect((await ask(bridge, { path: '/servers', token })).status).toBe(401);
});

test('a guest that comes again with another token has only that one', async (t) => {
  const bridge = await startBridge(t);
  const [first, second] = [admit(bridge, 'read'), admit(bridge, 'read')];
  expect((await ask(bridge, { path: '/servers', token: first })).status).toBe(401);
  expect((await ask(bridge, { path: '/servers', token: second })).status).toBe(200);
});

test('a guest has no more connections than it may, until it closes one', async (t) => {
  const bridge = await startBridge(t, { guestConnections: 2 });
  const token = admit(bridge, 'read');
  const [first] = [await connect(t, bridge, { token }), await connect(t, bridge, { token })];
  expect(problemOf(await refusal(bridge, { token }))).toMatchObject({
    status: 429,
    title: 'too-many-connections',
    detail: 'A plugin has 2 connections at the most: close one first.',
  });
  first.socket.terminate();
  await t.expect
    .poll(async () => ((await ask(bridge, { path: '/health' })).json as { clients: [] }).clients)
    .toHaveLength(1);
  await connect(t, bridge, { token });
});

test('whatever a guest floods the bridge with, the core is asked no more than it allows', async (t) => {
  const rate = { burst: 20, perSecond: 0.001 };
  const bridge = await startBridge(t, { guestRequests: rate });
  const states = countStates(bridge);
  const token = admit(bridge, 'read');
  const clients = await Promise.all([connect(t, bridge, { token }), connect(t, bridge, { token })]);
  for (const client of clients) {
    for (let k = 0; k < 15; k += 1) client.say({ type: 'snapshot' });
    for (let k = 0; k < 15; k += 1) client.say({ type: 'request', id: k, call: 'listEvents' });
  }
  await Promise.all(Array.from({ length: 30 }, () => ask(bridge, { path: '/events', token })));
  // What the first two connections asked has been answered or refused when this is.
  const person = await connect(t, bridge);
  await person.request('listServers');
  const asked = bridge.core.asked.filter(({ name }) => name === 'listEvents').length;
  expect(asked + states() - 1).toBeLessThanOrEqual(20); // one state was the person's
  expect(asked).toBeGreaterThan(0);
});

test('coming back does not give a guest more messages: they are counted for all that it has', async (t) => {
  const bridge = await startBridge(t, { messages: { burst: 30, perSecond: 0.001 } });
  const token = admit(bridge, 'read');
  const pings = 25;
  const first = await connect(t, bridge, { token });
  for (let k = 0; k < pings; k += 1) first.say({ type: 'ping', t0: k });
  for (let k = 0; k < pings; k += 1) await first.next('pong');
  const second = await connect(t, bridge, { token });
  for (let k = 0; k < pings; k += 1) second.say({ type: 'ping', t0: k });
  expect((await second.closed).code).toBe(CLOSE.flooded);
  // Whoever the person gave a token begins anew with each connection.
  const own = await connect(t, bridge);
  for (let k = 0; k < pings; k += 1) own.say({ type: 'ping', t0: k });
  for (let k = 0; k < pings; k += 1) await own.next('pong');
});

/** How often the whole state was asked for. */
function countStates({ core }: TestBridge): () => number {
  let count = 0;
  const state = core.state.bind(core);
  core.state = () => {
    count += 1;
    return state();
  };
  return () => count;
}
