import { ClientRequest } from 'node:http';
import net, { type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { DATE, DATE_EPOCH_MS, sourceOf, startHttp, startTcp } from './servers.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const REPLY = `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 0\r\n\r\n`;
const open = async (port: number, options: Parameters<typeof sourceOf>[1] = {}) => {
  const source = sourceOf(`http://127.0.0.1:${port}/`, options);
  return { source, opened: await source.open() };
};
const closed = (socket: Socket) =>
  socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', resolve));

describe('t0', () => {
  it('is read just before the bytes leave through a connected socket, in the same turn', async () => {
    const sends: { readAt: number; before: number; after: number; waiting: number; connecting: boolean }[] =
      [];
    let readAt = 0;
    const clock = { ...localClock, now: () => (readAt = localClock.now()) };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
    const end = ClientRequest.prototype.end;
    vi.spyOn(ClientRequest.prototype, 'end').mockImplementation(function (this: ClientRequest) {
      const socket = this.socket as Socket;
      const before = socket.bytesWritten;
      (end as (this: ClientRequest) => void).call(this);
      const { bytesWritten, writableLength, connecting } = socket;
      sends.push({ readAt, before, after: bytesWritten, waiting: writableLength, connecting });
      return this;
    });
    const { port } = await startHttp();
    const { source } = await open(port, { clock });
    const exchange = await source.exchange(localClock.now() + 30);

    expect(sends).toHaveLength(2);
    expect(sends[1].readAt).toBe(exchange.sentAt);
    for (const { before, after, waiting, connecting } of sends) {
      expect(connecting).toBe(false);
      expect(after).toBeGreaterThan(before);
      expect(waiting).toBe(0);
    }
  });

  it('is never before the instant that was asked for', async () => {
    const { port } = await startHttp();
    const { source } = await open(port);
    const sendAt = localClock.now() + 40;
    const { sentAt, receivedAt } = await source.exchange(sendAt);
    expect(sentAt).toBeGreaterThanOrEqual(sendAt);
    expect(receivedAt).toBeGreaterThan(sentAt);
  });
});

describe('t2', () => {
  const INTERIM = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n';

  it('is the first byte of the reply, however long its headers take', async () => {
    let finishedAt = 0;
    const { port } = await startTcp((socket) => {
      socket.write(REPLY.slice(0, 20));
      setTimeout(() => {
        finishedAt = localClock.now();
        socket.write(REPLY.slice(20));
      }, 100);
    });
    const { opened } = await open(port);
    expect(opened.exchanges[0].dateEpochMs).toBe(DATE_EPOCH_MS);
    expect(opened.exchanges[0].receivedAt).toBeLessThan(finishedAt);
  });

  it('belongs to the final reply when early hints came before it', async () => {
    let finalAt = 0;
    const { port } = await startTcp((socket) => {
      socket.write(INTERIM);
      setTimeout(() => {
        finalAt = localClock.now();
        socket.write(REPLY);
      }, 50);
    });
    const { opened } = await open(port);
    expect(opened.exchanges[0].receivedAt).toBeGreaterThan(finalAt);
    expect(opened.exchanges[0].status).toBe(200);
  });

  it('is known when early hints and the reply come in one piece', async () => {
    const { port } = await startTcp((socket) => socket.write(INTERIM + REPLY));
    const { opened } = await open(port);
    const [{ sentAt, receivedAt, dateEpochMs }] = opened.exchanges;
    expect(receivedAt).toBeGreaterThan(sentAt);
    expect(dateEpochMs).toBe(DATE_EPOCH_MS);
  });

  it('is not moved by the body', async () => {
    let bodyAt = 0;
    const { port } = await startTcp((socket, text) => {
      if (text.startsWith('HEAD')) return void socket.write(REPLY.replace('200 OK', '405 No'));
      socket.write(INTERIM + REPLY.replace('Length: 0', 'Length: 1'));
      setTimeout(() => {
        bodyAt = localClock.now();
        socket.write('x');
      }, 50);
    });
    const { opened } = await open(port);
    expect(opened.method).toBe('GET');
    expect(opened.exchanges[1].receivedAt).toBeLessThan(bodyAt);
  });
});

describe('the connection', () => {
  it('is one, and stays warm from request to request', async () => {
    const { port, connections, requests } = await startHttp();
    const { source } = await open(port);
    for (let i = 0; i < 4; i++) await source.exchange(0);
    expect(connections).toHaveLength(1);
    expect(requests).toHaveLength(5);
  });

  it('is another after reconnect()', async () => {
    const { port, connections } = await startHttp();
    const { source } = await open(port);
    source.reconnect();
    await source.exchange(0);
    await source.exchange(0);
    expect(connections).toHaveLength(2);
  });

  it('is opened for each request where the server closes it, and costs no request', async () => {
    const { port, connections, requests } = await startHttp((_, response) =>
      response.setHeader('Connection', 'close').end(),
    );
    const { source } = await open(port);
    await source.exchange(0);
    await source.exchange(0);
    expect(connections).toHaveLength(3);
    expect(requests).toHaveLength(3);
    expect(source.requestsSent()).toBe(3);
  });

  it('is opened again when it is lost while the moment is waited for', async () => {
    const { port, connections, requests } = await startHttp();
    const { source } = await open(port);
    const sendAt = localClock.now() + 150;
    setTimeout(() => connections[0].destroy(), 30);
    const { sentAt } = await source.exchange(sendAt);
    expect(sentAt).toBeGreaterThanOrEqual(sendAt);
    expect(connections).toHaveLength(2);
    expect(requests).toHaveLength(2);
    expect(source.requestsSent()).toBe(2);
  });

  it('that the server closes again and again is given up with a sentence', async () => {
    let served = 0;
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      if (served++ === 0) socket.on('data', () => socket.end(REPLY));
      else setTimeout(() => socket.destroy(), 5);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { source } = await open(port);
    await expect(source.exchange(localClock.now() + 300)).rejects.toMatchObject({ code: 'reset' });
    expect(source.requestsSent()).toBe(1);
    server.close();
  });

  it('on which the server speaks before it is asked is left, for another or with a sentence', async () => {
    let greetings = 1;
    let connections = 0;
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      if (connections++ < greetings) socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
      else socket.on('data', () => socket.write(REPLY));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    // On this clock the greeting is always there before the request.
    const clock = {
      ...localClock,
      sleepUntil: (at: number, signal?: AbortSignal) =>
        localClock.sleepUntil(Math.max(at, localClock.now() + 60), signal),
    };
    const { source, opened } = await open(port, { clock });
    expect(opened.exchanges.map(({ status }) => status)).toEqual([200]);
    expect(source.requestsSent()).toBe(1);
    expect(connections).toBe(2);

    greetings = Infinity;
    source.reconnect();
    await expect(source.exchange(0)).rejects.toMatchObject({
      code: 'not-http',
      message: `127.0.0.1 on port ${port} answers, but not in HTTP: check the address and the port.`,
    });
    expect(connections).toBe(5);
    server.close();
  });

  it('survives a server that dies after the headers, and the next request opens another', async () => {
    const { port, connections } = await startTcp((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 100\r\n\r\nhalf`);
      setTimeout(() => socket.destroy(), 5);
    });
    const { source } = await open(port);
    await source.exchange(0);
    expect((await source.exchange(0)).dateEpochMs).toBe(DATE_EPOCH_MS);
    expect(connections.length).toBeGreaterThan(1);
  });

  it('is replaced after a request that failed', async () => {
    let count = 0;
    const { port, connections } = await startTcp((socket) => {
      if (count++ === 1) socket.destroy();
      else socket.write(REPLY);
    });
    const { source } = await open(port);
    await expect(source.exchange(0)).rejects.toMatchObject({ code: 'reset' });
    expect((await source.exchange(0)).status).toBe(200);
    expect(connections).toHaveLength(2);
    expect(source.requestsSent()).toBe(3);
  });
});

describe('a request', () => {
  it('says who asks and that no cache shall answer', async () => {
    let text = '';
    const { port } = await startTcp((socket, chunk) => {
      text += chunk;
      socket.write(REPLY);
    });
    await open(port);
    expect(text.split('\r\n')).toEqual([
      'HEAD / HTTP/1.1',
      expect.stringMatching(/^User-Agent: Ticketime\/\d+\.\d+\.\d+\S* \(reads the Date header\)$/),
      'Accept: */*',
      'Accept-Encoding: identity',
      'Cache-Control: no-cache',
      `Host: 127.0.0.1:${port}`,
      'Connection: keep-alive',
      '',
      '',
    ]);
  });

  it('with GET asks for one byte, and keeps the connection when little came', async () => {
    const ranges: unknown[] = [];
    const { port, connections } = await startHttp((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end();
      ranges.push(request.headers.range);
      return response.writeHead(206, { 'Content-Range': 'bytes 0-0/9999999' }).end('x');
    });
    const { source, opened } = await open(port);
    await source.exchange(0);
    await source.exchange(0);
    expect(opened.method).toBe('GET');
    expect(ranges).toEqual(['bytes=0-0', 'bytes=0-0', 'bytes=0-0']);
    expect(connections).toHaveLength(1);
  });

  it.each([
    ['announced', { 'Content-Length': String(1 << 30) }],
    ['of unknown length', {}],
    ['that claims to be a part', { 'Content-Range': 'bytes 0-0/9' }],
  ])('with GET cuts off a huge body %s', async (_, headers) => {
    let sent = 0;
    const { port, connections } = await startHttp((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(501).end();
      response.writeHead('Content-Range' in headers ? 206 : 200, headers);
      const more = () => {
        while (sent < 1 << 30 && !response.destroyed) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return response.once('drain', more);
        }
        return response;
      };
      return more();
    });
    const { source, opened } = await open(port);
    expect(opened.exchanges.at(-1)?.dateEpochMs).toBe(DATE_EPOCH_MS);
    await closed(connections[0]);
    // What the kernel's buffers hold may have left the server; the body has not.
    expect(sent).toBeLessThan(1 << 26);
    expect((await source.exchange(0)).dateEpochMs).toBe(DATE_EPOCH_MS);
  });

  it('is answered by HEAD with a body that should not be there, and the next one still works', async () => {
    const { port } = await startTcp((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 4\r\n\r\nbody`);
    });
    const { source } = await open(port);
    expect((await source.exchange(0)).dateEpochMs).toBe(DATE_EPOCH_MS);
    expect((await source.exchange(0)).dateEpochMs).toBe(DATE_EPOCH_MS);
  });
});

describe('a reply', () => {
  it('is given with its headers, repeated ones joined', async () => {
    const { port } = await startHttp((_, response) =>
      response.setHeader('Via', ['1.1 a', '1.1 b']).setHeader('X-Cache', 'HIT').writeHead(404).end(),
    );
    const { opened } = await open(port);
    expect(opened.exchanges[0]).toMatchObject({
      status: 404,
      dateEpochMs: DATE_EPOCH_MS,
      retryAfterMs: null,
      headers: { via: '1.1 a, 1.1 b', 'x-cache': 'HIT', date: DATE },
    });
  });

  it('may repeat its Date, but not contradict it', async () => {
    let dates = [DATE, DATE];
    const { port } = await startHttp((_, response) => response.setHeader('Date', dates).end());
    const { source } = await open(port);
    dates = [DATE, 'Sun, 06 Nov 1994 08:49:38 GMT'];
    expect((await source.exchange(0)).dateEpochMs).toBeNull();
  });

  it("reads a Retry-After date by the server's own clock", async () => {
    const { port } = await startHttp((_, response) =>
      response.setHeader('Retry-After', 'Sun, 06 Nov 1994 08:49:40 GMT').writeHead(503).end(),
    );
    const { opened } = await open(port);
    expect(opened.exchanges[0]).toMatchObject({ status: 503, retryAfterMs: 3000 });
  });
});
