/** Events: something that is to happen when a server's clock shows a time. */
import * as v from 'valibot';
import { Action } from './action.ts';
import { Id, Name, Zone } from './server.ts';

const MOST_ALARMS = 20;
const MOST_PAYLOAD = 4096;
const DAY_MS = 86_400_000;

export const ALARM_WAYS = ['sound', 'flash', 'notification'] as const;

/** So long before the event, in these ways. */
export const Alarm = v.strictObject({
  beforeMs: v.pipe(v.number(), v.minValue(0), v.maxValue(DAY_MS)),
  by: v.pipe(
    v.array(v.picklist(ALARM_WAYS)),
    v.minLength(1, 'An alarm needs a way: sound, flash or notification.'),
  ),
});
export type Alarm = v.InferOutput<typeof Alarm>;

const Whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** How often and how patiently a webhook is tried. */
export const Retry = v.strictObject({
  /** Requests in all. */
  attempts: Whole(1, 10),
  /** From the first attempt to the second; each further pause is twice as long, ms. */
  intervalMs: Whole(100, 600_000),
  /** The share of a pause that is drawn at random, 0 to 1. */
  jitter: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** For one attempt, ms. */
  timeoutMs: Whole(100, 60_000),
});
export type Retry = v.InferOutput<typeof Retry>;

/** RFC 9110 section 5.6.2. */
const HeaderName = v.pipe(
  v.string(),
  v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'A header name is made of letters, digits and hyphens.'),
);
const HeaderValue = v.pipe(
  v.string(),
  v.regex(/^[\t\x20-\x7e]{0,2000}$/, 'A header value is one line of ASCII.'),
);

export const Webhook = v.strictObject({
  method: v.optional(v.picklist(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']), 'POST'),
  url: v.pipe(
    v.string(),
    v.maxLength(2048),
    v.check(
      (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
      'A webhook needs a whole address, as in https://example.com/hook.',
    ),
  ),
  headers: v.optional(
    v.pipe(
      v.record(HeaderName, HeaderValue),
      v.check((headers) => Object.keys(headers).length <= 30, 'A webhook has 30 headers at the most.'),
    ),
    {},
  ),
  /**
   * Any JSON. In its texts {{event}}, {{server}}, {{scheduledEpochMs}}, {{firedEpochMs}}, {{latenessMs}} and {{accuracyMs}} are
   * filled in; without a body, the trigger message is sent.
   */
  body: v.optional(
    v.pipe(v.unknown(), v.check(isSmall, `A body has ${MOST_PAYLOAD} characters of JSON at the most.`)),
  ),
  /** The settings' own where absent. */
  retry: v.optional(v.partial(Retry)),
});
export type Webhook = v.InferOutput<typeof Webhook>;

function isSmall(value: unknown): boolean {
  return JSON.stringify(value).length <= MOST_PAYLOAD;
}

export const REPEATS = ['once', 'daily', 'weekdays', 'weekly'] as const;

/**
 * `server-time`: when the server's clock shows the time. `safe-arrival`: so that a request sent then arrives no earlier than
 * that; `balanced-arrival`: early as often as late.
 */
export const AIMS = ['server-time', 'safe-arrival', 'balanced-arrival'] as const;

export const NewEvent = v.strictObject({
  serverId: Id,
  name: v.optional(Name, 'Event'),
  /** What the clock shows, as in 2026-12-24T20:00 or 2026-12-24T20:00:00.000; with Z or +09:00 an instant. */
  time: v.pipe(
    v.string(),
    v.regex(
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/,
      'A time is written as in 2026-12-24T20:00, 2026-12-24T20:00:00.000 or 2026-12-24T20:00+09:00.',
    ),
  ),
  /** Of a time without one; the server's own where absent. */
  zone: v.optional(Zone),
  repeat: v.optional(v.picklist(REPEATS), 'once'),
  aim: v.optional(v.picklist(AIMS), 'server-time'),
  /** The settings' own where absent. */
  alarms: v.optional(
    v.pipe(v.array(Alarm), v.maxLength(MOST_ALARMS, `An event has ${MOST_ALARMS} alarms at the most.`)),
  ),
  /** Any JSON; handed to whoever is told of the trigger. */
  payload: v.optional(
    v.pipe(v.unknown(), v.check(isSmall, `A payload has ${MOST_PAYLOAD} characters of JSON at the most.`)),
  ),
  webhook: v.optional(Webhook),
  /** What a plugin is to do. */
  action: v.optional(Action),
});
export type NewEvent = v.InferOutput<typeof NewEvent>;

/**
 * `scheduled`: waits for its time; `done`: has none left. What became of an occurrence is in `firings`: `fired`; `missed`: its moment passed
 * while nothing could fire it; `unsure`: the core died around its moment, so it may have fired, and is not fired again.
 */
export const Firing = v.object({
  scheduledEpochMs: v.number(),
  outcome: v.picklist(['fired', 'missed', 'unsure']),
  /** By the server's clock; null unless fired. */
  firedEpochMs: v.nullable(v.number()),
  latenessMs: v.nullable(v.number()),
});
export type Firing = v.InferOutput<typeof Firing>;

export const WebhookAttempt = v.object({
  scheduledEpochMs: v.number(),
  attempt: v.number(),
  startedEpochMs: v.number(),
  status: v.nullable(v.number()),
  latencyMs: v.number(),
  error: v.nullable(v.string()),
});
export type WebhookAttempt = v.InferOutput<typeof WebhookAttempt>;

export const WebhookTest = v.strictObject({
  serverId: Id,
  name: v.optional(Name, 'Event'),
  webhook: Webhook,
  payload: v.optional(v.unknown()),
});
export type WebhookTest = v.InferOutput<typeof WebhookTest>;

export const ScheduledEvent = v.object({
  id: v.string(),
  serverId: v.string(),
  name: v.string(),
  time: v.string(),
  zone: v.string(),
  repeat: v.picklist(REPEATS),
  aim: v.picklist(AIMS),
  alarms: v.array(Alarm),
  payload: v.optional(v.unknown()),
  webhook: v.nullable(v.object({ ...Webhook.entries, retry: Retry })),
  /** What a plugin is to do; null for none. */
  action: v.nullable(Action),
  /** The next occurrence by the server's clock; null when there is none. */
  nextEpochMs: v.nullable(v.number()),
  /** When that is by the core's wall clock, as reckoned now. */
  dueEpochMs: v.nullable(v.number()),
  state: v.picklist(['scheduled', 'done']),
  /** What a person should know, as of a time that the clocks leap over. */
  note: v.nullable(v.string()),
  createdEpochMs: v.number(),
  /** Newest first, some. */
  firings: v.array(Firing),
});
export type ScheduledEvent = v.InferOutput<typeof ScheduledEvent>;

export const EventDetail = v.object({
  ...ScheduledEvent.entries,
  /** Of the webhook, newest first, some. */
  attempts: v.array(WebhookAttempt),
});
export type EventDetail = v.InferOutput<typeof EventDetail>;
