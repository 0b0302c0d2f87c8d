import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  DATE,
  DATE_EPOCH_MS,
  endWithoutDate,
  refusedPort,
  sourceOf,
  startHttp,
  startTcp,
} from './servers.ts';

const at = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`;
const LOCATION = (status: number, location: string) => (_: unknown, response: ServerResponse) =>
  response.writeHead(status, { Location: location }).end();

describe('without a typed scheme', () => {
  it('https comes first, and http when the server speaks no TLS there', async () => {
    const { port, requests } = await startHttp();
    const opened = await sourceOf(`127.0.0.1:${port}`).open();
    expect(opened).toMatchObject({ url: at(port), method: 'HEAD', warnings: [] });
    expect(requests).toEqual(['HEAD /']);
  });

  it('http follows a TLS handshake that hangs or is hung up on', async () => {
    const reply = `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\nContent-Length: 0\r\n\r\n`;
    const hanging = await startTcp((socket, text) => text.startsWith('HEAD') && socket.write(reply));
    const rude = await startTcp((socket, text) =>
      text.startsWith('HEAD') ? socket.write(reply) : socket.destroy(),
    );
    const options = { connectTimeoutMs: 150 };
    expect((await sourceOf(`127.0.0.1:${hanging.port}/`, options).open()).url).toBe(at(hanging.port));
    expect((await sourceOf(`127.0.0.1:${rude.port}/`, options).open()).url).toBe(at(rude.port));
  });

  it('a server that answers http with a fault is told of by that fault', async () => {
    const { port } = await startHttp((_, response) => endWithoutDate(response));
    await expect(sourceOf(`127.0.0.1:${port}`).open()).rejects.toMatchObject({ code: 'no-date' });
  });
});

describe('redirects', () => {
  it('are followed, relative ones too, and the last URL is pinned', async () => {
    const { port, requests } = await startHttp((request, response) => {
      const next = { '/': '/a?b=c', '/a?b=c': 'd#e' }[request.url ?? ''];
      if (next) response.writeHead(302, { Location: next });
      response.end();
    });
    const source = sourceOf(at(port));
    const opened = await source.open();
    expect(opened.url).toBe(at(port, '/d'));
    expect(opened.exchanges.map(({ status }) => status)).toEqual([302, 302, 200]);
    await source.exchange(0);
    expect(requests).toEqual(['HEAD /', 'HEAD /a?b=c', 'HEAD /d', 'HEAD /d']);
    expect(source.requestsSent()).toBe(4);
  });

  it('to another server are followed, whether they carry a Date or not', async () => {
    const last = await startHttp();
    const first = await startHttp((_, response) => {
      response.statusCode = 301;
      response.setHeader('Location', `http://me:secret@127.0.0.1:${last.port}/x`);
      endWithoutDate(response);
    });
    const opened = await sourceOf(at(first.port)).open();
    expect(opened.url).toBe(at(last.port, '/x'));
    expect(opened.exchanges.map(({ dateEpochMs }) => dateEpochMs)).toEqual([null, DATE_EPOCH_MS]);
    expect(first.requests).toEqual(['HEAD /']);
  });

  it('that lead nowhere are samples as any reply is', async () => {
    const { port } = await startHttp((_, response) => response.writeHead(304).end());
    expect((await sourceOf(at(port)).open()).url).toBe(at(port));
    const broken = await startHttp(LOCATION(302, 'http://['));
    expect((await sourceOf(at(broken.port)).open()).url).toBe(at(broken.port));
  });

  it('in a circle are refused', async () => {
    const { port } = await startHttp((request, response) =>
      LOCATION(302, request.url === '/a' ? '/b' : '/a')(request, response),
    );
    await expect(sourceOf(at(port, '/a')).open()).rejects.toMatchObject({
      code: 'redirect-loop',
      message: `127.0.0.1:${port} redirects in a circle, back to "${at(port, '/a')}": type the address of a page that opens.`,
    });
  });

  it('are followed five times and no more', async () => {
    let last = 5;
    const { port } = await startHttp((request, response) => {
      const n = Number(request.url?.slice(1));
      if (n < last) response.writeHead(307, { Location: `/${n + 1}` });
      response.end();
    });
    expect((await sourceOf(at(port, '/0')).open()).url).toBe(at(port, '/5'));
    last = 6;
    await expect(sourceOf(at(port, '/0')).open()).rejects.toMatchObject({
      code: 'too-many-redirects',
      message: `127.0.0.1:${port} redirects more than 5 times: type the address of the page where it ends.`,
    });
  });

  it('away from the web are refused', async () => {
    const { port } = await startHttp(LOCATION(302, 'ftp://example.com/x'));
    await expect(sourceOf(at(port)).open()).rejects.toMatchObject({
      code: 'redirect-scheme',
      message: `127.0.0.1:${port} redirects to "ftp://example.com/x", which is no web address: type the address of a page that opens.`,
    });
  });

  it('to a server that is down end with its sentence', async () => {
    const down = await refusedPort();
    const { port } = await startHttp(LOCATION(302, at(down)));
    await expect(sourceOf(`127.0.0.1:${port}`).open()).rejects.toMatchObject({
      code: 'refused',
      message: `127.0.0.1 on port ${down} refused the connection: check the address and the port, or try again when the server is up.`,
    });
  });
});

describe('HEAD', () => {
  it.each([405, 501])('that is refused with %d gives way to GET, for good', async (status) => {
    const { port, requests } = await startHttp((request, response) =>
      response.writeHead(request.method === 'HEAD' ? status : 200, { 'Content-Length': '0' }).end(),
    );
    const source = sourceOf(at(port));
    expect((await source.open()).method).toBe('GET');
    await source.exchange(0);
    await source.open();
    expect(requests).toEqual(['HEAD /', 'GET /', 'GET /', 'GET /']);
  });

  it('that hangs, is hung up on or has no Date gives way to GET', async () => {
    const habits = {
      hang: () => {},
      hangUp: (response: ServerResponse) => response.destroy(),
      noDate: endWithoutDate,
    };
    for (const habit of Object.values(habits)) {
      const { port, requests } = await startHttp((request, response) => {
        if (request.method === 'HEAD') habit(response);
        else response.end();
      });
      const source = sourceOf(at(port), { timeoutMs: 1000 });
      const opened = await source.open();
      expect(opened.method).toBe('GET');
      expect(opened.exchanges.at(-1)?.dateEpochMs).toBe(DATE_EPOCH_MS);
      expect(requests).toEqual(['HEAD /', 'GET /']);
      expect(source.requestsSent()).toBe(2);
    }
  });
});

describe('a Date', () => {
  it.each([200, 403, 404, 500, 503])('is taken from a reply with status %d', async (status) => {
    const { port } = await startHttp((_, response) => response.writeHead(status).end());
    expect((await sourceOf(at(port)).open()).exchanges[0]).toMatchObject({
      status,
      dateEpochMs: DATE_EPOCH_MS,
    });
  });

  it('that is in no reply is missed with a sentence', async () => {
    const { port, requests } = await startHttp((_, response) => endWithoutDate(response));
    await expect(sourceOf(at(port)).open()).rejects.toMatchObject({
      code: 'no-date',
      message: `127.0.0.1:${port} sends no Date header, so its clock cannot be read: try another address of that site.`,
    });
    expect(requests).toEqual(['HEAD /', 'GET /']);
  });

  it('that is no date is quoted, shortened', async () => {
    const { port } = await startHttp((_, response) =>
      response.setHeader('Date', `yesterday ${'x'.repeat(99)}`).end(),
    );
    await expect(sourceOf(at(port)).open()).rejects.toMatchObject({
      code: 'bad-date',
      message: `127.0.0.1:${port} sends a Date header that is no date ("yesterday ${'x'.repeat(49)}…"), so its clock cannot be read: try another address of that site.`,
    });
  });
});

describe('a server that limits requests', () => {
  const limited = (headers: Record<string, string>, hasDate = true) =>
    startHttp((_, response) => {
      response.statusCode = 429;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (hasDate) response.end();
      else endWithoutDate(response);
    });

  it('is a sample when it tells the time and asks for no long wait', async () => {
    const { port, requests } = await limited({ 'Retry-After': '2' });
    const opened = await sourceOf(at(port)).open();
    expect(opened.exchanges).toMatchObject([{ status: 429, dateEpochMs: DATE_EPOCH_MS, retryAfterMs: 2000 }]);
    expect(requests).toHaveLength(1);
  });

  it('is obeyed when it asks for a long wait', async () => {
    const { port, requests } = await limited({ 'Retry-After': '300' });
    await expect(sourceOf(at(port)).open()).rejects.toMatchObject({
      code: 'rate-limited',
      message: `127.0.0.1:${port} limits requests (429) and asks to wait 5 minutes: try again then.`,
    });
    expect(requests).toHaveLength(1);
  });

  it('is left alone when it does not tell the time', async () => {
    const { port, requests } = await limited({}, false);
    await expect(sourceOf(at(port)).open()).rejects.toMatchObject({
      code: 'rate-limited',
      message: `127.0.0.1:${port} limits requests (429) and does not tell the time meanwhile: wait a minute, then try again.`,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('a slow page', () => {
  const slow = (favicon: (response: ServerResponse) => void) =>
    startHttp((request, response) => {
      if (request.url === '/favicon.ico') favicon(response);
      else setTimeout(() => response.end(), 600);
    });

  it('gives way to a path that is answered faster, and it is said', async () => {
    const { port } = await slow((response) => response.writeHead(404).end());
    const source = sourceOf(at(port, '/shop'), { timeoutMs: 5000, slowMs: 200 });
    const opened = await source.open();
    expect(opened).toMatchObject({ url: at(port, '/favicon.ico'), method: 'HEAD' });
    expect(opened.exchanges.map(({ status }) => status)).toEqual([200, 404]);
    expect(opened.warnings).toEqual([
      {
        code: 'cheap-path',
        message: expect.stringMatching(
          new RegExp(
            `^127\\.0\\.0\\.1:${port} takes \\d+ ms to answer "/shop", so /favicon\\.ico is asked instead, which takes \\d+ ms\\.$`,
          ),
        ) as string,
      },
    ]);
    expect((await source.exchange(0)).status).toBe(404);
  });

  it.each([
    ['is as slow', (response: ServerResponse) => setTimeout(() => response.end(), 600)],
    ['is hung up on', (response: ServerResponse) => response.destroy()],
  ])('is measured, and it is said, where the other path %s', async (_, favicon) => {
    const { port } = await slow(favicon);
    const opened = await sourceOf(at(port, '/shop'), { timeoutMs: 5000, slowMs: 200 }).open();
    expect(opened.url).toBe(at(port, '/shop'));
    expect(opened.exchanges).toHaveLength(1);
    expect(opened.warnings).toEqual([
      {
        code: 'slow-page',
        message: expect.stringMatching(
          new RegExp(
            `^127\\.0\\.0\\.1:${port} takes \\d+ ms to answer "/shop", which blurs its clock: if you know a page there that answers faster, measure that one\\.$`,
          ),
        ) as string,
      },
    ]);
  });
});
