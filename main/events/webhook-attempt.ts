/** One request of a webhook, and what came of it. */
import http from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../failure.ts';
import { failureOf, hostOf, inWords, quoted, type Phase } from '../sources/http-date/failures.ts';
import { readHttpDate, readRetryAfter } from '../sources/http-date/http-date.ts';

export interface WebhookRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}

export interface WebhookReply {
  /** Null when none came. */
  readonly status: number | null;
  /** One sentence; null when it was delivered. */
  readonly error: string | null;
  /** Whether it may go better another time. */
  readonly isPassing: boolean;
  /** What `Retry-After` asks for, ms; null when it asks for nothing. */
  readonly retryAfterMs: number | null;
  /** Whether the connection ended without a word: one that was open for a while may just have been closed for that. */
  readonly wasClosed: boolean;
}

/** What a reply says besides its status is of no use; so much of it is read to part politely, bytes. */
const MOST_READ = 65_536;
/** Too early (425) and too many (429), a time-out, and whatever is the server's own trouble. */
const isPassingStatus = (status: number) => [408, 425, 429].includes(status) || status >= 500;
/** What stays as it is until somebody changes it. */
const LASTING = /^certificate-|-address$|^not-http$|^not-tls$/;

/**
 * Never rejects. `connect` gives a connection, which may stand already. `onSent` is called when the request has been handed over to it.
 */
export function attempt(
  request: WebhookRequest,
  connect: () => Socket,
  nowEpochMs: () => number,
  signal: AbortSignal,
): Promise<WebhookReply> {
  const { url, method, headers, body, timeoutMs } = request;
  let phase: Phase = 'connecting';
  return new Promise((resolve) => {
    const fail = (error: unknown) => {
      const what = { status: null, retryAfterMs: null };
      resolve({ ...what, ...explain(error, request, phase, signal) });
    };
    const answered = (response: http.IncomingMessage) => {
      const status = response.statusCode ?? 0;
      const retryAfter = response.headers['retry-after'];
      const localEpochMs = nowEpochMs();
      const serverEpochMs = readHttpDate(response.headers.date ?? '', localEpochMs) ?? localEpochMs;
      resolve({
        status,
        error: status >= 200 && status < 300 ? null : sentenceOf(status, response.headers.location, url),
        isPassing: isPassingStatus(status),
        retryAfterMs: retryAfter === undefined ? null : readRetryAfter(retryAfter, serverEpochMs),
        wasClosed: false,
      });
    };
    try {
      const timer = AbortSignal.timeout(timeoutMs);
      const sent = http.request({
        createConnection: connect,
        host: url.hostname,
        path: url.pathname + url.search,
        method,
        headers: { Host: url.host, ...headers },
        setHost: false,
        signal: AbortSignal.any([timer, signal]),
      });
      sent.once('socket', (socket) => {
        const ready = () => (phase = 'sent');
        if (!socket.connecting && !('secureConnecting' in socket && socket.secureConnecting)) ready();
        else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', ready);
      });
      sent.on('error', fail);
      sent.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
      sent.once('upgrade', (response, socket) => {
        answered(response); // which nobody asked for
        socket.destroy();
      });
      sent.once('response', (response) => {
        answered(response);
        discard(response);
      });
      sent.end(body);
    } catch (error) {
      fail(error); // an address that may not be asked
    }
  });
}

function discard(response: http.IncomingMessage): void {
  let read = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MOST_READ) response.destroy();
  });
}

function sentenceOf(status: number, location: string | undefined, url: URL): string {
  const reason = http.STATUS_CODES[status];
  const answered = `${hostOf(url)} answered ${status}${reason ? ` (${reason})` : ''}`;
  if (status < 300 || status >= 400) return `${answered}.`;
  const to = location === undefined ? '' : ` to ${quoted(location)}`;
  return `${answered}, a redirect${to}, and a webhook follows none: give it the final address.`;
}

function explain(
  error: unknown,
  { url, timeoutMs }: WebhookRequest,
  phase: Phase,
  signal: AbortSignal,
): Pick<WebhookReply, 'error' | 'isPassing' | 'wasClosed'> {
  const host = hostOf(url);
  const told = (sentence: string, isPassing = true, wasClosed = false) => ({
    error: sentence,
    isPassing,
    wasClosed,
  });
  if (signal.aborted) return told(`Ticketime was stopped before ${host} answered.`, false);
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return told(`${host} did not answer within ${inWords(timeoutMs)}.`);
  if (phase === 'sent' && (code === 'ECONNRESET' || code === 'EPIPE'))
    return told(`${host} closed the connection before it answered.`, true, true);
  const failure = failureOf(error, url, phase);
  if (!(failure instanceof Failure))
    return told(`The request to ${host} failed (${String(failure)}).`, false);
  return told(failure.message, !LASTING.test(failure.code));
}
