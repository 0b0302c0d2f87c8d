/**
 * Tells somebody else's server that an event's moment has come, and tells it again until it has heard.
 *
 * The connection is opened some seconds before, so that at the moment only the request has to travel. Every attempt carries the same
 * `Idempotency-Key`, by which a server knows a repetition; each is reported.
 */
import manifest from '../../package.json' with { type: 'json' };
import type { ScheduledEvent, WebhookAttempt } from '../../api/protocol/event.ts';
import type { Trigger } from '../../api/protocol/messages.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { fillIn } from './template.ts';
import { attempt, type WebhookReply, type WebhookRequest } from './webhook-attempt.ts';
import { openConnection, WarmConnection } from './webhook-connection.ts';

export interface WebhookJob {
  readonly eventId: string;
  readonly scheduledEpochMs: number;
  readonly serverName: string;
  readonly webhook: ScheduledEvent['webhook'] & {};
  /** Whether it may go to this computer and its own network. */
  readonly allowsPrivate: boolean;
  readonly idempotencyKey: string;
}

export interface Attempt extends WebhookAttempt {
  readonly eventId: string;
}

export interface PreparedWebhook {
  /** The first attempt goes out at once, on the warm connection; resolves when there are no more. Never rejects. */
  send(trigger: Trigger): Promise<void>;
  /** Ends it, whatever it is at. */
  cancel(): void;
}

export interface WebhookOptions {
  /** Its anchor is read after each attempt: a reading some seconds old will do. */
  readonly clock: Pick<LocalClock, 'now' | 'anchor'>;
  readonly onAttempt: (attempt: Attempt) => void;
  /** 0 to 1, for the jitter. */
  readonly random?: () => number;
}

/** A look-up, TCP and TLS take a second at worst as a rule; servers keep an idle connection for five at least, ms. */
const WARM_AHEAD_MS = 3000;
/** Neither the doubling nor a Retry-After makes a pause longer, ms. */
const LONGEST_PAUSE_MS = 3_600_000;
/** What belongs to the request as such, or is what makes it recognisable. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws a Failure when its headers cannot be sent. */
export function checkWebhook({ headers }: WebhookJob['webhook']): void {
  const own = Object.keys(headers).find((name) => OWN_HEADERS.has(name.toLowerCase()));
  if (own !== undefined)
    throw new Failure(
      'webhook-header',
      `Ticketime sets the header ${own} of a webhook itself: leave it out.`,
    );
}

/** `at`: when it is due, monotonic. */
export function prepareWebhook(job: WebhookJob, at: number, options: WebhookOptions): PreparedWebhook {
  const { clock } = options;
  const { allowsPrivate, webhook } = job;
  const url = new URL(webhook.url);
  const ended = new AbortController();
  const warm = new WarmConnection(url, allowsPrivate, at - clock.now() - WARM_AHEAD_MS);
  const nowEpochMs = () => clock.now() + clock.anchor();

  async function once(request: WebhookRequest, count: number): Promise<WebhookReply & { isWarm: boolean }> {
    const socket = count === 1 ? warm.take() : undefined;
    const connect = () => socket ?? openConnection(url, allowsPrivate);
    const startedAt = clock.now();
    const reply = await attempt(request, connect, nowEpochMs, ended.signal);
    const latencyMs = clock.now() - startedAt;
    const { eventId, scheduledEpochMs } = job;
    const { status, error } = reply;
    const startedEpochMs = startedAt + clock.anchor();
    options.onAttempt({
      eventId,
      scheduledEpochMs,
      attempt: count,
      startedEpochMs,
      status,
      latencyMs,
      error,
    });
    return { ...reply, isWarm: socket !== undefined };
  }

  return {
    async send(trigger) {
      const request = requestOf(job, url, trigger);
      const { attempts, intervalMs, jitter } = webhook.retry;
      for (let count = 1; !ended.signal.aborted; count++) {
        const { error, isPassing, retryAfterMs, wasClosed, isWarm } = await once(request, count);
        if (error === null || !isPassing || count >= attempts) return;
        const doubledMs = intervalMs * 2 ** (count - 1) * (1 - jitter * (options.random ?? Math.random)());
        const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(doubledMs, retryAfterMs ?? 0));
        // A server that had just given up the idle connection is there all the same.
        if (!(isWarm && wasClosed)) await pause(pauseMs, ended.signal);
      }
    },
    cancel() {
      warm.close();
      ended.abort();
    },
  };
}

function requestOf(
  { webhook, serverName, idempotencyKey }: WebhookJob,
  url: URL,
  trigger: Trigger,
): WebhookRequest {
  const { method, headers, body: template, retry } = webhook;
  const isBare = method === 'GET' || method === 'DELETE';
  const { name, scheduledEpochMs, firedEpochMs, latenessMs, accuracyMs } = trigger;
  const values = { event: name, server: serverName, scheduledEpochMs, firedEpochMs, latenessMs, accuracyMs };
  const content = template === undefined ? (isBare ? undefined : trigger) : fillIn(template, values);
  const body = content === undefined ? undefined : JSON.stringify(content);
  const own = {
    'user-agent': `Ticketime/${manifest.version}`,
    accept: '*/*',
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
    'idempotency-key': idempotencyKey,
  };
  const wished = Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value] as const);
  const all = { ...own, ...Object.fromEntries(wished.filter(([key]) => !OWN_HEADERS.has(key))) };
  return { url, method, headers: all, body, timeoutMs: retry.timeoutMs };
}

/** Resolves early when it is ended. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
