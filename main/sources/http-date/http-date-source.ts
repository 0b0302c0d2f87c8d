/**
 * The `Date` of a web server over real sockets: target, proxy check, preflight and timed exchanges put
 * together, with the least gap between any two requests and the count of them.
 */
import type { LocalClock } from '../../clock/local-clock.ts';
import { Failure } from '../../failure.ts';
import { askEdgeTrace } from './edge-trace.ts';
import type { DateSource } from './exchange.ts';
import { preflight } from './preflight.ts';
import { refuseProxy } from './proxy.ts';
import { parseTarget } from './target.ts';
import { TimedConnection, type Method, type TimedReply } from './timed-request.ts';

export interface HttpDateSourceOptions {
  /** What a person typed: an address with or without scheme, port and path. */
  readonly input: string;
  readonly clock: LocalClock;
  /** From one send to the next in ms, whatever the requests are for. */
  readonly minGapMs: number;
  /** Whether this computer and its own network may be asked, as a person may who types the address; true unless given. */
  readonly allowsPrivate?: boolean;
  /** How an earlier run found that this server is best asked: GET, and HEAD is not tried again in vain. */
  readonly method?: Method;
  /** Ends everything that is under way; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** From a send to the end of the reply's headers, in ms. */
  readonly timeoutMs?: number;
  /** Look-up, TCP and TLS of one connection together, in ms. */
  readonly connectTimeoutMs?: number;
  /** A reply that takes this much longer than a few round trips (ms) makes `open` try a cheaper path. */
  readonly slowMs?: number;
  /** Where proxies are looked for. */
  readonly env?: NodeJS.ProcessEnv;
}

const TIMEOUT_MS = 5000;
/** A lost SYN is sent again after 1 s and after 3 s; whoever has not answered then is not there. */
const CONNECT_TIMEOUT_MS = 4000;
/** A page made in less blurs the clock less than the usual jitter of a far server. */
const SLOW_MS = 200;

/** What is allowed for a connection's handshakes, of what the last one took. */
const HANDSHAKE_MARGIN = 1.2;
/** The query that makes an address new to a cache. */
const FRESH = 'ticketime';
/** A page that most hosts have, small and rarely behind the same cache rules as a shop's front page. */
const OTHER_PAGE = '/robots.txt';

/** Does nothing until it is opened; `open` also says what is wrong with the input. */
export function createHttpDateSource(options: HttpDateSourceOptions): DateSource {
  const { input, clock, minGapMs, timeoutMs = TIMEOUT_MS, env = process.env } = options;
  const closed = new AbortController();
  const methods = new Map<string, Method>();
  let pinned: { url: URL; method: Method } | undefined;
  let isFresh = false;
  let requests = 0;
  let lastSentAt = -Infinity;

  const connection = new TimedConnection({
    clock,
    connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    allowsPrivate: options.allowsPrivate ?? true,
    signal: options.signal ? AbortSignal.any([options.signal, closed.signal]) : closed.signal,
    onSent(sentAt) {
      lastSentAt = sentAt;
      requests++;
    },
  });
  // Aimed before its connection can be there, a request would come too late; a handshake takes about as long as the last.
  const earliestSendAt = () =>
    Math.max(clock.now() + HANDSHAKE_MARGIN * connection.readyMs, lastSentAt + minGapMs);

  function send(url: URL, method: Method, sendAt: number, replyTimeoutMs = timeoutMs): Promise<TimedReply> {
    return connection.exchange({
      url,
      method,
      sendAt: Math.max(sendAt, lastSentAt + minGapMs),
      timeoutMs: replyTimeoutMs,
    });
  }

  return {
    async open() {
      const opened = await preflight(
        parseTarget(input),
        async (url, method) => {
          refuseProxy(url, env);
          // A server that lets HEAD hang must leave time for GET.
          return send(url, method, clock.now(), method === 'HEAD' ? timeoutMs / 2 : timeoutMs);
        },
        { usual: options.method ?? 'HEAD', ofHost: methods },
        options.slowMs ?? SLOW_MS,
      );
      pinned = { url: new URL(opened.url), method: opened.method };
      return opened;
    },
    async exchange(sendAt) {
      if (!pinned) throw new Error('exchange() before open()');
      // A cache keeps what it has seen, so each request asks for what it has not.
      if (isFresh) pinned.url.searchParams.set(FRESH, String(requests));
      return send(pinned.url, pinned.method, sendAt);
    },
    bypassCache(way) {
      if (!pinned) throw new Error('bypassCache() before open()');
      isFresh = true;
      if (way === 'page') pinned.url = new URL(OTHER_PAGE, pinned.url);
      pinned.url.searchParams.set(FRESH, String(requests));
      return pinned.url.href;
    },
    async edgeTrace() {
      if (!pinned) throw new Error('edgeTrace() before open()');
      const timing = { sendAt: earliestSendAt(), timeoutMs };
      return askEdgeTrace(pinned.url, (url) =>
        connection.exchange({ url, method: 'GET', wantsBody: true, ...timing }),
      );
    },
    earliestSendAt,
    requestsSent: () => requests,
    reconnect: () => connection.drop(),
    close() {
      closed.abort(new Failure('cancelled', 'The measurement was stopped.'));
      connection.drop();
    },
  };
}
