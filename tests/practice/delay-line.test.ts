import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Readable, pipeline } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { startDelayLine, type DelayLineOptions } from '../../main/practice/delay-line.ts';
import { startPracticeServer } from '../../main/practice/server.ts';
import { cut, GET, openSocket, readAll } from './ask.ts';
import { selfSigned } from './self-signed.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A bare TCP server for `serve`, and a line in front of it. */
async function lineTo(
  serve: (socket: Socket) => void,
  delays: Omit<DelayLineOptions, 'targetPort'>,
): Promise<{ line: Awaited<ReturnType<typeof startDelayLine>>; target: Server }> {
  const sockets = new Set<Socket>();
  const target = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  const line = await startDelayLine({ targetPort: (target.address() as AddressInfo).port, ...delays });
  ends.push(async () => {
    await line.close();
    for (const socket of sockets) socket.destroy();
    target.close();
  });
  return { line, target };
}

const echo = (socket: Socket) => socket.pipe(socket);
const none = { baseMs: 0 };

describe('the delay line', () => {
  test.each([
    ['forward', { baseMs: 60 }, none],
    ['back', none, { baseMs: 60 }],
    ['both ways together', { baseMs: 45 }, { baseMs: 15 }],
    ['by spikes', none, { baseMs: 0, spikeProbability: 1, spikeMs: 60 }],
  ])('delays bytes, %s, by no less than was asked for', async (_way, forward, back) => {
    const { line } = await lineTo(echo, { forward, back });
    const socket = await openSocket(line.port);
    for (let i = 0; i < 3; i++) {
      const sentAt = localClock.now();
      socket.write('ping');
      await once(socket, 'data');
      expect(localClock.now() - sentAt).toBeGreaterThanOrEqual(60);
    }
  });

  test('delays each direction on its own: what arrives is late by the way forward alone', async () => {
    let arrivedAt = 0;
    const serve = (socket: Socket) =>
      socket.once('data', () => {
        arrivedAt = localClock.now();
        socket.write('pong');
      });
    const { line } = await lineTo(serve, { forward: { baseMs: 10 }, back: { baseMs: 400 } });
    const socket = await openSocket(line.port);
    const sentAt = localClock.now();
    socket.write('ping');
    await once(socket, 'data');
    expect(arrivedAt - sentAt).toBeGreaterThanOrEqual(10);
    expect(arrivedAt - sentAt).toBeLessThan(400);
    expect(localClock.now() - arrivedAt).toBeGreaterThanOrEqual(400);
  });

  test('does not delay the setting up of a connection', async () => {
    const { line, target } = await lineTo(echo, { forward: { baseMs: 1e6 }, back: { baseMs: 1e6 } });
    const reached = once(target, 'connection');
    await openSocket(line.port);
    await reached;
  });

  test('keeps the bytes in order, whole, under heavy jitter and beyond what it holds at once', async () => {
    const rough = { baseMs: 1, jitterMs: 3, spikeProbability: 0.1, spikeMs: 5 };
    const { line } = await lineTo(echo, { forward: rough, back: rough });
    const sent = Buffer.alloc(12 * 1024 * 1024);
    for (let i = 0; i < sent.length; i += 4) sent.writeUInt32BE(i, i);
    const socket = await openSocket(line.port);
    socket.end(sent);
    const got = await readAll(socket);
    expect(got.length).toBe(sent.length);
    expect(got.equals(sent)).toBe(true);
  });

  test('passes on the end of one direction, late, and leaves the other open', async () => {
    let endedAt = 0;
    const serve = (socket: Socket) =>
      socket.resume().on('end', () => {
        endedAt = localClock.now();
        socket.end('goodbye');
      });
    const { line } = await lineTo(serve, { forward: { baseMs: 40 }, back: none });
    const socket = await openSocket(line.port);
    const sentAt = localClock.now();
    socket.end('that was all');
    expect((await readAll(socket)).toString()).toBe('goodbye');
    expect(endedAt - sentAt).toBeGreaterThanOrEqual(40);
  });

  test('passes on a reset', async () => {
    const { line } = await lineTo((socket) => socket.resetAndDestroy(), {
      forward: none,
      back: { baseMs: 5 },
    });
    const socket = await openSocket(line.port);
    await expect(readAll(socket)).rejects.toThrow(/ECONNRESET/);
  });

  test('resets a connection whose target is not there', async () => {
    const { line, target } = await lineTo(echo, { forward: none, back: none });
    target.close();
    await once(target, 'close');
    const socket = await openSocket(line.port);
    await expect(readAll(socket)).rejects.toThrow(/ECONNRESET/);
  });

  test('lets TLS through to the server behind it', async () => {
    const server = await startPracticeServer({ tls: selfSigned });
    const line = await startDelayLine({
      targetPort: server.port,
      forward: { baseMs: 10 },
      back: { baseMs: 10 },
    });
    ends.push(
      () => server.close(),
      () => line.close(),
    );
    const socket = connectTls({ port: line.port, host: '127.0.0.1', ca: selfSigned.cert });
    await once(socket, 'secureConnect');
    socket.write(GET);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
    socket.destroy();
  });

  test('refuses new connections once it has stopped listening, while the open ones go on', async () => {
    const { line } = await lineTo(echo, { forward: none, back: none });
    const socket = await openSocket(line.port);
    line.stopListening();
    await vi.waitFor(() => expect(openSocket(line.port)).rejects.toThrow(/ECONNREFUSED/));
    socket.write('still there?');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toBe('still there?');
  });

  test('ends at once when it is closed, whatever is under way', async () => {
    const { line } = await lineTo(echo, { forward: { baseMs: 1e6 }, back: none });
    const socket = await openSocket(line.port, 'never to arrive');
    const ended = cut(socket);
    await line.close();
    await ended;
    await expect(openSocket(line.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('leaves no timer behind when a connection ends with bytes under way', async () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    const { line } = await lineTo((socket) => socket.write('a'), { forward: none, back: { baseMs: 1e6 } });
    const socket = await openSocket(line.port);
    socket.on('error', () => undefined);
    const waiting = () => set.mock.results[set.mock.calls.findIndex(([, ms]) => Number(ms) > 9e5)];
    await vi.waitFor(() => expect(waiting()).toBeDefined());
    await line.close();
    await vi.waitFor(() => expect(clear).toHaveBeenCalledWith(waiting().value));
    vi.restoreAllMocks();
  });

  test('stops reading when it holds much, so that an endless reply does not fill the memory', async () => {
    const total = 128 * 1024 * 1024; // far beyond what the line and the sockets' own buffers hold
    let made = 0;
    function* pieces() {
      for (; made < total; made += 65_536) yield Buffer.alloc(65_536);
    }
    const serve = (socket: Socket) => {
      pipeline(Readable.from(pieces()), socket, () => undefined);
    };
    const { line } = await lineTo(serve, { forward: none, back: { baseMs: 1e6 } });
    const socket = await openSocket(line.port);
    socket.on('error', () => undefined);
    while (made === 0) await new Promise(setImmediate);
    let seen: number;
    do {
      seen = made;
      await delay(200);
    } while (seen < made);
    expect(made).toBeLessThan(total / 2);
  });
});
