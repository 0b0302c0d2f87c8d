import { describe, expect, it } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';
import { endWithoutDate, sourceOf, startHttp, startTcp } from './servers.ts';

const TRACE = 'fl=80f417\nh=127.0.0.1\nts=1772941360.629\ncolo=ICN\n';

describe("the edge's trace", () => {
  it('is one timed GET of the pinned host, on the same connection, and the next exchange follows on it', async () => {
    const { port, requests, connections } = await startHttp((request, response) => {
      expect(request.headers.range).toBeUndefined();
      // Cloudflare sends it in chunks, without a length.
      if (request.url === '/cdn-cgi/trace') response.write(TRACE.slice(0, 20));
      response.end(request.url === '/cdn-cgi/trace' ? TRACE.slice(20) : undefined);
    });
    const minGapMs = 60;
    const source = sourceOf(`http://127.0.0.1:${port}/a/page?q=1`, { minGapMs });
    const { exchanges } = await source.open();
    const trace = await source.edgeTrace?.();
    expect(trace?.body).toBe(TRACE);
    expect((trace?.sentAt ?? 0) - exchanges[0].sentAt).toBeGreaterThanOrEqual(minGapMs);
    expect(trace?.receivedAt).toBeGreaterThan(trace?.sentAt ?? Infinity);
    expect(source.earliestSendAt()).toBeGreaterThanOrEqual((trace?.sentAt ?? Infinity) + minGapMs);
    expect(source.requestsSent()).toBe(2);
    const next = await source.exchange(localClock.now());
    expect(next.sentAt - (trace?.sentAt ?? 0)).toBeGreaterThanOrEqual(minGapMs);
    expect(requests).toEqual(['HEAD /a/page?q=1', 'GET /cdn-cgi/trace', 'HEAD /a/page?q=1']);
    expect(connections).toHaveLength(1);
  });

  it('needs no Date', async () => {
    const { port } = await startHttp((request, response) => {
      if (request.method === 'HEAD') return void response.end();
      response.setHeader('Content-Length', 0);
      endWithoutDate(response);
    });
    const source = sourceOf(`http://127.0.0.1:${port}`);
    await source.open();
    expect(await source.edgeTrace?.()).toMatchObject({ body: '' });
  });

  it.each<[string, number, (end: (body?: string) => void, write: (part: string) => void) => void]>([
    ['another status', 404, (end) => end(TRACE)],
    ['a redirect', 302, (end) => end(TRACE)],
    ['a body over 4 KB', 200, (end) => end('x'.repeat(4097))],
    ['an endless body', 200, (_, write) => setInterval(() => write('x'.repeat(1000)), 5).unref()],
    ['a body that does not end', 200, (_, write) => write(TRACE)],
    ['no answer', 200, () => undefined],
  ])('is null on %s, and the host can still be measured', async (_, status, answer) => {
    const { port } = await startHttp((request, response) => {
      if (request.method === 'HEAD') return void response.end();
      response.statusCode = status;
      answer(
        (body) => response.end(body),
        (part) => response.write(part),
      );
    });
    const source = sourceOf(`http://127.0.0.1:${port}`, { timeoutMs: 400 });
    await source.open();
    expect(await source.edgeTrace?.()).toBeNull();
    expect(source.requestsSent()).toBe(2);
    expect((await source.exchange(0)).status).toBe(200);
  });

  it('is null when the server hangs up', async () => {
    const { port } = await startTcp((socket, text) => {
      if (text.startsWith('GET')) socket.destroy();
      else
        socket.write('HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n');
    });
    const source = sourceOf(`http://127.0.0.1:${port}`);
    await source.open();
    expect(await source.edgeTrace?.()).toBeNull();
    expect(source.requestsSent()).toBe(2);
  });

  it('is asked of an opened source only', async () => {
    await expect(sourceOf('127.0.0.1').edgeTrace?.()).rejects.toThrow('edgeTrace() before open()');
  });
});
