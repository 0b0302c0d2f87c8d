/**
 * A core without clocks, servers or database: it does what the interface says, in memory, and counts what it was asked, so that
 * the bridge can be tested alone.
 */
import type { Output, ValidInput } from '../../api/protocol/endpoints.ts';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { CoreHealth } from '../../api/protocol/health.ts';
import type { CoreMessage, State } from '../../api/protocol/messages.ts';
import type { Plugin } from '../../api/protocol/plugin.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import type { Rehearsal } from '../../api/protocol/practice.ts';
import { readAt, type Reading } from '../../api/protocol/reading.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import type { Caller, Core, CoreEndpoint, CoreOutput } from '../../api/server/core.ts';
import { serverWith } from './server-with.ts';

export interface MemoryCoreOptions {
  readonly now: () => number;
  readonly anchorMs: () => number;
}

type Calls = { readonly [N in CoreEndpoint]: (input: ValidInput<N>, caller: Caller) => unknown };

const DEFAULT_WEBHOOK_RETRY = SETTINGS_DEFAULTS.webhookRetry;

export class MemoryCore implements Core {
  readonly #options: MemoryCoreOptions;
  readonly #servers = new Map<string, ServerSummary>();
  readonly #events = new Map<string, ScheduledEvent>();
  readonly #rehearsals = new Map<string, Rehearsal[]>();
  readonly #listeners = new Set<(message: CoreMessage) => void>();
  #settings: Settings = SETTINGS_DEFAULTS;
  #plugin = PLUGIN;
  #count = 0;
  /** What it was asked, oldest first. */
  readonly asked: { readonly name: CoreEndpoint; readonly input: unknown; readonly caller: Caller }[] = [];
  /** Awaited before anything is answered: a test may hold the core up. */
  held: Promise<void> = Promise.resolve();

  constructor(options: MemoryCoreOptions) {
    this.#options = options;
  }

  async call<N extends CoreEndpoint>(name: N, input: ValidInput<N>, caller: Caller): Promise<CoreOutput<N>> {
    await this.held;
    this.asked.push({ name, input, caller });
    return this.#calls[name](input, caller) as CoreOutput<N>;
  }

  async state(): Promise<State> {
    await this.held;
    const [servers, events] = [[...this.#servers.values()], [...this.#events.values()]];
    return { servers, events, settings: this.#settings, localClock: null };
  }

  listen(listener: (message: CoreMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(message: CoreMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  /** As if a sync had found it. */
  measured(id: string, reading: Reading | null): void {
    const server = this.#server(id);
    const lead = reading && { safeMs: reading.delayMs / 2, balancedMs: reading.delayMs / 2 };
    this.#servers.set(id, { ...server, reading, lead });
    this.say({ type: 'estimate', serverId: id, reading, lead });
  }

  readonly #calls: Calls = {
    listServers: () => [...this.#servers.values()],
    addServer: ({ url, ...wishes }) => {
      const known = [...this.#servers.values()].find((server) => server.url === url);
      if (known) throw new ProblemError(409, 'server-exists', `${url} is registered already.`, known.id);
      const server: ServerSummary = {
        ...serverWith({ id: this.#newId(), url, name: url.slice(0, 100) }),
        ...given(wishes),
      };
      return this.#keepServer(server);
    },
    showServer: ({ id }) => ({
      ...this.#server(id),
      drift: { againstStandard: null, againstLocal: null },
      estimate: null,
      history: { estimates: [], next: null },
    }),
    updateServer: ({ id, ...changes }) =>
      this.#keepServer({
        ...this.#server(id),
        ...given(changes),
      }),
    removeServer: ({ id }) => {
      this.#server(id);
      this.#servers.delete(id);
      this.#rehearsals.delete(id);
      const { display } = this.#settings;
      if (display.serverIds.includes(id)) {
        const serverIds = display.serverIds.filter((shown) => shown !== id);
        this.#settings = { ...this.#settings, display: { ...display, serverIds } };
        this.say({ type: 'settings', settings: this.#settings });
      }
      this.say({ type: 'server-removed', serverId: id });
    },
    startSync: ({ id }) => {
      const { runId } = this.#server(id);
      const run = runId ?? this.#newId();
      if (!runId) this.#keepServer({ ...this.#server(id), runId: run });
      return { runId: run, isJoined: runId !== null };
    },
    cancelSync: ({ id }) => void this.#keepServer({ ...this.#server(id), runId: null }),
    readOffset: ({ id }) => this.#offset(this.#server(id)),
    startPractice: ({ opensInMs }) => {
      const opensEpochMs = Math.ceil((this.#nowEpochMs() + opensInMs) / 1000) * 1000;
      const known = [...this.#servers.values()].find(({ practice }) => practice !== null);
      const url = 'http://127.0.0.1:1/';
      const server = known ?? serverWith({ id: this.#newId(), url, name: 'Practice server' });
      this.#keepServer({ ...server, practice: { opensEpochMs } });
      return { serverId: server.id, url, opensEpochMs };
    },
    stopPractice: () => {
      const known = [...this.#servers.values()].find(({ practice }) => practice !== null);
      if (known) this.#calls.removeServer({ id: known.id }, { isPerson: true });
    },
    press: ({ id, targetEpochMs, pressedAt, timeMode }) => {
      const { name } = this.#server(id);
      const pressedEpochMs = pressedAt + this.#options.anchorMs();
      const rehearsal: Rehearsal = {
        id: this.#newId(),
        serverId: id,
        serverName: name,
        pressedEpochMs,
        targetEpochMs,
        timeMode,
        reactionMs: pressedEpochMs - targetEpochMs,
        sendingMs: 1,
        openingMs: 0,
        delayMs: 24,
        seenEpochMs: Math.floor(pressedEpochMs / 1000) * 1000,
        lateMs: pressedEpochMs + 13 - targetEpochMs,
        accuracyMs: 0,
      };
      this.#rehearsals.set(id, [rehearsal, ...(this.#rehearsals.get(id) ?? [])]);
      return rehearsal;
    },
    listRehearsals: ({ id }) => {
      this.#server(id);
      return { rehearsals: this.#rehearsals.get(id) ?? [], suggestion: null };
    },
    clearRehearsals: ({ id }) => {
      this.#server(id);
      this.#rehearsals.delete(id);
    },
    listEvents: () => [...this.#events.values()],
    addEvent: ({ serverId, name, time, zone, repeat, aim, alarms, payload, webhook, action }) => {
      this.#server(serverId);
      const event: ScheduledEvent = {
        id: this.#newId(),
        serverId,
        name,
        time,
        zone: zone ?? 'UTC',
        repeat,
        aim,
        alarms: alarms ?? this.#settings.alarms,
        ...(payload !== undefined && { payload }),
        webhook: webhook
          ? { ...webhook, retry: { ...DEFAULT_WEBHOOK_RETRY, ...given(webhook.retry) } }
          : null,
        action: action ?? null,
        nextEpochMs: null,
        dueEpochMs: null,
        state: 'scheduled',
        note: null,
        createdEpochMs: this.#nowEpochMs(),
        firings: [],
      };
      this.#events.set(event.id, event);
      this.say({ type: 'event', event });
      return event;
    },
    showEvent: ({ id }) => ({ ...this.#event(id), attempts: [] }),
    removeEvent: ({ id }) => {
      const { serverId } = this.#event(id);
      this.#events.delete(id);
      this.say({ type: 'event-removed', eventId: id, serverId });
    },
    testWebhook: ({ serverId }) => {
      this.#server(serverId);
      const startedEpochMs = this.#nowEpochMs();
      const scheduledEpochMs = startedEpochMs;
      return { scheduledEpochMs, attempt: 1, startedEpochMs, status: 204, latencyMs: 5, error: null };
    },
    listPlugins: () => [this.#plugin],
    enablePlugin: ({ id }) => this.#enabled(id, true),
    disablePlugin: ({ id }) => this.#enabled(id, false),
    readPluginLog: ({ id }) => {
      this.#enabled(id, this.#plugin.isEnabled);
      return { file: '/fake.log', lines: [] };
    },
    readSettings: () => this.#settings,
    changeSettings: (changes) => {
      const { sync, reference, webhookRetry, display, sounds, hotkeys, ...others } = changes;
      for (const id of display?.serverIds ?? []) this.#server(id);
      this.#settings = {
        ...this.#settings,
        ...given(others),
        sync: { ...this.#settings.sync, ...given(sync) },
        reference: { ...this.#settings.reference, ...given(reference) },
        webhookRetry: { ...this.#settings.webhookRetry, ...given(webhookRetry) },
        display: { ...this.#settings.display, ...given(display) },
        sounds: { ...this.#settings.sounds, ...given(sounds) },
        hotkeys: { ...this.#settings.hotkeys, ...given(hotkeys) },
      };
      this.say({ type: 'settings', settings: this.#settings });
      return this.#settings;
    },
    readHealth: () => this.#health(),
  };

  #server(id: string): ServerSummary {
    const server = this.#servers.get(id);
    if (!server) throw new ProblemError(404, 'no-such-server', `There is no server ${id}.`);
    return server;
  }

  #enabled(id: string, isEnabled: boolean): Plugin {
    if (id !== this.#plugin.id) throw new ProblemError(404, 'no-such-plugin', `There is no plugin ${id}.`);
    this.#plugin = { ...this.#plugin, isEnabled, state: isEnabled ? 'running' : 'off' };
    this.say({ type: 'plugins', plugins: [this.#plugin] });
    return this.#plugin;
  }

  #event(id: string): ScheduledEvent {
    const event = this.#events.get(id);
    if (!event) throw new ProblemError(404, 'no-such-event', `There is no event ${id}.`);
    return event;
  }

  #keepServer(server: ServerSummary): ServerSummary {
    this.#servers.set(server.id, server);
    this.say({ type: 'server', server });
    return server;
  }

  #offset({ name, reading }: ServerSummary): Output<'readOffset'> {
    if (!reading) throw new ProblemError(409, 'not-measured', `The clock of ${name} was not measured yet.`);
    const at = this.#options.now();
    const read = readAt(reading, at);
    const { skewPpm, source, carriedBy } = reading;
    return { ...read, skewPpm, source, carriedBy, offsetMs: read.serverEpochMs - this.#nowEpochMs() };
  }

  #health(): CoreHealth {
    return {
      status: 'ok',
      reasons: [],
      version: 'fake',
      protocol: 1,
      startedEpochMs: 0,
      servers: this.#servers.size,
      syncing: 0,
      events: { scheduled: this.#events.size, nextDueEpochMs: null },
      plugins: [],
      localClock: null,
      system: { platform: 'fake', arch: 'fake', node: 'fake', cpus: 1, residentBytes: 0, uptimeS: 0 },
    };
  }

  #nowEpochMs(): number {
    return this.#options.now() + this.#options.anchorMs();
  }

  #newId(): string {
    this.#count += 1;
    return `fake${this.#count.toString(36)}`;
  }
}

const PLUGIN: Plugin = {
  id: 'fake-plugin',
  source: 'installed',
  folder: '/fake-plugin',
  about: {
    name: 'Fake',
    version: '1.0.0',
    description: null,
    runtime: 'node',
    permissions: ['trigger'],
    caps: { memoryMb: 128, cpuPercent: 25 },
    actions: [],
  },
  isEnabled: false,
  state: 'off',
  problem: null,
  pid: null,
  startedEpochMs: null,
  retryEpochMs: null,
  restarts: 0,
  usage: null,
  keptBy: { memory: 'watch', cpu: 'watch' },
};

/** Without what is undefined, which would overwrite. */
function given<T extends object>(changes: T | undefined): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(changes ?? {})) as { [K in keyof T]: Exclude<T[K], undefined> };
}
