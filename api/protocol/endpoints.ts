/**
 * Everything that can be asked of the core: one table, from which come the REST routes, the requests over a message pipe, the
 * validation, the types and /openapi.json.
 *
 * The input is one object. Over HTTP its parts named in the path come from there; the others from the query (GET, DELETE) or
 * from the JSON body.
 */
import * as v from 'valibot';
import { EventDetail, NewEvent, ScheduledEvent, WebhookAttempt, WebhookTest } from './event.ts';
import { AppHealth } from './health.ts';
import type { Permission } from './permission.ts';
import { Consent, Plugin, PluginId, PluginLog } from './plugin.ts';
import { PracticeStarted, PracticeWish, PressWish, Rehearsal, RehearsalList } from './practice.ts';
import { ROUTES, type Route } from './routes.ts';
import { Id, NewServer, OffsetNow, ServerChanges, ServerDetail, ServerSummary } from './server.ts';
import { Settings, SettingsChanges } from './settings.ts';
import { MadeCode, MadeToken, NewToken, Token } from './token.ts';

export interface Endpoint extends Route {
  readonly permission: Permission;
  /** What it does, for people. */
  readonly summary: string;
  readonly input: v.GenericSchema;
  /** Null: nothing is returned. */
  readonly output: v.GenericSchema | null;
  /** Of success. */
  readonly status: 200 | 201 | 202 | 204;
}

const MOST_ON_A_PAGE = 500;

/** A whole number as it stands in a query. */
const QueryNumber = (least: number, most: number) =>
  v.pipe(
    v.union([
      v.number(),
      v.pipe(v.string(), v.regex(/^\d{1,16}$/, 'It must be a whole number.'), v.transform(Number)),
    ]),
    v.integer(),
    v.minValue(least),
    v.maxValue(most),
  );

const Nothing = v.strictObject({});
const ById = v.strictObject({ id: Id });

export const SyncWish = v.strictObject({
  id: Id,
  /** How thoroughly; the settings' own where absent. */
  mode: v.optional(v.picklist(['default', 'quick', 'precise'])),
  /** So many samples, whatever precision they reach. */
  samples: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100))),
  /** Watch a Date that lags for so many seconds instead. */
  watchSeconds: v.optional(v.pipe(v.number(), v.minValue(10), v.maxValue(600))),
});
export type SyncWish = v.InferOutput<typeof SyncWish>;

export const SyncStarted = v.object({
  runId: v.string(),
  /** Whether this is a run that was under way already. */
  isJoined: v.boolean(),
});

export const ENDPOINTS = {
  listServers: {
    ...ROUTES.listServers,
    permission: 'read',
    summary: 'Every registered server with what is known of its clock',
    input: Nothing,
    output: v.array(ServerSummary),
    status: 200,
  },
  addServer: {
    ...ROUTES.addServer,
    permission: 'manage',
    summary: 'Registers a server; the same one twice is refused (409)',
    input: NewServer,
    output: ServerSummary,
    status: 201,
  },
  showServer: {
    ...ROUTES.showServer,
    permission: 'read',
    summary: 'Everything about one server, its history page by page',
    input: v.strictObject({
      id: Id,
      before: v.optional(QueryNumber(0, Number.MAX_SAFE_INTEGER)),
      limit: v.optional(QueryNumber(1, MOST_ON_A_PAGE), 50),
    }),
    output: ServerDetail,
    status: 200,
  },
  updateServer: {
    ...ROUTES.updateServer,
    permission: 'manage',
    summary: 'Changes its name, favourite, time zone, trim or interval',
    input: v.strictObject({ id: Id, ...ServerChanges.entries }),
    output: ServerSummary,
    status: 200,
  },
  removeServer: {
    ...ROUTES.removeServer,
    permission: 'manage',
    summary: 'Removes it with its history and its events',
    input: ById,
    output: null,
    status: 204,
  },
  startSync: {
    ...ROUTES.startSync,
    permission: 'sync',
    summary: 'Starts a sync, or joins the one that is under way',
    input: SyncWish,
    output: SyncStarted,
    status: 202,
  },
  cancelSync: {
    ...ROUTES.cancelSync,
    permission: 'sync',
    summary: 'Ends the sync that is under way, with what it knows',
    input: ById,
    output: null,
    status: 204,
  },
  readOffset: {
    ...ROUTES.readOffset,
    permission: 'read',
    summary: 'The offset at this instant, corrected for drift, with its uncertainty and age',
    input: ById,
    output: OffsetNow,
    status: 200,
  },
  startPractice: {
    ...ROUTES.startPractice,
    permission: 'manage',
    summary:
      'Starts a practice server with a clock of its own that opens at a time, or sets when the running one opens',
    input: PracticeWish,
    output: PracticeStarted,
    status: 201,
  },
  stopPractice: {
    ...ROUTES.stopPractice,
    permission: 'manage',
    summary: 'Ends the practice server, and removes it from the list',
    input: Nothing,
    output: null,
    status: 204,
  },
  press: {
    ...ROUTES.press,
    permission: 'sync',
    summary: 'Sends one request at once, and tells when it arrived',
    input: PressWish,
    output: Rehearsal,
    status: 200,
  },
  listRehearsals: {
    ...ROUTES.listRehearsals,
    permission: 'read',
    summary: 'The presses so far, and the trim that they suggest',
    input: ById,
    output: RehearsalList,
    status: 200,
  },
  clearRehearsals: {
    ...ROUTES.clearRehearsals,
    permission: 'manage',
    summary: 'Forgets the presses so far',
    input: ById,
    output: null,
    status: 204,
  },
  listEvents: {
    ...ROUTES.listEvents,
    permission: 'read',
    summary: 'Every event, the next one first',
    input: Nothing,
    output: v.array(ScheduledEvent),
    status: 200,
  },
  addEvent: {
    ...ROUTES.addEvent,
    permission: 'schedule',
    summary: 'Schedules an event by a server’s clock',
    input: NewEvent,
    output: ScheduledEvent,
    status: 201,
  },
  showEvent: {
    ...ROUTES.showEvent,
    permission: 'read',
    summary: 'One event, what became of it, and its webhook’s attempts',
    input: ById,
    output: EventDetail,
    status: 200,
  },
  removeEvent: {
    ...ROUTES.removeEvent,
    permission: 'schedule',
    summary: 'Removes it; what has not fired will not',
    input: ById,
    output: null,
    status: 204,
  },
  testWebhook: {
    ...ROUTES.testWebhook,
    permission: 'schedule',
    summary: 'Calls a webhook once, now, as an event would',
    input: WebhookTest,
    output: WebhookAttempt,
    status: 200,
  },
  readSettings: {
    ...ROUTES.readSettings,
    permission: 'read',
    summary: 'All settings',
    input: Nothing,
    output: Settings,
    status: 200,
  },
  changeSettings: {
    ...ROUTES.changeSettings,
    permission: 'manage',
    summary: 'Changes some settings',
    input: SettingsChanges,
    output: Settings,
    status: 200,
  },
  readHealth: {
    ...ROUTES.readHealth,
    permission: 'read',
    summary: 'The core itself: status, clients, system, local clock against standard time',
    input: Nothing,
    output: AppHealth,
    status: 200,
  },
  listPlugins: {
    ...ROUTES.listPlugins,
    permission: 'read',
    summary: 'Every plugin that is there, what it asks for, and how it is',
    input: Nothing,
    output: v.array(Plugin),
    status: 200,
  },
  enablePlugin: {
    ...ROUTES.enablePlugin,
    permission: 'manage',
    summary: 'Allows a plugin what it asks for, and starts it, anew if it runs',
    input: Consent,
    output: Plugin,
    status: 200,
  },
  disablePlugin: {
    ...ROUTES.disablePlugin,
    permission: 'manage',
    summary: 'Stops a plugin, and does not start it any more',
    input: v.strictObject({ id: PluginId }),
    output: Plugin,
    status: 200,
  },
  readPluginLog: {
    ...ROUTES.readPluginLog,
    permission: 'manage',
    summary: 'The last lines of what a plugin wrote',
    input: v.strictObject({ id: PluginId, lines: v.optional(QueryNumber(1, 1000), 100) }),
    output: PluginLog,
    status: 200,
  },
  listTokens: {
    ...ROUTES.listTokens,
    permission: 'manage',
    summary: 'Every token, without its secret',
    input: Nothing,
    output: v.array(Token),
    status: 200,
  },
  makeToken: {
    ...ROUTES.makeToken,
    permission: 'manage',
    summary: 'Makes a token; its secret is told this once',
    input: NewToken,
    output: MadeToken,
    status: 201,
  },
  revokeToken: {
    ...ROUTES.revokeToken,
    permission: 'manage',
    summary: 'Revokes it; its connections are closed',
    input: ById,
    output: null,
    status: 204,
  },
  makeCode: {
    ...ROUTES.makeCode,
    permission: 'manage',
    summary: 'Makes a code that opens a page in a browser: good once, for a minute',
    input: Nothing,
    output: MadeCode,
    status: 201,
  },
} as const satisfies Record<keyof typeof ROUTES, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

type Table = typeof ENDPOINTS;
/** What a caller gives. */
export type Input<N extends EndpointName> = v.InferInput<Table[N]['input']>;
/** What serves it is given: validated, defaults filled in. */
export type ValidInput<N extends EndpointName> = v.InferOutput<Table[N]['input']>;
export type Output<N extends EndpointName> = Table[N]['output'] extends v.GenericSchema
  ? v.InferOutput<Table[N]['output']>
  : undefined;
