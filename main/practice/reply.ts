/** How a practice server replies to one request: its habits, all but those of the `Date` itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable, pipeline } from 'node:stream';
import type { PracticeHabits } from './habits.ts';

/** What is not HTTP: the greeting of another kind of server. */
const GARBAGE = 'SSH-2.0-practice\r\n\0\x01\x02\xff\r\n';
/** Fast enough to pass any client's limit within a second, slow enough to spare this machine: 4 kB every 5 ms. */
const ENDLESS_BYTES = 4096;
const ENDLESS_EVERY_MS = 5;
/** A large body is made in pieces of this size, and only as fast as the client reads it. */
const BODY_PIECE_BYTES = 64 * 1024;
const SHORT_BODY = 'practice\n';
/** RFC 9110 8.6: no length may be told of these. */
const BODILESS = new Set([204, 304]);

/**
 * Replies to `request`, the `count`-th one of this server (from 1). `stamp` reads the server's clock and returns
 * the headers that tell the time; it is called at the instant at which the server would.
 */
export function reply(
  request: IncomingMessage,
  response: ServerResponse,
  habits: PracticeHabits,
  count: number,
  stamp: () => Record<string, string>,
): void {
  const isHead = request.method === 'HEAD';
  if (habits.reply === 'silence' || (isHead && habits.head === 'hangs')) return;
  if (habits.reply === 'garbage') {
    request.socket.end(GARBAGE, 'latin1');
    return;
  }
  if (habits.reply === 'endless-headers') {
    sendHeadersForever(request.socket);
    return;
  }
  const tellTime = isHead && habits.head === 'dateless' ? tellNothing : stamp;
  const early = habits.stampedAt === 'arrival' ? tellTime() : null;
  if (habits.earlyHints) response.writeEarlyHints({ link: '</practice.css>; rel=preload; as=style' });
  const send = () => {
    const { status, headers } = decide(isHead, request.url ?? '/', habits, count);
    response.statusCode = status;
    response.sendDate = false; // ours is stamped by the server's own clock
    if (habits.closes) response.shouldKeepAlive = false;
    const bytes = habits.bodyBytes ?? SHORT_BODY.length;
    // Node's own client keeps no connection on which HEAD is answered without a length.
    if (!BODILESS.has(status)) response.setHeader('Content-Length', bytes);
    for (const [name, value] of Object.entries({ ...(early ?? tellTime()), ...headers, ...habits.headers })) {
      response.setHeader(name, value);
    }
    if (isHead || habits.bodyBytes === undefined) response.end(SHORT_BODY);
    else sendLargeBody(response, bytes);
  };
  if (!habits.slowMs) {
    send();
    return;
  }
  const processing = setTimeout(send, habits.slowMs);
  response.on('close', () => clearTimeout(processing));
}

const tellNothing = (): Record<string, string> => ({});

/** Status and headers of the reply: a limit comes before the method, the method before a redirect. */
function decide(
  isHead: boolean,
  path: string,
  { limit, head, redirects, status = 200 }: PracticeHabits,
  count: number,
): { status: number; headers: Record<string, string> } {
  if (limit && count >= limit.fromRequest) {
    return {
      status: 429,
      headers: limit.retryAfter === undefined ? {} : { 'Retry-After': limit.retryAfter },
    };
  }
  if (isHead && head === 'refused') return { status: 405, headers: { Allow: 'GET' } };
  if (redirects === 'loop') return { status: 302, headers: { Location: '/loop' } };
  const hops = Number(/^\/hop\/(\d+)/.exec(path)?.[1] ?? 0);
  if (hops < (redirects ?? 0)) return { status: 302, headers: { Location: `/hop/${hops + 1}` } };
  return { status, headers: {} };
}

function sendLargeBody(response: ServerResponse, bytes: number): void {
  response.flushHeaders(); // they carry the stamp, so they do not wait for the first piece
  // A client that leaves in the middle is the expected end of a large body, and the record shows it.
  pipeline(Readable.from(pieces(bytes)), response, () => undefined);
}

function* pieces(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(BODY_PIECE_BYTES, '.');
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

function sendHeadersForever(socket: Socket): void {
  const header = `X-Endless: ${'a'.repeat(ENDLESS_BYTES)}\r\n`;
  socket.write('HTTP/1.1 200 OK\r\n');
  const sending = setInterval(() => {
    if (!socket.writableNeedDrain) socket.write(header);
  }, ENDLESS_EVERY_MS);
  socket.on('close', () => clearInterval(sending));
}
