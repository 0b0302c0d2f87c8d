import { once } from 'node:events';
import { Agent } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import type { PracticeHabits } from '../../main/practice/habits.ts';
import { serverEpochMs } from '../../main/practice/server-clock.ts';
import { startPracticeServer } from '../../main/practice/server.ts';
import { constantLag } from '../../main/practice/tick.ts';
import { ask, cut, GET, openSocket, readAll } from './ask.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(habits: PracticeHabits) {
  const server = await startPracticeServer({ habits });
  ends.push(() => server.close());
  return server;
}

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  ends.push(() => agent.destroy());
  return agent;
}

/** Time from the arrival of the first request to its stamp, by the server's own clock. */
function stampDelayMs(server: Awaited<ReturnType<typeof start>>): number {
  const [{ arrivedAt, serverEpochMs: stamped }] = server.requests();
  return stamped - serverEpochMs(server.clock, arrivedAt);
}

describe('what comes back', () => {
  test('garbage: bytes that are not HTTP, and the end', async () => {
    const { port } = await start({ reply: 'garbage' });
    const bytes = await readAll(await openSocket(port, GET));
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.toString('latin1')).not.toMatch(/HTTP/);
    await expect(ask(port)).rejects.toThrow(/Parse Error/);
  });

  test('silence: the request is taken, and nothing comes until the client leaves', async () => {
    const server = await start({ reply: 'silence' });
    const socket = await openSocket(server.port, GET);
    await vi.waitFor(() => expect(server.requests()[0]?.outcome).toBe('open'));
    socket.end();
    expect((await readAll(socket)).length).toBe(0);
    await vi.waitFor(() => expect(server.requests()[0].outcome).toBe('cut'));
  });

  test('endless headers: far more than any client should read, and never their end', async () => {
    const { port } = await start({ reply: 'endless-headers' });
    const socket = await openSocket(port, GET);
    let text = '';
    for await (const piece of socket) {
      text += String(piece);
      if (text.length > 200_000) break;
    }
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Endless: /);
    expect(text).not.toContain('\r\n\r\n');
    await expect(ask(port)).rejects.toThrow(/Header overflow/);
  });

  test.each([404, 503, 204, 304])('status %i, with a Date', async (status) => {
    const { port } = await start({ status });
    const reply = await ask(port);
    expect(reply.status).toBe(status);
    expect(reply.headers.date).toMatch(/ GMT$/);
  });

  test("headers of one's own, which replace others whatever their case", async () => {
    const { port } = await start({ headers: { Server: 'cloudflare', 'cf-ray': '8f', date: 'mine' } });
    const { headers } = await ask(port);
    expect(headers).toMatchObject({ server: 'cloudflare', 'cf-ray': '8f', date: 'mine' });
  });

  test('a large body, made only as far as it is read', async () => {
    const server = await start({ bodyBytes: 1e12 });
    const socket = await openSocket(server.port, GET);
    await once(socket, 'data');
    socket.destroy();
    await vi.waitFor(() => expect(server.requests()[0].outcome).toBe('cut'));
    expect(server.requests()[0].stampedEpochMs).not.toBeNull();
    expect((await ask(server.port, { method: 'HEAD' })).body).toBe('');
  });

  test('a body of the length that was asked for', async () => {
    const { port } = await start({ bodyBytes: 200_001 });
    expect((await ask(port)).body.length).toBe(200_001);
  });

  test('a redirect over so many hops, then the page', async () => {
    const { port } = await start({ redirects: 2 });
    const first = await ask(port, { path: '/tickets' });
    expect([first.status, first.headers.location]).toEqual([302, '/hop/1']);
    const second = await ask(port, { path: '/hop/1' });
    expect([second.status, second.headers.location]).toEqual([302, '/hop/2']);
    expect((await ask(port, { path: '/hop/2' })).status).toBe(200);
  });

  test('a redirect that leads to itself', async () => {
    const { port } = await start({ redirects: 'loop' });
    for (const path of ['/', '/loop']) {
      const { status, headers } = await ask(port, { path });
      expect([status, headers.location]).toEqual([302, '/loop']);
    }
  });

  test.each(['3', undefined])('429 from the third request on, Retry-After: %s', async (retryAfter) => {
    const { port } = await start({ limit: { fromRequest: 3, ...(retryAfter && { retryAfter }) } });
    const replies = [await ask(port), await ask(port), await ask(port), await ask(port)];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    expect(replies.map(({ headers }) => headers['retry-after'])).toEqual([
      undefined,
      undefined,
      retryAfter,
      retryAfter,
    ]);
    expect(replies[3].headers.date).toMatch(/ GMT$/);
  });
});

describe('what HEAD gets', () => {
  test('a refusal with a Date, while GET is served', async () => {
    const { port } = await start({ head: 'refused' });
    const { status, headers } = await ask(port, { method: 'HEAD' });
    expect([status, headers.allow]).toEqual([405, 'GET']);
    expect(headers.date).toMatch(/ GMT$/);
    expect((await ask(port)).status).toBe(200);
  });

  test('an answer without a Date, while GET has one', async () => {
    const server = await start({ head: 'dateless', stampedAt: 'arrival' });
    const { status, headers } = await ask(server.port, { method: 'HEAD' });
    expect([status, headers.date]).toEqual([200, undefined]);
    expect(server.requests()[0].stampedEpochMs).toBeNull();
    expect((await ask(server.port)).headers.date).toMatch(/ GMT$/);
  });

  test('nothing, while GET on another connection is served', async () => {
    const server = await start({ head: 'hangs' });
    const socket = await openSocket(server.port, GET.replace('GET', 'HEAD'));
    await vi.waitFor(() => expect(server.requests().length).toBe(1));
    expect((await ask(server.port)).status).toBe(200);
    expect(server.requests()[0].outcome).toBe('open');
    socket.destroy();
  });
});

describe('the Date', () => {
  test.each([
    ['imf', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/],
    ['rfc850', /^\w{6,9}, \d\d-\w{3}-\d\d \d\d:\d\d:\d\d GMT$/],
    ['asctime', /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/],
    ['not-a-date', /^yesterday/],
  ] as const)('is written as %s', async (date, pattern) => {
    const server = await start({ date });
    expect((await ask(server.port)).headers.date).toMatch(pattern);
    expect(server.requests()[0].stampedEpochMs === null).toBe(date === 'not-a-date');
  });

  test('is left out', async () => {
    const server = await start({ date: 'none' });
    expect((await ask(server.port)).headers.date).toBeUndefined();
    expect(server.requests()[0].stampedEpochMs).toBeNull();
  });

  test('lags behind the second as its tick has it', async () => {
    const server = await start({ tick: constantLag(999) });
    await ask(server.port);
    const [{ serverEpochMs: truth, stampedEpochMs }] = server.requests();
    expect(stampedEpochMs).toBe(Math.floor((truth - 999) / 1000) * 1000);
  });

  test.each([true, false])('is frozen in the past, with an Age: %s', async (sendsAge) => {
    const server = await start({ frozen: { ageMs: 90_000, sendsAge } });
    const replies = [await ask(server.port), await ask(server.port)];
    const [{ serverEpochMs: truth, stampedEpochMs }] = server.requests();
    expect(replies[1].headers.date).toBe(replies[0].headers.date);
    expect(truth - Number(stampedEpochMs)).toBeGreaterThanOrEqual(90_000);
    const age = sendsAge ? String(Math.floor((truth - Number(stampedEpochMs)) / 1000)) : undefined;
    expect(replies[0].headers.age).toBe(age);
  });

  test('comes from several backends whose clocks differ, one for each connection in turn', async () => {
    const server = await start({ backends: [0, 3_600_000, -3_600_000] });
    const warm = keepAlive();
    const ahead: number[] = [];
    for (const agent of [warm, warm, false, false, false] as const) {
      const { headers } = await ask(server.port, { agent });
      ahead.push(Math.round((Date.parse(headers.date ?? '') - Date.now()) / 3_600_000));
    }
    expect(ahead.map((hours) => hours + 0)).toEqual([0, 0, 1, -1, 0]);
  });
});

describe('a slow page', () => {
  test.each(['arrival', 'reply'] as const)('is stamped at the %s', async (stampedAt) => {
    const server = await start({ slowMs: 300, stampedAt });
    const sentAt = localClock.now();
    await ask(server.port);
    expect(localClock.now() - sentAt).toBeGreaterThan(295); // a timer may be a little early
    expect(stampDelayMs(server) > 295).toBe(stampedAt === 'reply');
  });

  test('gives early hints while it works', async () => {
    const { port } = await start({ slowMs: 300, earlyHints: true });
    const socket = await openSocket(port, GET);
    const sentAt = localClock.now();
    const [hints] = (await once(socket, 'data')) as [Buffer];
    expect(hints.toString()).toMatch(/^HTTP\/1\.1 103 Early Hints\r\n/);
    const [final] = (await once(socket, 'data')) as [Buffer];
    expect(final.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(localClock.now() - sentAt).toBeGreaterThan(200);
    socket.destroy();
    expect((await ask(port)).interim).toEqual([103]);
  });
});

describe('the connection', () => {
  test('is kept without habits, and closed after each reply with that one', async () => {
    for (const closes of [false, true]) {
      const server = await start({ closes });
      const agent = keepAlive();
      const { headers } = await ask(server.port, { agent });
      await ask(server.port, { agent });
      expect(headers.connection).toBe(closes ? 'close' : 'keep-alive');
      expect(server.requests().map(({ connection }) => connection)).toEqual(closes ? [1, 2] : [1, 1]);
    }
  });

  test('is closed when it has been idle for long', async () => {
    const { port } = await start({ keepAliveMs: 1 });
    const bytes = await readAll(await openSocket(port, GET));
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('is cut when the server dies after so many replies, and no other can be opened', async () => {
    const server = await start({ diesAfter: 2 });
    const agent = keepAlive();
    expect((await ask(server.port, { agent })).status).toBe(200);
    const gone = cut(await openSocket(server.port));
    expect((await ask(server.port, { agent })).status).toBe(200);
    await server.died;
    await gone;
    await expect(ask(server.port, { agent })).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
    await expect(openSocket(server.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('is cut without a reply when the server dies of the first request', async () => {
    const { port } = await start({ diesAfter: 0 });
    await expect(ask(port)).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect(openSocket(port)).rejects.toThrow(/ECONNREFUSED/);
  });
});
