import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { CLOSE } from '../../../api/protocol/close.ts';
import { Bucket } from '../../../api/server/limits.ts';
import { cut } from '../../practice/ask.ts';
import { addServer, ask, connect, problemOf, startBridge, type TestBridge } from './bridge.ts';

async function socketFor(t: TestContext, { port }: TestBridge): Promise<Socket> {
  const socket = connectTcp({ host: '127.0.0.1', port });
  t.onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** What comes until the other side ends the connection. */
async function untilCut(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
  await cut(socket);
  return text;
}

const post = ({ port, person }: TestBridge, lines: string) =>
  `POST /servers HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${person}\r\nContent-Type: application/json\r\n${lines}\r\n`;

test('a bucket lets through its burst, then its rate, and says how long to wait', () => {
  const bucket = new Bucket({ burst: 3, perSecond: 2 });
  expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
  expect(bucket.waitS()).toBe(1);
  expect([400, 500, 600, 1000].map((at) => bucket.take(at))).toEqual([false, true, false, true]);
  expect([60_000, 60_000, 60_000, 60_000].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
  const slow = new Bucket({ burst: 1, perSecond: 0.1 });
  slow.take(0);
  expect([slow.take(0), slow.waitS()]).toEqual([false, 10]);
});

test('a body over 64 kB is 413, however its length is told, and the next request on the connection goes on', async (t) => {
  const bridge = await startBridge(t);
  const body = JSON.stringify({ url: 'a'.repeat(65_536) });
  const wish = { method: 'POST', path: '/servers', body };
  expect(problemOf(await ask(bridge, wish))).toMatchObject({ status: 413, title: 'body-too-large' });
  const chunked = await ask(bridge, { ...wish, headers: { 'Transfer-Encoding': 'chunked' } });
  expect(problemOf(chunked)).toMatchObject({ status: 413, title: 'body-too-large' });
  expect((await ask(bridge, { ...wish, body: JSON.stringify({ url: 'a'.repeat(2000) }) })).status).toBe(201);
  expect((await ask(bridge, { path: '/servers' })).json).toHaveLength(1);
});

test('a body that says it is huge is refused before it is sent, and one without end is cut off', async (t) => {
  const bridge = await startBridge(t, { requestMs: 300, headersMs: 200 });
  const declared = await socketFor(t, bridge);
  declared.write(post(bridge, 'Content-Length: 99999999999\r\n'));
  expect(await untilCut(declared)).toMatch(/^HTTP\/1.1 413 /);
  const endless = await socketFor(t, bridge);
  endless.write(post(bridge, 'Transfer-Encoding: chunked\r\n'));
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  const feeding = setInterval(() => endless.write(chunk), 1);
  t.onTestFinished(() => clearInterval(feeding));
  expect(await untilCut(endless)).toMatch(/^HTTP\/1.1 413 /);
});

test('headers and bodies that trickle in are cut off with 408 (slow-loris)', async (t) => {
  const bridge = await startBridge(t, { headersMs: 200, requestMs: 400 });
  const slowHeaders = await socketFor(t, bridge);
  slowHeaders.write('GET /servers HTTP/1.1\r\n');
  const slowBody = await socketFor(t, bridge);
  slowBody.write(post(bridge, 'Content-Length: 1000\r\n'));
  const feeding = setInterval(() => {
    slowHeaders.write('A: b\r\n');
    slowBody.write(' ');
  }, 20);
  t.onTestFinished(() => clearInterval(feeding));
  const [headers, body] = await Promise.all([untilCut(slowHeaders), untilCut(slowBody)]);
  expect(headers).toMatch(/^HTTP\/1.1 408 [\s\S]*request-too-slow/);
  expect(body).toMatch(/^HTTP\/1.1 408 [\s\S]*request-too-slow/);
  expect(bridge.core.asked).toEqual([]);
});

test('a connection that says nothing at all is closed', async (t) => {
  const bridge = await startBridge(t, { headersMs: 200, requestMs: 200, idleMs: 200 });
  await untilCut(await socketFor(t, bridge));
  const used = await socketFor(t, bridge);
  used.write(`GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1:${bridge.port}\r\n\r\n`);
  expect(await untilCut(used)).toMatch(/^HTTP\/1.1 200 /);
});

test('a client that ends its half in the middle of a request is let go, and nothing changes', async (t) => {
  const bridge = await startBridge(t);
  const socket = await socketFor(t, bridge);
  socket.end(post(bridge, 'Content-Length: 1000\r\n') + '{"url":');
  await untilCut(socket);
  expect((await ask(bridge, { path: '/servers' })).json).toEqual([]);
  expect(bridge.told).toEqual([]);
});

test('no more connections are held than the limit', async (t) => {
  const bridge = await startBridge(t, { connections: 3 });
  const held = await Promise.all([1, 2, 3].map(() => socketFor(t, bridge)));
  const fourth = connectTcp({ host: '127.0.0.1', port: bridge.port });
  t.onTestFinished(() => void fourth.destroy());
  expect(await untilCut(fourth)).toBe('');
  held[0].destroy();
  await once(held[0], 'close');
  const status = async () => (await ask(bridge, { path: '/servers' }).catch(() => ({ status: 0 }))).status;
  await expect.poll(status).toBe(200);
});

test('a token that asks too often is told to wait, by HTTP and by WebSocket, and nobody else', async (t) => {
  const bridge = await startBridge(t, { requests: { burst: 4, perSecond: 1 } });
  const token = bridge.tokenFor('read');
  const client = await connect(t, bridge, { token }); // the first of the four
  for (let request = 0; request < 3; request += 1)
    expect((await ask(bridge, { path: '/servers', token })).status).toBe(200);
  const refused = await ask(bridge, { path: '/servers', token });
  expect(problemOf(refused)).toMatchObject({ status: 429, title: 'too-many-requests' });
  expect(refused.headers['retry-after']).toBe('1');
  expect(await client.request('listServers')).toMatchObject({ ok: false, problem: { status: 429 } });
  expect((await ask(bridge, { path: '/servers', token: bridge.tokenFor('read') })).status).toBe(200);
  bridge.leap(1000);
  expect((await ask(bridge, { path: '/servers', token })).status).toBe(200);
});

test('a client that floods with messages, or with pings, is let go', async (t) => {
  const bridge = await startBridge(t, { messages: { burst: 10, perSecond: 1 } });
  const talker = await connect(t, bridge);
  for (let count = 0; count < 12; count += 1) talker.say({ type: 'ping', t0: count });
  expect(await talker.closed).toMatchObject({ code: CLOSE.flooded });
  expect(talker.messages.filter(({ type }) => type === 'pong')).toHaveLength(10);
  const pinger = await connect(t, bridge);
  for (let count = 0; count < 12; count += 1) pinger.socket.ping();
  expect(await pinger.closed).toEqual({
    code: CLOSE.flooded,
    reason: 'Too many pings: send them more slowly.',
  });
});

test('a client that nobody understands is told why, then let go', async (t) => {
  const bridge = await startBridge(t, { nonsense: { burst: 3, perSecond: 1 } });
  const client = await connect(t, bridge);
  for (const message of ['{', '{"type":"what"}', Buffer.from([1, 2]), 'again']) client.socket.send(message);
  expect(await client.closed).toMatchObject({ code: CLOSE.flooded });
  expect(client.messages.filter(({ type }) => type === 'refused')).toHaveLength(3);
});

test('a message over 64 kB ends its connection with the code for that', async (t) => {
  const bridge = await startBridge(t);
  const client = await connect(t, bridge);
  client.say(`"${'x'.repeat(65_536)}"`);
  expect((await client.closed).code).toBe(1009);
});

test('a client with too many unanswered requests is told to wait for one', async (t) => {
  const bridge = await startBridge(t, { unanswered: 2 });
  const client = await connect(t, bridge);
  await client.next('hello');
  let release = (): void => undefined;
  bridge.core.held = new Promise((resolve) => (release = resolve));
  for (let id = 1; id <= 3; id += 1) client.say({ type: 'request', id, call: 'listServers' });
  expect(await client.next('response')).toMatchObject({ id: 3, ok: false, problem: { status: 429 } });
  release();
  expect(await client.next('response')).toMatchObject({ id: 1, ok: true });
  expect(await client.next('response')).toMatchObject({ id: 2, ok: true });
});

test('a client that does not read is dropped with the code that says so, and holds up nobody', async (t) => {
  const bridge = await startBridge(t, { bufferedBytes: 100_000, closeMs: 60_000 });
  const slow = await connect(t, bridge);
  const quick = await connect(t, bridge);
  await slow.next('hello');
  await quick.next('hello');
  slow.socket.pause();
  const message = 'x'.repeat(50_000);
  for (let round = 0; round < 1000; round += 1) {
    bridge.core.say({ type: 'alert', serverId: null, code: 'test', message });
    await quick.next('alert');
  }
  slow.socket.resume();
  expect(await slow.closed).toEqual({
    code: CLOSE.tooSlow,
    reason: 'What was told was not read in time: connect again.',
  });
  expect(slow.messages.length).toBeLessThan(1000);
  bridge.core.say({ type: 'alert', serverId: null, code: 'after', message: 'm' });
  expect(await quick.next('alert')).toMatchObject({ code: 'after' });
});

test('a client that never reads at all is cut off', async (t) => {
  const bridge = await startBridge(t, { bufferedBytes: 100_000, closeMs: 50 });
  const client = await connect(t, bridge);
  await client.next('hello');
  client.socket.pause();
  const message = 'x'.repeat(1_000_000);
  for (let round = 0; round < 20; round += 1)
    bridge.core.say({ type: 'alert', serverId: null, code: 'test', message });
  await expect
    .poll(async () => ((await ask(bridge, { path: '/health' })).json as { clients: [] }).clients)
    .toEqual([]);
});

test('a dead peer is found by its silence; one that answers stays', async (t) => {
  const bridge = await startBridge(t, { heartbeatMs: 128 });
  const dead = await connect(t, bridge);
  const alive = await connect(t, bridge);
  await dead.next('hello');
  dead.socket.pause(); // reads nothing, so it answers no ping
  let pings = 0;
  await new Promise<void>((resolve) => alive.socket.on('ping', () => (pings += 1) === 5 && resolve()));
  dead.socket.resume();
  expect((await dead.closed).code).toBe(1006);
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
});

test('a server that stops tells its clients, ends its connections and frees its port', async (t) => {
  const bridge = await startBridge(t);
  await addServer(bridge);
  const client = await connect(t, bridge);
  await client.next('hello');
  const idle = await socketFor(t, bridge);
  await bridge.server.close();
  expect(await client.closed).toEqual({ code: CLOSE.stopping, reason: 'Ticketime is stopping.' });
  await cut(idle);
  await expect(ask(bridge)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
