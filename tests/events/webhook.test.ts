import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, type TestContext } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { prepare, startHookServer, TRIGGER, until } from './hook-server.ts';

describe('what is sent', () => {
  test('is the trigger message, with a key by which a repetition is known', async (t) => {
    const server = await startHookServer(t);
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        url: '/hook?a=b',
        headers: {
          host: new URL(server.url).host,
          'content-type': 'application/json',
          'idempotency-key': 'ticketime-event1-1795348800000',
          'user-agent': `Ticketime/${manifest.version}`,
        },
      },
    ]);
    expect(JSON.parse(server.received[0].body)).toEqual(TRIGGER);
    expect(attempts).toMatchObject([
      { eventId: 'event1', scheduledEpochMs: TRIGGER.scheduledEpochMs, attempt: 1, status: 204, error: null },
    ]);
    expect(attempts[0].latencyMs).toBeGreaterThan(0);
    expect(Math.abs(attempts[0].startedEpochMs - Date.now())).toBeLessThan(10_000);
  });

  test('is the person’s own body, filled in, with headers and method of their own', async (t) => {
    const server = await startHookServer(t);
    const { prepared } = prepare(t, {
      url: server.url,
      method: 'PUT',
      headers: { 'X-Key': 'k', 'content-TYPE': 'application/vnd.api+json', 'User-Agent': 'mine' },
      body: { text: '{{event}} on {{server}}: {{latenessMs}} ms late', at: '{{firedEpochMs}}' },
    });
    await prepared.send(TRIGGER);
    expect(server.received).toMatchObject([
      {
        method: 'PUT',
        headers: { 'x-key': 'k', 'content-type': 'application/vnd.api+json', 'user-agent': 'mine' },
      },
    ]);
    expect(JSON.parse(server.received[0].body)).toEqual({
      text: 'Sale on The shop: 0.25 ms late',
      at: TRIGGER.firedEpochMs,
    });
  });

  test('has no body with GET, unless there is one', async (t) => {
    const server = await startHookServer(t);
    await prepare(t, { url: server.url, method: 'GET' }).prepared.send(TRIGGER);
    expect(server.received[0]).toMatchObject({ method: 'GET', body: '' });
    expect(server.received[0].headers['content-type']).toBeUndefined();
  });
});

describe('the connection', () => {
  test('is open before the moment, and is the one that the request takes', async (t) => {
    const server = await startHookServer(t);
    const { prepared } = prepare(t, { url: server.url }, { afterMs: 1000 });
    await until(() => server.connections.length === 1);
    expect(server.received).toEqual([]);
    await prepared.send(TRIGGER);
    expect(server.received).toMatchObject([{ connection: 0 }]);
    expect(server.connections).toHaveLength(1);
  });

  test('is not opened long before', async (t) => {
    const server = await startHookServer(t);
    prepare(t, { url: server.url }, { afterMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.connections).toEqual([]);
  });

  test('is opened again when the server gives it up', async (t) => {
    const server = await startHookServer(t);
    const { prepared } = prepare(t, { url: server.url }, { afterMs: 2000 });
    await until(() => server.connections.length === 1);
    server.connections[0].destroy();
    await until(() => server.connections.length === 2);
    await prepared.send(TRIGGER);
    expect(server.received).toMatchObject([{ connection: 1 }]);
  });

  test('is opened again when the server takes its leave with a 408 that nobody asked for', async (t) => {
    let connections = 0;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      t.onTestFinished(() => void socket.destroy());
      if (++connections === 1)
        setTimeout(() => socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'), 50);
      else socket.on('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { prepared, attempts } = prepare(t, { url: `http://127.0.0.1:${port}/` }, { afterMs: 2000 });
    await until(() => connections === 2);
    await prepared.send(TRIGGER);
    expect(attempts.map(({ status }) => status)).toEqual([204]);
  });

  test('that is still being opened is waited for', async (t) => {
    const server = await startHookServer(t);
    const { prepared } = prepare(t, { url: server.url });
    await new Promise((resolve) => setImmediate(resolve));
    await prepared.send(TRIGGER);
    expect(server.connections).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test('that the server gives up at that very moment costs an attempt and no pause', async (t) => {
    const server = await startHookServer(t, (response, count, request) => {
      if (count === 1) request.socket.destroy();
      else response.writeHead(204).end();
    });
    const { prepared, attempts } = prepare(
      t,
      { url: server.url, retry: { intervalMs: 60_000 } },
      { afterMs: 500 },
    );
    await until(() => server.connections.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50)); // its handshake has been noticed here too
    await prepared.send(TRIGGER);
    expect(attempts).toMatchObject([
      {
        status: null,
        error: '127.0.0.1:PORT closed the connection before it answered.'.replace(
          'PORT',
          new URL(server.url).port,
        ),
      },
      { status: 204, error: null },
    ]);
  });

  test('is encrypted and its certificate checked: one that nobody vouches for is refused, and not tried again', async (t) => {
    const server = await startHookServer(t, undefined, true);
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(server.received).toEqual([]);
    expect(attempts).toHaveLength(1);
    expect(attempts[0].error).toMatch(
      /^The certificate of 127\.0\.0\.1:\d+ is signed by itself: if you trust it, /,
    );
  });
});

describe('another attempt', () => {
  test.for([408, 425, 429, 500, 502, 503, 504])('is made after %i, with the same key', async (status, t) => {
    const server = await startHookServer(t, (response, count) =>
      response.writeHead(count < 3 ? status : 200).end('ok'),
    );
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(attempts.map((attempt) => attempt.status)).toEqual([status, status, 200]);
    expect(attempts[0].error).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+ answered ${status} \\(.*\\)\\.$`));
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    // Doubled each time.
    expect(server.received[1].at - server.received[0].at).toBeGreaterThan(99);
    expect(server.received[2].at - server.received[1].at).toBeGreaterThan(199);
  });

  test.for([400, 401, 404, 410, 422])('is not made after %i', async (status, t) => {
    const server = await startHookServer(t, (response) => response.writeHead(status).end());
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(attempts.map((attempt) => attempt.status)).toEqual([status]);
  });

  test('is not made after a redirect, which is told and not followed', async (t) => {
    const server = await startHookServer(t, (response) =>
      response.writeHead(307, { Location: '/elsewhere' }).end(),
    );
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(server.received).toHaveLength(1);
    expect(attempts.map(({ error }) => error?.replace(/:\d+/, ''))).toEqual([
      '127.0.0.1 answered 307 (Temporary Redirect), a redirect to "/elsewhere", and a webhook follows none: give it the final address.',
    ]);
  });

  test('is made no more often than asked for', async (t) => {
    const server = await startHookServer(t, (response) => response.writeHead(500).end());
    const { prepared, attempts } = prepare(t, { url: server.url, retry: { attempts: 3 } });
    await prepared.send(TRIGGER);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  test.for([
    ['seconds', (): string => '1'],
    // By the server's own clock, which is an hour ahead.
    ['a date', (): string => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_601_000).toUTCString()],
  ] as const)('waits for as long as Retry-After asks, in %s', async ([, retryAfter], t) => {
    const server = await startHookServer(t, (response, count) => {
      response.setHeader('Date', new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000).toUTCString());
      response.setHeader('Retry-After', retryAfter());
      response.writeHead(count === 1 ? 429 : 200).end();
    });
    const { prepared } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(server.received[1].at - server.received[0].at).toBeGreaterThan(990);
    expect(server.received[1].at - server.received[0].at).toBeLessThan(5000);
  });

  test('comes sooner by as much as the jitter allows', async (t) => {
    const server = await startHookServer(t, (response, count) =>
      response.writeHead(count === 1 ? 500 : 200).end(),
    );
    const retry = { intervalMs: 60_000, jitter: 1 };
    const { prepared } = prepare(t, { url: server.url, retry }, { random: (): number => 0.999 });
    await prepared.send(TRIGGER);
    expect(server.received[1].at - server.received[0].at).toBeLessThan(5000);
  });

  test('is made when nobody answers in time', async (t) => {
    const server = await startHookServer(t, (response, count) => {
      if (count > 1) response.writeHead(200).end();
    });
    const { prepared, attempts } = prepare(t, { url: server.url, retry: { timeoutMs: 200 } });
    await prepared.send(TRIGGER);
    expect(attempts.map(({ error }) => error?.replace(/:\d+/, '') ?? null)).toEqual([
      '127.0.0.1 did not answer within 0.2 s.',
      null,
    ]);
  });

  test('is made when nobody is there', async (t) => {
    const { prepared, attempts } = prepare(
      t,
      { url: await deadUrl(), retry: { attempts: 2 } },
      { afterMs: 700 },
    );
    await prepared.send(TRIGGER);
    expect(attempts.map(({ status, error }) => [status, error?.replace(/port \d+/, 'port N')])).toEqual(
      Array(2).fill([
        null,
        '127.0.0.1 on port N refused the connection: check the address and the port, or try again when the server is up.',
      ]),
    );
  });
});

describe('what a server does to whoever asks', () => {
  test('an endless answer is left after 64 kB', async (t) => {
    let written = 0;
    const server = await startHookServer(t, (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) written++;
        written++;
      };
      response.on('drain', more);
      more();
    });
    const { prepared, attempts } = prepare(t, { url: server.url });
    await prepared.send(TRIGGER);
    expect(attempts).toMatchObject([{ status: 200, error: null }]);
    await until(() => server.connections[0].destroyed);
    expect(written).toBeLessThan(2000);
  });

  test('an answer that is not HTTP is told, and not asked for again', async (t) => {
    const url = await rawServer(t, 'SSH-2.0-OpenSSH\r\n');
    const { prepared, attempts } = prepare(t, { url });
    await prepared.send(TRIGGER);
    expect(attempts.map(({ error }) => error?.replace(/port \d+/, 'port N'))).toEqual([
      '127.0.0.1 on port N answers, but not in HTTP: check the address and the port.',
    ]);
  });

  test('an upgrade that nobody asked for is no answer', async (t) => {
    const url = await rawServer(
      t,
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    );
    const { prepared, attempts } = prepare(t, { url, retry: { attempts: 1 } });
    await prepared.send(TRIGGER);
    expect(attempts).toMatchObject([
      { status: 101, error: `127.0.0.1:${new URL(url).port} answered 101 (Switching Protocols).` },
    ]);
  });
});

test.for([
  ['http://127.0.0.1:9/', /^127\.0\.0\.1 is on this computer or its own network/],
  ['http://localhost:9/', /^localhost \(.*\) is on this computer or its own network/],
  ['http://169.254.169.254/latest', /^169\.254\.169\.254 is an address that is never asked/],
] as const)('%s is not asked on behalf of somebody else', async ([url, sentence], t) => {
  const { prepared, attempts } = prepare(t, { url }, { allowsPrivate: false });
  await prepared.send(TRIGGER);
  expect(attempts).toHaveLength(1);
  expect(attempts[0].error).toMatch(sentence);
});

test('what is called off is not sent, and ends what is under way', async (t) => {
  const server = await startHookServer(t, () => {});
  const never = prepare(t, { url: server.url }, { afterMs: 500 });
  never.prepared.cancel();
  await never.prepared.send(TRIGGER);
  expect(never.attempts).toEqual([]);

  const waiting = prepare(t, { url: server.url });
  const sent = waiting.prepared.send(TRIGGER);
  await until(() => server.received.length === 1);
  waiting.prepared.cancel();
  await sent;
  expect(waiting.attempts.map(({ error }) => error?.replace(/:\d+/, ''))).toEqual([
    'Ticketime was stopped before 127.0.0.1 answered.',
  ]);

  const pausing = prepare(t, { url: await deadUrl(), retry: { intervalMs: 60_000 } });
  const paused = pausing.prepared.send(TRIGGER);
  await until(() => pausing.attempts.length === 1);
  pausing.prepared.cancel();
  await paused;
});

async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

async function rawServer(t: TestContext, answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
    t.onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
