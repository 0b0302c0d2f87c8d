import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { serverEpochMs } from '../../main/practice/server-clock.ts';
import { startPracticeServer, type PracticeServerOptions } from '../../main/practice/server.ts';
import { ask, cut, GET, openSocket, readAll } from './ask.ts';
import { selfSigned } from './self-signed.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of ends.splice(0)) await end();
});

async function start(options?: PracticeServerOptions) {
  const server = await startPracticeServer(options);
  ends.push(() => server.close());
  return server;
}

const dateOf = (headers: { date?: string | undefined }) => Date.parse(headers.date ?? '');

test('a clock gains by its skew on the monotonic clock, from the offset it was started with', () => {
  const clock = { startedAt: 1000, anchorMs: 5_000_000, offsetMs: -250, skewPpm: 100 };
  expect(serverEpochMs(clock, 1000)).toBe(5_000_750);
  expect(serverEpochMs(clock, 11_000)).toBe(5_010_751); // 100 ppm of 10 s is 1 ms
});

test.each([0, 86_400_000, -86_400_000])(
  'the Date is the whole second of a clock %i ms ahead',
  async (offsetMs) => {
    const server = await start({ offsetMs });
    const before = Date.now();
    const { status, headers } = await ask(server.port);
    const after = Date.now();
    expect(status).toBe(200);
    expect(dateOf(headers)).toBeGreaterThan(before + offsetMs - 1001);
    expect(dateOf(headers)).toBeLessThanOrEqual(after + offsetMs + 1);
    const [record] = server.requests();
    expect(record.stampedEpochMs).toBe(dateOf(headers));
    expect(record.stampedEpochMs).toBe(Math.floor(record.serverEpochMs / 1000) * 1000);
  },
);

test('a step of the local wall clock does not move the server', async () => {
  const server = await start();
  const real = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(real + 3_600_000);
  const { headers } = await ask(server.port);
  expect(Math.abs(dateOf(headers) - real)).toBeLessThan(60_000);
});

test('each request is recorded: when, what, on which connection, and what it was told', async () => {
  const server = await start();
  const warm = new Agent({ keepAlive: true, maxSockets: 1 });
  const startedAt = localClock.now();
  await ask(server.port, { method: 'HEAD', path: '/a', agent: warm });
  await ask(server.port, { path: '/b?c=d', agent: warm });
  await ask(server.port);
  const endedAt = localClock.now();
  warm.destroy();
  const records = server.requests();
  expect(records.map(({ method, path, connection }) => [method, path, connection])).toEqual([
    ['HEAD', '/a', 1],
    ['GET', '/b?c=d', 1],
    ['GET', '/', 2],
  ]);
  const instants = [startedAt, ...records.map(({ arrivedAt }) => arrivedAt), endedAt];
  expect(instants).toEqual([...instants].sort((a, b) => a - b));
  await vi.waitFor(() => expect(records.every(({ outcome }) => outcome === 'answered')).toBe(true));
});

test('of very many requests the latest 10,000 are kept', async () => {
  const server = await start();
  const socket = await openSocket(server.port);
  const all = readAll(socket);
  const requests = Array.from({ length: 10_050 }, (_, i) => GET.replace('/', `/${i}`));
  socket.end(requests.join('') + 'GET /last HTTP/1.1\r\nHost: practice\r\nConnection: close\r\n\r\n');
  await all;
  const records = server.requests();
  expect(records.length).toBe(10_000);
  expect([records[0].path, records.at(-1)?.path]).toEqual(['/51', '/last']);
});

test('with a key and a certificate it speaks https', async () => {
  const server = await start({ tls: selfSigned });
  const socket = connectTls({ port: server.port, host: '127.0.0.1', ca: selfSigned.cert });
  await once(socket, 'secureConnect');
  for (let i = 0; i < 2; i++) {
    socket.write(GET);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n(.*\r\n)*Date: /);
  }
  expect(server.requests().map(({ connection }) => connection)).toEqual([1, 1]);
  const closed = once(socket, 'close');
  socket.resume().on('error', () => undefined);
  await server.close();
  await closed;
});

test('closing cuts connections that wait for a reply, and frees the port', async () => {
  const server = await start({ habits: { reply: 'silence' } });
  const socket = await openSocket(server.port, GET);
  await vi.waitFor(() => expect(server.requests().length).toBe(1));
  const ended = cut(socket);
  await server.close();
  await ended;
  await server.close(); // twice does no harm
  await start({ port: server.port });
});
