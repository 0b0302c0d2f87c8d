/**
 * What goes over a message pipe (a WebSocket, a MessagePort): JSON objects with a `type`.
 *
 * On connecting the core says `hello`, the whole state; then it tells changes. Time itself is never streamed: a client maps its own
 * monotonic clock onto the core's by `ping` (four timestamps), and reckons with each server's reading.
 */
import * as v from 'valibot';
import { Action } from './action.ts';
import { Alarm, Firing, ScheduledEvent } from './event.ts';
import { ENDPOINTS, type EndpointName } from './endpoints.ts';
import { Estimate, ReferenceTime } from './measurement.ts';
import { Plugin } from './plugin.ts';
import { Problem } from './problem.ts';
import { Reading } from './reading.ts';
import { Health, Id, Lead, ServerSummary } from './server.ts';
import { Settings } from './settings.ts';

/** What a client may choose to be told of. */
export const TOPICS = [
  'servers',
  'estimates',
  'progress',
  'health',
  'events',
  'alarms',
  'triggers',
  'alerts',
  'settings',
  'plugins',
] as const;
export const Topic = v.picklist(TOPICS);
export type Topic = v.InferOutput<typeof Topic>;

const RequestId = v.pipe(v.number(), v.integer(), v.minValue(0));

/** From a client. */
export const ClientMessage = v.variant('type', [
  /** Be told of these only; what is absent stays as it was, null is all. */
  v.strictObject({
    type: v.literal('subscribe'),
    topics: v.optional(v.nullable(v.array(Topic))),
    servers: v.optional(v.nullable(v.pipe(v.array(Id), v.maxLength(1000)))),
  }),
  /** The whole state again: another `hello`. */
  v.strictObject({ type: v.literal('snapshot') }),
  /** `t0`: the client's clock at sending, ms; echoed. */
  v.strictObject({ type: v.literal('ping'), t0: v.number() }),
  /** Any endpoint. */
  v.strictObject({
    type: v.literal('request'),
    id: RequestId,
    call: v.picklist(Object.keys(ENDPOINTS) as [EndpointName, ...EndpointName[]]),
    input: v.optional(v.unknown(), {}),
  }),
]);
export type ClientMessage = v.InferInput<typeof ClientMessage>;

const Notice = v.object({ code: v.string(), message: v.string() });

/** How far a sync is; figures as in Measurement. */
export const Progress = v.variant('type', [
  v.object({ type: v.literal('opened'), url: v.string(), method: v.picklist(['HEAD', 'GET']) }),
  v.object({
    type: v.literal('probe'),
    phase: v.picklist(['search', 'verify', 'watch']),
    request: v.number(),
    of: v.number(),
    delayMs: v.number(),
    estimate: v.object({
      offsetMs: v.number(),
      precisionMs: v.number(),
      accuracyMs: v.number(),
      bound: v.object({ lo: v.number(), hi: v.number() }),
    }),
    timeLeftMs: v.number(),
  }),
]);

/** An event's moment has come. */
export const Trigger = v.object({
  type: v.literal('trigger'),
  eventId: v.string(),
  serverId: v.string(),
  name: v.string(),
  /** The time that was asked for, by the server's clock. */
  scheduledEpochMs: v.number(),
  /** What the server's clock showed when it fired (with an aim at arrival: when the request is reckoned to arrive). */
  firedEpochMs: v.number(),
  /** Fired after the due instant by this much, ms; never negative. */
  latenessMs: v.number(),
  /** Whose clock it went by: the server's; standard time or the local clock in its stead, when nothing is known of the server's. */
  clock: v.picklist(['server', 'standard-time', 'local']),
  /** The clock's own uncertainty, ms; null when nobody can tell (`local`). */
  accuracyMs: v.nullable(v.number()),
  precisionMs: v.nullable(v.number()),
  payload: v.optional(v.unknown()),
  /** What a plugin is to do: whichever declares the kind. */
  action: v.optional(Action),
});
export type Trigger = v.InferOutput<typeof Trigger>;

/** What the core tells on its own; `topic` is what a client subscribes to. */
export const CoreMessage = v.variant('type', [
  v.object({ type: v.literal('server'), server: ServerSummary }),
  v.object({ type: v.literal('server-removed'), serverId: v.string() }),
  /** A new estimate, or another reading (null: nothing that still holds). */
  v.object({
    type: v.literal('estimate'),
    serverId: v.string(),
    reading: v.nullable(Reading),
    /** As in the server's summary. */
    lead: v.nullable(Lead),
    /** Absent when the reading alone has changed. */
    estimate: v.optional(Estimate),
  }),
  v.object({ type: v.literal('sync-progress'), serverId: v.string(), runId: v.string(), progress: Progress }),
  v.object({
    type: v.literal('sync-ended'),
    serverId: v.string(),
    runId: v.string(),
    /** Null: it brought an estimate. */
    failure: v.nullable(Notice),
  }),
  v.object({ type: v.literal('health'), serverId: v.string(), health: v.nullable(Health) }),
  /** The local clock against standard time. */
  v.object({ type: v.literal('local-clock'), reference: ReferenceTime, isOff: v.boolean() }),
  v.object({ type: v.literal('event'), event: ScheduledEvent }),
  v.object({ type: v.literal('event-removed'), eventId: v.string(), serverId: v.string() }),
  v.object({
    type: v.literal('alarm'),
    eventId: v.string(),
    serverId: v.string(),
    name: v.string(),
    scheduledEpochMs: v.number(),
    ...Alarm.entries,
  }),
  Trigger,
  /** It did not fire, or nobody can tell whether it did. */
  v.object({
    type: v.literal('missed'),
    eventId: v.string(),
    serverId: v.string(),
    name: v.string(),
    ...Firing.entries,
    message: v.string(),
  }),
  /** Something that a person should know. */
  v.object({ type: v.literal('alert'), serverId: v.nullable(v.string()), ...Notice.entries }),
  v.object({ type: v.literal('settings'), settings: Settings }),
  /** All of them; told when one comes, goes, starts, stops or is in trouble, not at each measurement of what they use. */
  v.object({ type: v.literal('plugins'), plugins: v.array(Plugin) }),
]);
export type CoreMessage = v.InferOutput<typeof CoreMessage>;

export const TOPIC_OF: Readonly<Record<CoreMessage['type'], Topic>> = {
  server: 'servers',
  'server-removed': 'servers',
  estimate: 'estimates',
  'sync-progress': 'progress',
  'sync-ended': 'progress',
  health: 'health',
  'local-clock': 'health',
  event: 'events',
  'event-removed': 'events',
  alarm: 'alarms',
  trigger: 'triggers',
  missed: 'triggers',
  alert: 'alerts',
  settings: 'settings',
  plugins: 'plugins',
};

/** The whole state. */
export const State = v.object({
  servers: v.array(ServerSummary),
  events: v.array(ScheduledEvent),
  settings: Settings,
  localClock: v.nullable(v.object({ reference: ReferenceTime, isOff: v.boolean() })),
});
export type State = v.InferOutput<typeof State>;

export const Hello = v.object({
  type: v.literal('hello'),
  protocol: v.number(),
  version: v.string(),
  /** Of the client's own connection, as in /health. */
  clientId: v.string(),
  permissions: v.array(v.string()),
  /** The core's monotonic clock, ms. */
  at: v.number(),
  /** The core's wall clock minus its monotonic clock, ms. */
  anchorMs: v.number(),
  ...State.entries,
});
export type Hello = v.InferOutput<typeof Hello>;

/**
 * `t1`, `t2`: the core's monotonic clock when the ping was read and when this was written, ms. `anchorMs`: as in hello; the wall clock
 * may have been set since.
 */
export const Pong = v.object({
  type: v.literal('pong'),
  t0: v.number(),
  t1: v.number(),
  t2: v.number(),
  anchorMs: v.number(),
});
export const Response = v.variant('ok', [
  v.object({
    type: v.literal('response'),
    id: v.number(),
    ok: v.literal(true),
    output: v.optional(v.unknown()),
  }),
  v.object({ type: v.literal('response'), id: v.number(), ok: v.literal(false), problem: Problem }),
]);
/** To a message that could not be understood. */
export const Refused = v.object({ type: v.literal('refused'), problem: Problem });

export type Pong = v.InferOutput<typeof Pong>;
export type Response = v.InferOutput<typeof Response>;
export type Refused = v.InferOutput<typeof Refused>;
export type ToClient = Hello | Pong | Response | Refused | CoreMessage;
