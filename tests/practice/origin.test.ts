import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPracticeOrigin, type PracticeOriginOptions } from '../../main/practice/origin.ts';
import { ask, GET, openSocket, readAll } from './ask.ts';
import { selfSigned } from './self-signed.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(options?: PracticeOriginOptions) {
  const origin = await startPracticeOrigin(options);
  ends.push(() => origin.close());
  return origin;
}

const delays = { forward: { baseMs: 40 }, back: { baseMs: 20 } };

test('an origin serves at its address, and tells the offset of its clock', async () => {
  const origin = await start({ offsetMs: -5000 });
  expect(origin.url).toBe(`http://127.0.0.1:${origin.port}/`);
  expect(origin.trueOffsetMs()).toBeGreaterThan(-5100);
  expect(origin.trueOffsetMs()).toBeLessThan(-4900);
  const { headers } = await ask(origin.port);
  const now = Date.now();
  expect(Date.parse(headers.date ?? '')).toBeLessThanOrEqual(now - 4900);
});

test('its true offset follows the skew, and a step of the wall clock here', async () => {
  const origin = await start({ skewPpm: 1e6 });
  const before = origin.trueOffsetMs();
  const from = localClock.now();
  await ask(origin.port);
  const grown = origin.trueOffsetMs() - before;
  expect(grown).toBeGreaterThan(0);
  expect(grown).toBeLessThan(localClock.now() - from + 100);
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
  expect(origin.trueOffsetMs()).toBeLessThan(-3_000_000);
  vi.restoreAllMocks();
});

test('the path in front of it delays either way, and the record tells the ways apart', async () => {
  const origin = await start({ delays });
  const socket = await openSocket(origin.port);
  const sentAt = localClock.now();
  socket.write(GET.replace('HTTP/1.1\r\n', 'HTTP/1.1\r\nConnection: close\r\n'));
  await readAll(socket);
  const receivedAt = localClock.now();
  const [{ arrivedAt }] = await origin.requests();
  expect(arrivedAt - sentAt).toBeGreaterThanOrEqual(40);
  expect(receivedAt - arrivedAt).toBeGreaterThanOrEqual(20);
});

test('habits reach the server behind the path: when it dies, its last reply arrives and connections are refused', async () => {
  const origin = await start({ delays, habits: { diesAfter: 1, status: 404 } });
  expect((await ask(origin.port)).status).toBe(404);
  await vi.waitFor(() => expect(openSocket(origin.port)).rejects.toThrow(/ECONNREFUSED/));
});

test('questions for the record that overlap are each answered', async () => {
  const origin = await start();
  const early = origin.requests();
  await ask(origin.port);
  const [first, second, third] = await Promise.all([early, origin.requests(), origin.requests()]);
  expect([first.length, second.length, third.length]).toEqual([0, 1, 1]);
});

test('after the end the port is free, and the record can still be read', async () => {
  const origin = await start({ habits: { reply: 'silence' }, delays });
  await openSocket(origin.port, GET);
  await vi.waitFor(async () => expect((await origin.requests()).length).toBe(1));
  await Promise.all([origin.close(), origin.close()]);
  expect((await origin.requests()).map(({ outcome }) => outcome)).toEqual(['open']);
  await expect(openSocket(origin.port)).rejects.toThrow(/ECONNREFUSED/);
});

test('nothing of it keeps a process alive once it is closed', async () => {
  const script = fileURLToPath(new URL('closing-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 25_000 });
  expect(stdout).toBe('closed\n');
});

test('with a key and a certificate its address is https', async () => {
  expect((await start({ tls: selfSigned })).url).toMatch(/^https:/);
});

test.each([undefined, delays])(
  'a port in use is a failure that names the way out (delays: %o)',
  async (path) => {
    const { port } = await start();
    await expect(startPracticeOrigin({ port, ...(path && { delays: path }) })).rejects.toMatchObject({
      name: 'Failure',
      code: 'practice-port-in-use',
      message: `The practice server cannot listen on port ${port}, because another program does: end that program, or choose another port (0 for any free one).`,
    });
  },
);

test('a port that is none is a failure', async () => {
  await expect(startPracticeOrigin({ port: 99_999 })).rejects.toMatchObject({
    name: 'Failure',
    code: 'practice-port-invalid',
    message:
      'The practice server cannot listen on port 99999, which is no port: choose one from 1 to 65535, or 0 for any free one.',
  });
});

test('a certificate that cannot be used is a failure', async () => {
  const { cert } = selfSigned;
  await expect(startPracticeOrigin({ tls: { key: 'no key', cert } })).rejects.toMatchObject({
    name: 'Failure',
    code: 'practice-certificate-unusable',
    message: expect.stringMatching(
      /^The practice server cannot use its key and certificate \(.+\): give both as PEM text, and the key that belongs to the certificate\.$/,
    ) as string,
  });
});
