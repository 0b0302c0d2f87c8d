/** The registered servers, each with the clock that is kept of it. */
import type { Estimate } from '../../api/protocol/measurement.ts';
import { readAt } from '../../api/protocol/reading.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import type {
  Health,
  Lead,
  NewServer,
  ServerChanges,
  ServerDetail,
  ServerSummary,
} from '../../api/protocol/server.ts';
import { KeptClock, type Standard } from '../keeping/kept-clock.ts';
import { assertAllowed } from '../sources/address-guard.ts';
import type { EstimateRecord } from '../store/estimates.ts';
import type { ServerRecord } from '../store/servers.ts';
import type { Store } from '../store/store.ts';
import type { Measurement } from '../sync/measurement.ts';
import { Failure } from '../failure.ts';
import { addressOf } from './address.ts';
import { clockByReading } from './event-clock.ts';
import { given } from './given.ts';
import type { Hub } from './hub.ts';
import { newId } from './new-id.ts';
import { noServer } from './problems.ts';

export interface ServersOptions {
  readonly store: Store;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Wall minus monotonic clock, ms, at no cost. */
  readonly anchorMs: () => number;
  readonly axis: () => string;
  readonly hub: Hub;
  readonly healthThreshold: () => number;
}

interface Notice {
  readonly code: string;
  readonly message: string;
}

export interface Server {
  record: ServerRecord;
  readonly kept: KeptClock;
  /** Of the sync that is under way. */
  runId: string | null;
  note: Notice | null;
  /** That the reading rests on. */
  believedEstimate: Estimate | null;
  lastSyncEpochMs: number | null;
  /** When the last sync that succeeded ended, monotonic; null when none is known on this axis. */
  syncedAt: number | null;
  /** What HEAD or GET an earlier run found to work. */
  method: 'HEAD' | 'GET' | null;
  /** When it opens by its own clock, of the practice server; null of every other one. */
  practice: { readonly opensEpochMs: number } | null;
  /** As it was told last. */
  told: { readonly score: number; readonly needsSync: boolean } | null;
}

/** The drift is known from the newest so many: hourly ones are a week, which shows a clock's days. */
const REPLAYED = 168;
const MOST_SERVERS = 1000;
/** A change of the score that is worth telling. */
const SCORE_STEP = 3;

export class Servers {
  private readonly options: ServersOptions;
  private readonly servers = new Map<string, Server>();

  constructor(options: ServersOptions) {
    this.options = options;
    for (const record of options.store.servers.list()) this.servers.set(record.id, this.restored(record));
  }

  all(): Server[] {
    return [...this.servers.values()];
  }

  /** Throws a ProblemError when there is none. */
  get(id: string): Server {
    const server = this.servers.get(id);
    if (!server) throw noServer(id);
    return server;
  }

  has(id: string): boolean {
    return this.servers.has(id);
  }

  /** `isPerson`: whether the person at the machine adds it, who may name private addresses. */
  add({ url, ...wishes }: NewServer, isPerson: boolean, practice: Server['practice'] = null): Server {
    const address = addressOf(url);
    assertAllowed(address.hostname, isPerson);
    const same = this.all().find(({ record }) => addressOf(record.address).key === address.key);
    if (same)
      throw new ProblemError(
        409,
        'server-exists',
        `${same.record.address} is registered already, as ${same.record.name} (${same.record.id}).`,
        same.record.id,
      );
    if (this.servers.size >= MOST_SERVERS)
      throw new Failure('too-many-servers', `${MOST_SERVERS} servers are the most: remove one first.`);
    const record: ServerRecord = {
      id: newId(),
      address: address.kept,
      name: address.name,
      favourite: false,
      zone: null,
      trimMs: 0,
      intervalMs: null,
      ...given(wishes),
      allowsPrivate: isPerson,
      createdEpochMs: this.nowEpochMs(),
    };
    this.options.store.servers.add(record);
    const server = { ...empty(record), practice };
    this.servers.set(record.id, server);
    this.tell(server);
    return server;
  }

  update(id: string, changes: ServerChanges): Server {
    const server = this.get(id);
    this.options.store.servers.update(id, given(changes));
    server.record = { ...server.record, ...given(changes) };
    this.tell(server);
    return server;
  }

  remove(id: string): void {
    this.get(id);
    this.options.store.servers.remove(id);
    this.servers.delete(id);
    this.options.hub.say({ type: 'server-removed', serverId: id });
  }

  /** The monotonic clock is on this axis now: what is lost is noted, until standard time carries it over. Returns whether something was. */
  keepOnly(axis: string): boolean {
    const lostNow = this.all().filter(({ kept }) => kept.keepOnly(axis));
    for (const server of lostNow) {
      server.syncedAt = null;
      server.note = lost(server.record.name);
      this.tellReading(server);
      this.tell(server);
    }
    return lostNow.length > 0;
  }

  carryOver(standard: Standard): void {
    for (const server of this.all()) {
      if (!server.kept.carryOver(standard)) continue;
      if (server.note?.code === LOST) server.note = null;
      this.tellReading(server);
      this.tell(server);
    }
  }

  /** To be called now and then: states anew what has become old, and tells a health that has changed. */
  refresh(at: number): void {
    for (const server of this.all()) {
      if (server.kept.refresh(at)) this.tellReading(server);
      const health = this.healthOf(server, at);
      const isNews = health
        ? server.told?.needsSync !== health.needsSync ||
          Math.abs(server.told.score - health.score) >= SCORE_STEP
        : server.told !== null;
      if (!isNews) continue;
      const { id, name } = server.record;
      this.options.hub.say({ type: 'health', serverId: id, health });
      if (health?.needsSync && server.told?.needsSync === false)
        this.options.hub.alert(
          'sync-recommended',
          health.parts.freshness < 1
            ? `What is known of the clock of ${name} has aged: sync it again.`
            : `The clock of ${name} was not where it was reckoned to be when it was synced last: sync it again.`,
          id,
        );
      server.told = health && { score: health.score, needsSync: health.needsSync };
    }
  }

  summary(server: Server): ServerSummary {
    const { record, kept, runId, note, lastSyncEpochMs, practice } = server;
    const { id, address, name, favourite, zone, trimMs, intervalMs } = record;
    const at = this.options.now();
    const now = kept.reading && readAt(kept.reading, at);
    return {
      id,
      url: address,
      name,
      favourite,
      zone,
      trimMs,
      intervalMs,
      reading: kept.reading,
      lead: leadOf(server),
      practice,
      offsetMs: now && now.serverEpochMs - (at + this.options.anchorMs()),
      precisionMs: now && now.precisionMs,
      accuracyMs: now && now.accuracyMs,
      health: this.healthOf(server, at),
      lastSyncEpochMs,
      runId,
      note,
    };
  }

  detail(server: Server, before: number | undefined, limit: number): ServerDetail {
    const { id } = server.record;
    const page = this.options.store.estimates.page(id, {
      ...(before !== undefined && { beforeSeq: before }),
      limit,
    });
    const last = page.at(-1);
    return {
      ...this.summary(server),
      drift: server.kept.drift(),
      estimate: server.believedEstimate,
      history: {
        estimates: page.map(estimateOf),
        next: last && page.length === limit ? last.seq : null,
      },
    };
  }

  tell(server: Server): void {
    this.options.hub.say({ type: 'server', server: this.summary(server) });
  }

  tellReading(server: Server, estimate?: Estimate): void {
    const { record, kept } = server;
    this.options.hub.say({
      type: 'estimate',
      serverId: record.id,
      reading: kept.reading,
      lead: leadOf(server),
      ...(estimate && { estimate }),
    });
  }

  private healthOf({ kept }: Server, at: number): Health | null {
    const health = kept.health(at);
    if (!health) return null;
    // A tick that lags, or an unsteady network, no sync can mend.
    const { freshness, drift } = health.parts;
    const canHelp = freshness < 1 || drift < 1;
    return { ...health, needsSync: canHelp && health.score < this.options.healthThreshold() };
  }

  private restored(record: ServerRecord): Server {
    const server = empty(record);
    const { store, axis } = this.options;
    // In the order in which they were kept, whatever the wall clock showed.
    const known = store.estimates.page(record.id, { limit: REPLAYED }).toReversed();
    const latest = known.at(-1);
    if (!latest) return server;
    for (const estimate of known) {
      const { measurement, anchorMs, standardAheadMs, standardAccuracyMs } = estimate;
      const compared =
        standardAheadMs !== null && standardAccuracyMs !== null
          ? { aheadMs: standardAheadMs, accuracyMs: standardAccuracyMs }
          : null;
      const measured = { measurement: measurement as Measurement, anchorMs, axis: estimate.axis, compared };
      if (server.kept.take(measured).isBelieved) server.believedEstimate = estimateOf(estimate);
    }
    server.lastSyncEpochMs = latest.measuredAtEpochMs;
    if (server.kept.keepOnly(axis())) server.note = lost(record.name);
    else server.syncedAt = latest.at;
    return server;
  }

  private nowEpochMs(): number {
    return this.options.now() + this.options.anchorMs();
  }
}

/** When the reading was stated. Standard time in a server's stead says nothing of the way to it. */
export function leadOf({ kept: { reading, believed } }: Server): Lead | null {
  if (!believed || reading?.source !== 'date-header') return null;
  const clock = clockByReading(reading, believed.measurement);
  const { serverEpochMs } = readAt(reading, reading.asOf);
  return {
    safeMs: clock.leadMs('safe-arrival', serverEpochMs),
    balancedMs: clock.leadMs('balanced-arrival', serverEpochMs),
  };
}

const LOST = 'offset-lost';

export function lost(name: string): Notice {
  return {
    code: LOST,
    message: `What was known of the clock of ${name} does not hold since this computer slept or started anew: sync it again, or wait for standard time.`,
  };
}

function empty(record: ServerRecord): Server {
  return {
    record,
    kept: new KeptClock(),
    runId: null,
    note: null,
    believedEstimate: null,
    lastSyncEpochMs: null,
    syncedAt: null,
    method: null,
    practice: null,
    told: null,
  };
}

export function estimateOf({ seq, serverId, measurement }: EstimateRecord): Estimate {
  return { id: seq, serverId, ...(measurement as Measurement) } as unknown as Estimate;
}
