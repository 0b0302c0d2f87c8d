/**
 * One timed exchange over a warm connection.
 *
 * t0 is read immediately before the request's bytes are handed to a socket that is already connected (and has
 * finished its TLS handshake), so that no look-up and no handshake is ever inside; t2 is read in a listener
 * that runs before Node's HTTP parser, at the first byte of the reply. An interim reply (1xx: RFC 9110 section
 * 15.2, e.g. 103 Early Hints) starts t2 again, for the `Date` is in the final one.
 *
 * The connection is kept for the next exchange when the server allows it. A server that closes it after each
 * reply, or while the right moment is waited for, costs another connection and no request.
 */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import manifest from '../../../package.json' with { type: 'json' };
import type { LocalClock } from '../../clock/local-clock.ts';
import type { Exchange } from './exchange.ts';
import { assertAllowed, guardedLookup } from '../address-guard.ts';
import { connectTimedOut, failureOf, replyTimedOut, spokeFirst, type Phase } from './failures.ts';
import { readHttpDate, readRetryAfter } from './http-date.ts';

export type Method = 'HEAD' | 'GET';

export interface TimedRequest {
  readonly url: URL;
  readonly method: Method;
  /** Monotonic ms; when it has passed once the connection stands, the request leaves at once. */
  readonly sendAt: number;
  /** From the send to the end of the reply's headers, in ms. */
  readonly timeoutMs: number;
  /** The body is wanted: the whole of it is asked for. */
  readonly wantsBody?: boolean;
}

export interface TimedReply extends Exchange {
  /** How long the TCP handshake of this connection took in ms: about one round trip. */
  readonly connectMs: number;
  /** The body when it was wanted and came whole: at most LONGEST_BODY bytes, in BODY_TIMEOUT_MS. */
  readonly body?: string | undefined;
}

interface ConnectionOptions {
  readonly clock: LocalClock;
  /** Look-up, TCP and TLS together, in ms. */
  readonly connectTimeoutMs: number;
  /** Whether this computer and its own network may be asked. */
  readonly allowsPrivate: boolean;
  /** Ends everything that is waited for, with its reason. */
  readonly signal: AbortSignal;
  /** Called at each send, with t0. */
  readonly onSent: (sentAt: number) => void;
}

/** A header that says who asks and why, for those who read logs. */
const USER_AGENT = `Ticketime/${manifest.version} (reads the Date header)`;
/** `no-cache`: a cache must ask the origin (RFC 9111 section 5.2.1.4); `identity`: nothing to compress first. */
const HEADERS = {
  'User-Agent': USER_AGENT,
  Accept: '*/*',
  'Accept-Encoding': 'identity',
  'Cache-Control': 'no-cache',
};
/** Node's 16 KB is too little for some policies and cookies; failures.ts names this figure. */
const MAX_HEADER_BYTES = 64 * 1024;
/** A body of up to this length is read to keep the connection warm: it mostly came with the headers anyway. */
const LONGEST_BODY = 4096;
const BODY_TIMEOUT_MS = 250;
/** How often a connection may be lost before anything was sent on it. */
const MOST_CONNECTIONS = 3;
/** After such a loss the connection is made this long before it is needed: a few times its own handshake. */
const CONNECT_LEAD_MS = 100;
const CONNECT_LEAD_HANDSHAKES = 5;

/** At most one connection at a time to one server, opened when it is needed. One exchange at a time. */
export class TimedConnection {
  readonly #options: ConnectionOptions;
  /** Wall minus monotonic clock, ms; only two-digit years and dates of Retry-After hang on it. */
  readonly #anchorMs: number;
  #agent: http.Agent | undefined;
  #origin = '';
  #connectMs = 0;
  /** How long the last connection took from the look-up to the end of its handshakes, ms. */
  #readyMs = 0;
  #phase: Phase = 'connecting';

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#anchorMs = options.clock.anchor();
  }

  /** Whether a connection stands open, with nothing under way on it. */
  get isWarm(): boolean {
    return Object.keys(this.#agent?.freeSockets ?? {}).length > 0;
  }

  /** How long a request has to wait for its connection, by the last one; 0 while one is warm. */
  get readyMs(): number {
    return this.isWarm ? 0 : this.#readyMs;
  }

  /** Leaves the connection: the next exchange opens another one. */
  drop(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  /** Rejects with a `Failure`, or with the signal's reason. */
  async exchange(timed: TimedRequest): Promise<TimedReply> {
    if (timed.url.origin !== this.#origin) this.drop();
    this.#origin = timed.url.origin;
    assertAllowed(timed.url.hostname, this.#options.allowsPrivate);
    for (let connections = 1; ; connections++) {
      try {
        return await this.#attempt(timed);
      } catch (error) {
        this.drop();
        this.#options.signal.throwIfAborted();
        if (this.#phase !== 'connected' || connections === MOST_CONNECTIONS)
          throw failureOf(error, timed.url, this.#phase);
      }
      const leadMs = CONNECT_LEAD_MS + CONNECT_LEAD_HANDSHAKES * this.#connectMs;
      await this.#options.clock.sleepUntil(timed.sendAt - leadMs, this.#options.signal);
    }
  }

  async #attempt({ url, method, sendAt, timeoutMs, wantsBody = false }: TimedRequest): Promise<TimedReply> {
    const { clock, connectTimeoutMs, onSent } = this.#options;
    this.#phase = 'connecting';
    const failed = new AbortController();
    const signal = AbortSignal.any([failed.signal, this.#options.signal]);
    const fail = (reason: unknown) => failed.abort(reason);
    let timer = setTimeout(() => fail(connectTimedOut(url, connectTimeoutMs)), connectTimeoutMs);
    const request = this.#request(url, method, wantsBody).on('error', fail);
    let stopListening: (() => void) | undefined;
    try {
      const socket = await this.#connected(request, signal);
      clearTimeout(timer);
      this.#phase = 'connected';

      let receivedAt: number | undefined;
      let isInterim = false;
      const onData = () => {
        const at = clock.now();
        if (this.#phase === 'connected') fail(spokeFirst(url));
        if (receivedAt === undefined || isInterim) receivedAt = at;
        isInterim = false;
      };
      socket.prependListener('data', onData);
      stopListening = () => socket.off('data', onData);
      request.on('information', () => (isInterim = true));

      await clock.sleepUntil(sendAt, signal);
      signal.throwIfAborted();
      this.#phase = 'sent';
      const sentAt = writeInstant(socket, clock, () => request.end());
      onSent(sentAt);

      timer = setTimeout(() => fail(replyTimedOut(url, timeoutMs, receivedAt !== undefined)), timeoutMs);
      const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
      clearTimeout(timer);
      const exchange = read(response, sentAt, receivedAt ?? clock.now(), this.#anchorMs);
      const body = await finish(request, response, method, wantsBody);
      return { ...exchange, connectMs: this.#connectMs, body: wantsBody ? body : undefined };
    } catch (error) {
      request.destroy();
      // `once` rejects with an AbortError of its own: what ended the exchange is the signal's reason.
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
      stopListening?.();
    }
  }

  #request(url: URL, method: Method, wantsBody: boolean): http.ClientRequest {
    const { Agent, request } = url.protocol === 'https:' ? https : http;
    this.#agent ??= new Agent({ keepAlive: true, maxSockets: 1 });
    return request(url, {
      agent: this.#agent,
      method,
      headers: method === 'GET' && !wantsBody ? { ...HEADERS, Range: 'bytes=0-0' } : HEADERS,
      maxHeaderSize: MAX_HEADER_BYTES,
      lookup: guardedLookup(this.#options.allowsPrivate),
    });
  }

  /** Waits until the request owns a socket on which nothing but the request itself is left to be sent. */
  async #connected(request: http.ClientRequest, signal: AbortSignal): Promise<Socket> {
    const { clock } = this.#options;
    let startedAt = clock.now();
    const [socket] = (await once(request, 'socket', { signal })) as [Socket];
    if (request.reusedSocket) return socket;
    socket.setNoDelay(true);
    socket.once('lookup', () => (startedAt = clock.now()));
    socket.once('connect', () => (this.#connectMs = clock.now() - startedAt));
    const beganAt = clock.now();
    await once(socket, request.protocol === 'https:' ? 'secureConnect' : 'connect', { signal });
    this.#readyMs = clock.now() - beganAt;
    return socket;
  }
}

/**
 * Runs `send` and returns the instant at which its bytes reached the socket's own write: Node spends a tenth of a
 * millisecond and more on making the headers before that, which is no part of the round trip.
 */
function writeInstant(socket: Socket, clock: LocalClock, send: () => void): number {
  const calledAt = clock.now();
  let writtenAt: number | undefined;
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  socket._write = (...args) => {
    writtenAt ??= clock.now();
    write(...args);
  };
  socket._writev = (...args) => {
    writtenAt ??= clock.now();
    writev?.(...args);
  };
  send();
  // The socket's own methods are its class's: they show again.
  Reflect.deleteProperty(socket, '_write');
  Reflect.deleteProperty(socket, '_writev');
  return writtenAt ?? calledAt;
}

/**
 * Ends the reply after its headers: a small body is read so that the connection stays warm, another cut off; so is one
 * of unknown length unless it is wanted. Resolves to a body that came whole.
 */
async function finish(
  request: http.ClientRequest,
  response: http.IncomingMessage,
  method: Method,
  wantsBody: boolean,
): Promise<string | undefined> {
  const length = response.headers['content-length'];
  const status = response.statusCode ?? 0;
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  const isSmall = length === undefined ? wantsBody || status === 206 : Number(length) <= LONGEST_BODY;
  const cut = () => request.destroy();
  if (!isBodiless && !isSmall) {
    cut();
    return undefined;
  }
  // Without a length Node's parser expects a body until the connection ends, even where HEAD rules one out.
  if (method === 'HEAD') request.shouldKeepAlive = allowsKeepAlive(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) cut();
  });
  const waited = new AbortController();
  const timer = setTimeout(() => waited.abort(), BODY_TIMEOUT_MS);
  await once(request, 'close', { signal: waited.signal }).catch(cut);
  clearTimeout(timer);
  return response.complete && bytes <= LONGEST_BODY ? Buffer.concat(chunks).toString() : undefined;
}

/** RFC 9112 section 9.3. */
function allowsKeepAlive({ headers, httpVersion }: http.IncomingMessage): boolean {
  const options = headers.connection?.toLowerCase().split(/[\s,]+/) ?? [];
  return httpVersion === '1.1' ? !options.includes('close') : options.includes('keep-alive');
}

function read(
  response: http.IncomingMessage,
  sentAt: number,
  receivedAt: number,
  anchorMs: number,
): Exchange {
  const headers = Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']),
  );
  const localEpochMs = receivedAt + anchorMs;
  // A proxy that repeats the Date does no harm; two different ones contradict each other.
  const dates = new Set(response.headersDistinct['date']);
  const dateEpochMs = dates.size === 1 ? readHttpDate([...dates][0], localEpochMs) : null;
  const retryAfter = response.headers['retry-after'];
  return {
    sentAt,
    receivedAt,
    status: response.statusCode ?? 0,
    dateEpochMs,
    headers,
    retryAfterMs: retryAfter === undefined ? null : readRetryAfter(retryAfter, dateEpochMs ?? localEpochMs),
  };
}
