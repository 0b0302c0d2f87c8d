/**
 * Finds the way in which a server is best asked, with as few requests as that takes (mostly one).
 *
 * https before http, redirects followed and the last URL pinned, HEAD before GET, and a cheap path instead of
 * a slow page: a page that is long in the making smears the instant at which its `Date` was read.
 */
import { Failure } from '../../failure.ts';
import type { Exchange, Opened, Warning } from './exchange.ts';
import { hostOf, inWords, quoted } from './failures.ts';
import type { Method, TimedReply } from './timed-request.ts';

/** Sends one request as soon as the least gap allows. Rejects with a `Failure`. */
export type Ask = (url: URL, method: Method) => Promise<TimedReply>;

export interface Methods {
  /** For a host that nothing is known of. */
  readonly usual: Method;
  /** By `URL.host`. */
  readonly ofHost: Map<string, Method>;
}

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** No connection: without a typed scheme, the next address is tried. */
const NOT_CONNECTED = new Set(['refused', 'unreachable', 'connect-timeout', 'not-tls', 'tls-failed']);
/** What servers do that do not know HEAD, beside saying so. */
const HEAD_IGNORED = new Set(['reply-timeout', 'headers-unfinished', 'reset']);
/** A person waits this long; what takes longer is for them to decide. */
const LONGEST_WAIT_MS = 10_000;
/** Jitter may make an exchange as long as a few handshakes; what is slower still is made slowly. */
const SLOW_HANDSHAKES = 3;
/** A file by convention, or a 404 from the front of the server: both are made at once. */
const CHEAP_PATH = '/favicon.ico';

/** Whether a HEAD was answered by saying that it is not known. */
export function refusesMethod({ status }: Pick<TimedReply, 'status'>): boolean {
  return status === 405 || status === 501;
}

/** Whether a HEAD failed as it does at a server that does not know it. */
export function ignoresHead(error: unknown): boolean {
  return error instanceof Failure && HEAD_IGNORED.has(error.code);
}

/**
 * `urls` are tried in turn until one connects. `methods` holds what is known about hosts, and learns. A reply is slow when it takes `slowMs` more than a few handshakes. Rejects with a `Failure`.
 */
export async function preflight(
  urls: readonly URL[],
  ask: Ask,
  methods: Methods,
  slowMs: number,
): Promise<Opened> {
  const exchanges: Exchange[] = [];
  const warnings: Warning[] = [];
  const methodOf = ({ host }: URL): Method => methods.ofHost.get(host) ?? methods.usual;

  async function askPolitely(url: URL, method: Method): Promise<TimedReply> {
    const reply = await ask(url, method);
    const waitMs = reply.retryAfterMs ?? 0;
    const isLimited = reply.status === 429 && (waitMs > LONGEST_WAIT_MS || reply.dateEpochMs === null);
    if (isLimited || (waitMs > 0 && reply.dateEpochMs === null))
      throw new Failure(
        'rate-limited',
        waitMs > 0
          ? `${hostOf(url)} limits requests (${reply.status}) and asks to wait ${inWords(waitMs)}: try again then.`
          : `${hostOf(url)} limits requests (429) and does not tell the time meanwhile: wait a minute, then try again.`,
      );
    return reply;
  }

  /** The reply to HEAD where that is answered with a date, else to GET. */
  async function askEither(url: URL): Promise<TimedReply> {
    if (methodOf(url) === 'HEAD') {
      try {
        const reply = await askPolitely(url, 'HEAD');
        exchanges.push(reply);
        if (redirectOf(url, reply) || (reply.dateEpochMs !== null && !refusesMethod(reply))) return reply;
      } catch (error) {
        if (!ignoresHead(error)) throw error;
      }
      methods.ofHost.set(url.host, 'GET');
    }
    const reply = await askPolitely(url, 'GET');
    exchanges.push(reply);
    return reply;
  }

  async function askFirstThatConnects(): Promise<[URL, TimedReply]> {
    let first: Failure | undefined;
    for (const url of urls) {
      try {
        return [url, await askEither(url)];
      } catch (error) {
        if (!(error instanceof Failure && NOT_CONNECTED.has(error.code))) throw error;
        first ??= error;
      }
    }
    throw first ?? new Error('There is no address to try.');
  }

  let [url, reply] = await askFirstThatConnects();
  const seen = new Set([url.href]);
  for (let next = redirectOf(url, reply); next; next = redirectOf(url, reply)) {
    if (seen.has(next.href))
      throw new Failure(
        'redirect-loop',
        `${hostOf(url)} redirects in a circle, back to ${quoted(next.href)}: type the address of a page that opens.`,
      );
    if (seen.size > MOST_REDIRECTS)
      throw new Failure(
        'too-many-redirects',
        `${hostOf(url)} redirects more than ${MOST_REDIRECTS} times: type the address of the page where it ends.`,
      );
    seen.add(next.href);
    url = next;
    reply = await askEither(url);
  }
  if (reply.dateEpochMs === null) throw withoutDate(url, reply);
  if (
    reply.status !== 429 &&
    delayOf(reply) > slowMs + SLOW_HANDSHAKES * reply.connectMs &&
    url.pathname !== CHEAP_PATH
  )
    await tryCheapPath();
  return { url: url.href, method: methodOf(url), exchanges, warnings };

  async function tryCheapPath(): Promise<void> {
    const [tookMs, page] = [inMs(delayOf(reply)), quoted(url.pathname)];
    const cheapUrl = new URL(CHEAP_PATH, url);
    const cheap = await askPolitely(cheapUrl, methodOf(url)).catch((error: unknown) => {
      if (error instanceof Failure && error.code !== 'rate-limited') return null;
      throw error;
    });
    const isBetter =
      cheap !== null &&
      cheap.dateEpochMs !== null &&
      cheap.status !== 429 &&
      delayOf(cheap) < delayOf(reply) / 2;
    if (isBetter) {
      exchanges.push(cheap);
      url = cheapUrl;
      warnings.push({
        code: 'cheap-path',
        message: `${hostOf(url)} takes ${tookMs} to answer ${page}, so ${CHEAP_PATH} is asked instead, which takes ${inMs(delayOf(cheap))}.`,
      });
    } else {
      warnings.push({
        code: 'slow-page',
        message: `${hostOf(url)} takes ${tookMs} to answer ${page}, which blurs its clock: if you know a page there that answers faster, measure that one.`,
      });
    }
  }
}

/** Where a reply sends its reader; undefined when nowhere. Throws a `Failure` when that is not the web. */
function redirectOf(url: URL, { status, headers }: Exchange): URL | undefined {
  const next = REDIRECTS.has(status) && headers['location'] ? URL.parse(headers['location'], url.href) : null;
  if (next === null) return undefined;
  if (next.protocol !== 'http:' && next.protocol !== 'https:')
    throw new Failure(
      'redirect-scheme',
      `${hostOf(url)} redirects to ${quoted(next.href)}, which is no web address: type the address of a page that opens.`,
    );
  next.hash = next.username = next.password = '';
  return next;
}

function withoutDate(url: URL, { headers }: Exchange): Failure {
  return 'date' in headers
    ? new Failure(
        'bad-date',
        `${hostOf(url)} sends a Date header that is no date (${quoted(headers.date ?? '')}), so its clock cannot be read: try another address of that site.`,
      )
    : new Failure(
        'no-date',
        `${hostOf(url)} sends no Date header, so its clock cannot be read: try another address of that site.`,
      );
}

const delayOf = ({ sentAt, receivedAt }: Exchange): number => receivedAt - sentAt;
const inMs = (ms: number): string => `${Math.round(ms)} ms`;
