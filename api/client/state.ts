/** The core's state as it is told: the hello's snapshot, kept up to date by what is told after it. */
import type { ScheduledEvent } from '../protocol/event.ts';
import type { CoreMessage, Hello } from '../protocol/messages.ts';
import type { ServerSummary } from '../protocol/server.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Connection } from './connection.ts';
import { Listeners } from './listeners.ts';

type Progress = Extract<CoreMessage, { type: 'sync-progress' }>['progress'];

/** Never changed in place: a change makes another one. */
export interface CoreState {
  readonly servers: ReadonlyMap<string, ServerSummary>;
  readonly events: ReadonlyMap<string, ScheduledEvent>;
  /** How far the syncs are that are under way, by server. */
  readonly progress: ReadonlyMap<string, Progress>;
  readonly settings: Settings;
  /** The core's own clock against standard time. */
  readonly localClock: Hello['localClock'];
}

/** What changes the state; everything else passes by. */
const KEPT = [
  'server',
  'server-removed',
  'estimate',
  'health',
  'sync-progress',
  'sync-ended',
  'event',
  'event-removed',
  'settings',
  'local-clock',
] as const satisfies CoreMessage['type'][];
type Kept = Extract<CoreMessage, { type: (typeof KEPT)[number] }>;

export class LiveState {
  private state: CoreState | null = null;
  private readonly changes = new Listeners<[CoreState]>();
  private readonly stops: (() => void)[];

  constructor(connection: Connection) {
    this.stops = [
      connection.on('hello', (hello) => this.set(stateOf(hello))),
      ...KEPT.map((type) =>
        connection.on(type, (message) => {
          if (this.state) this.set(after(this.state, message));
        }),
      ),
    ];
  }

  /** Null until the core has said hello; as it was last, while it is not reached. */
  get current(): CoreState | null {
    return this.state;
  }

  /** Returns how to end it. */
  onChange(listener: (state: CoreState) => void): () => void {
    return this.changes.add(listener);
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private set(state: CoreState): void {
    if (state === this.state) return;
    this.state = state;
    this.changes.tell(state);
  }
}

const byId = <T extends { readonly id: string }>(all: readonly T[]) =>
  new Map(all.map((one) => [one.id, one]));

function stateOf({ servers, events, settings, localClock }: Hello): CoreState {
  return { servers: byId(servers), events: byId(events), progress: new Map(), settings, localClock };
}

/** The state after a message; the same one when it changes nothing. */
export function after(state: CoreState, message: Kept): CoreState {
  switch (message.type) {
    case 'server':
      return { ...state, servers: having(state.servers, message.server.id, message.server) };
    case 'server-removed': {
      const { serverId } = message;
      const events = new Map([...state.events].filter(([, event]) => event.serverId !== serverId));
      return {
        ...state,
        servers: without(state.servers, serverId),
        events,
        progress: without(state.progress, serverId),
      };
    }
    case 'estimate': {
      const { serverId, reading, lead, estimate } = message;
      const lost = reading === null && { offsetMs: null, precisionMs: null, accuracyMs: null };
      const measured = estimate && {
        lastSyncEpochMs: estimate.measuredAtEpochMs,
        offsetMs: estimate.offsetMs,
        precisionMs: estimate.precisionMs,
        accuracyMs: estimate.accuracyMs,
      };
      return changed(state, serverId, { reading, lead, ...measured, ...lost });
    }
    case 'health':
      return changed(state, message.serverId, { health: message.health });
    case 'sync-progress': {
      const { serverId, runId, progress } = message;
      const { servers } = changed(state, serverId, { runId });
      return { ...state, servers, progress: having(state.progress, serverId, progress) };
    }
    case 'sync-ended': {
      const { serverId } = message;
      const { servers } = changed(state, serverId, { runId: null });
      return { ...state, servers, progress: without(state.progress, serverId) };
    }
    case 'event':
      return { ...state, events: having(state.events, message.event.id, message.event) };
    case 'event-removed':
      return { ...state, events: without(state.events, message.eventId) };
    case 'settings':
      return { ...state, settings: message.settings };
    case 'local-clock':
      return { ...state, localClock: { reference: message.reference, isOff: message.isOff } };
  }
}

function changed(state: CoreState, serverId: string, changes: Partial<ServerSummary>): CoreState {
  const server = state.servers.get(serverId);
  if (
    !server ||
    Object.entries(changes).every(([name, value]) => server[name as keyof ServerSummary] === value)
  )
    return state;
  return { ...state, servers: having(state.servers, serverId, { ...server, ...changes }) };
}

const having = <T>(all: ReadonlyMap<string, T>, id: string, one: T) => new Map(all).set(id, one);

function without<T>(all: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  const rest = new Map(all);
  rest.delete(id);
  return rest;
}
