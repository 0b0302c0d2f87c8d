/**
 * Twenty thousand requests and messages that nobody should send: made from valid ones, aware of the schemas, and raw bytes. What is
 * not valid is answered with 4xx and changes nothing; nothing is ever answered with 5xx, and nothing is left unanswered.
 *
 * FUZZ_SEED=n draws others.
 */
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect as connectTcp } from 'node:net';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ENDPOINTS, type Endpoint, type EndpointName } from '../../../api/protocol/endpoints.ts';
import { ClientMessage } from '../../../api/protocol/messages.ts';
import { Problem } from '../../../api/protocol/problem.ts';
import type { Limits } from '../../../api/server/limits.ts';
import { seededRandom, type Random } from '../../../main/practice/random.ts';
import { addServer, ask, connect, startBridge, type TestBridge } from './bridge.ts';
import { mutated, pick, someBytes } from './mutation.ts';

/** A busy computer takes its time. */
const PATIENCE_MS = 240_000;
const SEED = Number(process.env.FUZZ_SEED ?? 2027);
const [REQUESTS, MESSAGES, RAW_REQUESTS, RAW_FRAMES] = [13_000, 6000, 3500, 2000];

const without = { burst: Infinity, perSecond: Infinity };
const UNLIMITED: Partial<Limits> = {
  requests: without,
  failures: without,
  messages: without,
  nonsense: without,
};
const NAMES = Object.keys(ENDPOINTS) as EndpointName[];

/** Inputs that are right, for every endpoint; the ids of what is there are filled in. */
const EXAMPLES: Readonly<Record<EndpointName, (ids: Ids) => Record<string, unknown>>> = {
  listServers: () => ({}),
  addServer: () => ({
    url: 'tickets.test',
    name: 'Tickets',
    favourite: true,
    zone: 'Asia/Seoul',
    trimMs: -5,
  }),
  showServer: ({ serverId }) => ({ id: serverId, before: '12', limit: '3' }),
  updateServer: ({ serverId }) => ({ id: serverId, name: 'Other', zone: null, intervalMs: 60_000 }),
  removeServer: ({ serverId }) => ({ id: serverId }),
  startSync: ({ serverId }) => ({ id: serverId, mode: 'precise', samples: 12, watchSeconds: 60 }),
  cancelSync: ({ serverId }) => ({ id: serverId }),
  readOffset: ({ serverId }) => ({ id: serverId }),
  startPractice: () => ({ opensInMs: 20_000 }),
  stopPractice: () => ({}),
  press: ({ serverId }) => ({
    id: serverId,
    targetEpochMs: 1_800_000_000_000,
    pressedAt: 12_345.5,
    timeMode: 'balanced-arrival',
  }),
  listRehearsals: ({ serverId }) => ({ id: serverId }),
  clearRehearsals: ({ serverId }) => ({ id: serverId }),
  listEvents: () => ({}),
  addEvent: ({ serverId }) => ({
    serverId,
    name: 'Sale',
    time: '2026-12-24T20:00:00.000+09:00',
    zone: 'Asia/Seoul',
    repeat: 'weekly',
    aim: 'safe-arrival',
    alarms: [{ beforeMs: 5000, by: ['sound', 'flash'] }],
    payload: { seat: [1, 2, { row: 'A' }] },
    webhook: {
      method: 'PUT',
      url: 'https://hook.test/x',
      headers: { 'X-Key': 'value' },
      body: { text: '{{event}}' },
      retry: { attempts: 2, jitter: 0.5 },
    },
  }),
  showEvent: ({ eventId }) => ({ id: eventId }),
  removeEvent: ({ eventId }) => ({ id: eventId }),
  testWebhook: ({ serverId }) => ({
    serverId,
    name: 'Sale',
    webhook: { url: 'https://hook.test/x', body: [{ at: '{{firedEpochMs}}' }] },
    payload: { row: 'A' },
  }),
  readSettings: () => ({}),
  changeSettings: () => ({
    sync: { mode: 'quick', overrideGapMs: null },
    reference: { order: ['sntp'], ntpHosts: ['time.test'] },
    healthThreshold: 60,
    alarms: [{ beforeMs: 0, by: ['notification'] }],
    webhookRetry: { attempts: 3 },
    display: { serverIds: [], opacity: 0.5, colour: '#7dd3fc', timeMode: 'safe-arrival' },
    sounds: { volume: 0.25, sound: 'tick' },
    flash: 'screen',
    hotkeys: { sync: '', move: 'Alt+F5' },
  }),
  readHealth: () => ({}),
  listPlugins: () => ({}),
  enablePlugin: () => ({ id: 'fake-plugin', permissions: ['trigger'] }),
  disablePlugin: () => ({ id: 'fake-plugin' }),
  readPluginLog: () => ({ id: 'fake-plugin', lines: '5' }),
  listTokens: () => ({}),
  makeToken: () => ({ name: 'plugin', permissions: ['read', 'trigger'] }),
  revokeToken: ({ tokenId }) => ({ id: tokenId }),
  makeCode: () => ({}),
};

interface Ids {
  serverId: string;
  eventId: string;
  tokenId: string;
}

/** All that a request could have changed, as text. */
async function stateOf({ core, tokens }: TestBridge): Promise<string> {
  return JSON.stringify([await core.state(), tokens.list()]);
}

/** There is something for every id, and not too much of anything. */
async function tended({ core, tokens }: TestBridge, ids: Ids): Promise<Ids> {
  const { servers, events } = await core.state();
  const person = { isPerson: true };
  for (const { id } of servers.slice(0, -3)) await core.call('removeServer', { id }, person);
  for (const { id } of events.slice(0, -3)) await core.call('removeEvent', { id }, person);
  for (const { id } of tokens.list().slice(0, -3)) tokens.revoke(id);
  const serverId = servers.at(-1)?.id ?? (await addServer({ core }));
  const time = '2026-12-24T20:00';
  const event = v.parse(ENDPOINTS.addEvent.input, { serverId, time });
  const eventId = events.at(-1)?.id ?? (await core.call('addEvent', event, person)).id;
  const made = tokens.list().at(-1) ?? tokens.make({ name: 'a', permissions: ['read'] }, 0);
  return Object.assign(ids, { serverId, eventId, tokenId: made.id });
}

/** Where an input goes over HTTP, and what of it arrives there; undefined when its path would be another. */
function requestOf({ method, path }: Endpoint, input: unknown) {
  const { id, ...others } = (typeof input === 'object' ? (input ?? {}) : {}) as Record<string, unknown>;
  const hasId = path.includes(':id');
  if (hasId && !/^[^/?#\s]{1,200}$/.test(worded(id))) return undefined;
  const at = path.replace(':id', encodeURIComponent(worded(id)));
  if (method === 'POST' || method === 'PATCH') {
    const given: unknown = hasId ? { ...others, id: worded(id) } : input;
    return { given, wish: { method, path: at, body: JSON.stringify(hasId ? others : input) } };
  }
  const fields = Object.entries(hasId ? others : (Object(input) as object)).map(
    ([name, value]): [string, string] => [name, worded(value)],
  );
  const query = new URLSearchParams(fields).toString();
  const given: unknown = Object.fromEntries(hasId ? [...fields, ['id', worded(id)]] : fields);
  return { given, wish: { method, path: query === '' ? at : `${at}?${query}` } };
}

/** As it stands in an address. */
function worded(value: unknown): string {
  return (
    typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? 'undefined')
  ).toWellFormed();
}

test(`${REQUESTS} requests made from valid ones`, { timeout: PATIENCE_MS }, async (t) => {
  const bridge = await startBridge(t, UNLIMITED);
  const agent = new Agent({ keepAlive: true });
  t.onTestFinished(() => agent.destroy());
  const random = seededRandom(SEED);
  const ids: Ids = { serverId: '', eventId: '', tokenId: '' };
  const seen = new Map<EndpointName, { done: number; refused: number }>();
  for (let count = 0; count < REQUESTS; count += 1) {
    const name = NAMES[count % NAMES.length];
    if (count % NAMES.length === 0) await tended(bridge, ids);
    const before = await stateOf(bridge);
    const input = random() < 0.15 ? EXAMPLES[name](ids) : mutated(EXAMPLES[name](ids), random);
    const request = requestOf(ENDPOINTS[name], input);
    if (!request) continue;
    const answer = await ask(bridge, { ...request.wish, agent });
    const about = `seed ${SEED}, request ${count}: ${name} ${JSON.stringify(input).slice(0, 500)} -> ${answer.text}`;
    expect(answer.status, about).toBeLessThan(500);
    if (answer.status < 300) {
      tally(seen, name).done += 1;
      expect(v.is(ENDPOINTS[name].input, request.given), about).toBe(true);
    } else {
      tally(seen, name).refused += 1;
      expect(v.is(Problem, answer.json), about).toBe(true);
      expect(await stateOf(bridge), about).toBe(before);
    }
  }
  for (const name of NAMES) expect([name, tally(seen, name).done > 0]).toEqual([name, true]);
  expect(bridge.told).toEqual([]);
});

function tally<K>(seen: Map<K, { done: number; refused: number }>, key: K) {
  const found = seen.get(key) ?? { done: 0, refused: 0 };
  seen.set(key, found);
  return found;
}

test(`${MESSAGES} messages made from valid ones`, { timeout: PATIENCE_MS }, async (t) => {
  const bridge = await startBridge(t, UNLIMITED);
  const random = seededRandom(SEED + 1);
  const ids: Ids = { serverId: '', eventId: '', tokenId: '' };
  const client = await connect(t, bridge);
  const answers = new Set(['refused', 'response', 'pong', 'hello']);
  for (let count = 0; count < MESSAGES; count += 1) {
    if (count % 20 === 0) await tended(bridge, ids);
    const before = await stateOf(bridge);
    const name = pick(random, NAMES);
    const message = pick<Record<string, unknown>>(random, [
      { type: 'request', id: count, call: name, input: mutated(EXAMPLES[name](ids), random) },
      { type: 'request', id: count, call: name, input: EXAMPLES[name](ids) },
      mutated({ type: 'request', id: count, call: name, input: {} }, random) as Record<string, unknown>,
      mutated({ type: 'subscribe', topics: ['servers'], servers: ['abcd'] }, random) as Record<
        string,
        unknown
      >,
      mutated({ type: 'ping', t0: 1 }, random) as Record<string, unknown>,
      mutated({ type: 'snapshot' }, random) as Record<string, unknown>,
    ]);
    client.messages.length = 0;
    client.say(JSON.stringify(message));
    const subscribes = v.is(ClientMessage, message) && message.type === 'subscribe';
    if (subscribes) client.say({ type: 'ping', t0: -1 }); // it is not answered
    const answer = await nextOf(client, answers);
    const about = `seed ${SEED}, message ${count}: ${JSON.stringify(message).slice(0, 500)} -> ${JSON.stringify(answer)}`;
    const { status = 200 } = (answer.problem ?? {}) as { status?: number };
    expect(status, about).toBeLessThan(500);
    if (status >= 400 || subscribes) expect(await stateOf(bridge), about).toBe(before);
  }
  expect(bridge.told).toEqual([]);
});

async function nextOf(client: Awaited<ReturnType<typeof connect>>, types: ReadonlySet<string>) {
  for (;;) {
    const found = client.messages.find(({ type }) => types.has(String(type)));
    if (found) return found;
    await once(client.socket, 'message');
  }
}

test(`${RAW_REQUESTS} connections with bytes that are hardly HTTP`, { timeout: PATIENCE_MS }, async (t) => {
  const bridge = await startBridge(t, { ...UNLIMITED, headersMs: 500, requestMs: 500, idleMs: 500 });
  const random = seededRandom(SEED + 2);
  await tended(bridge, { serverId: '', eventId: '', tokenId: '' });
  const statuses = new Map<string, number>();
  for (let count = 0; count < RAW_REQUESTS; count += 1) {
    const before = await stateOf(bridge);
    const bytes = rawRequest(random, bridge);
    const text = await exchange(bridge.port, bytes);
    const about = `seed ${SEED}, connection ${count}: ${JSON.stringify(bytes.toString('latin1').slice(0, 600))} -> ${text.slice(0, 300)}`;
    const status = /^HTTP\/1\.1 (\d)\d\d /.exec(text)?.[1] ?? 'none';
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // Nothing at all is told to whoever has not asked anything yet.
    expect(['none', '1', '2', '4'], about).toContain(status);
    if (!/^HTTP\/1\.1 20[0-9] /m.test(text)) expect(await stateOf(bridge), about).toBe(before);
  }
  expect(statuses.get('4')).toBeGreaterThan(RAW_REQUESTS / 2);
  expect((await ask(bridge, { path: '/servers' })).status).toBe(200);
  expect(bridge.told).toEqual([]);
});

function rawRequest(random: Random, { port, person }: TestBridge): Buffer {
  if (random() < 0.15) return someBytes(random, 300);
  const body = JSON.stringify({ url: 'raw.test' });
  const lines = [
    `${pick(random, ['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS', 'TRACE', 'BREW', 'CONNECT'])} ${pick(random, ['/servers', '/events', '/settings', '/ws', '/tokens', '*', '//', '/%00', 'http://evil.test/servers', '/servers/../tokens'])} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${person}`,
    pick(random, [
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Expect: 100-continue',
      'Upgrade: websocket\r\nConnection: Upgrade',
      'Content-Length: -1',
      'Content-Length: 1e9',
      `Cookie: ${'a=b; '.repeat(100)}`,
      'Origin: null',
      'X: \u0000',
    ]),
    pick(random, [
      `Content-Length: ${body.length}`,
      'Content-Length: 3',
      'Connection: close',
      'Range: bytes=0-',
    ]),
  ];
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  const changes = Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1)
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}

/** Sends the bytes, ends its half, and gives what came until the other side ended too. */
async function exchange(port: number, bytes: Buffer): Promise<string> {
  const socket = connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.setTimeout(5000, () => socket.destroy(new Error('It hangs.')));
  let text = '';
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
  socket.end(bytes);
  let hung = false;
  socket.on('timeout', () => (hung = true));
  const ended = new Promise((resolve) => socket.on('end', resolve).on('close', resolve));
  await ended;
  socket.destroy();
  expect(hung, `It hangs: ${JSON.stringify(bytes.toString('latin1'))}`).toBe(false);
  return text;
}

test(
  `${RAW_FRAMES} connections with bytes that are hardly WebSocket frames`,
  { timeout: PATIENCE_MS },
  async (t) => {
    const bridge = await startBridge(t, UNLIMITED);
    const random = seededRandom(SEED + 3);
    await tended(bridge, { serverId: '', eventId: '', tokenId: '' });
    const before = await stateOf(bridge);
    const witness = await connect(t, bridge);
    const handshake = `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${bridge.port}\r\nAuthorization: Bearer ${bridge.tokenFor('read', 'trigger')}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    const made = await stateOf(bridge);
    expect(made).not.toBe(before); // the token
    for (let count = 0; count < RAW_FRAMES; count += 1) {
      const frames = rawFrames(random);
      const text = await exchange(bridge.port, Buffer.concat([Buffer.from(handshake), frames]));
      expect(text, `seed ${SEED}, connection ${count}: ${frames.toString('hex').slice(0, 500)}`).toMatch(
        /^HTTP\/1\.1 101 /,
      );
      expect(text).not.toContain('"status":5');
    }
    expect(await stateOf(bridge)).toBe(made);
    expect(await witness.request('listServers')).toMatchObject({ ok: true });
    await expect
      .poll(
        async () => ((await ask(bridge, { path: '/health' })).json as { clients: unknown[] }).clients.length,
      )
      .toBe(1);
    expect(bridge.told).toEqual([]);
  },
);

/** One to four frames, the heads of some at random. */
function rawFrames(random: Random): Buffer {
  const frames: Buffer[] = [];
  for (let left = 1 + Math.floor(random() * 4); left > 0; left -= 1) {
    const payload =
      random() < 0.5
        ? Buffer.from(
            pick(random, [
              '{"type":"ping","t0":1}',
              '{"type":"snapshot"}',
              '{',
              '{"type":"request","id":1,"call":"listServers"}',
            ]),
          )
        : someBytes(random, 120);
    const head = Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]);
    if (random() < 0.7) head[Math.floor(random() * 2)] = Math.floor(random() * 256);
    frames.push(head, payload);
  }
  return Buffer.concat(frames);
}
