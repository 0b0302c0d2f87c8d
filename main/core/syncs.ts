/** The syncs that are under way, one a server, and what becomes of their results. */
import type { SyncWish } from '../../api/protocol/endpoints.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import { Failure } from '../failure.ts';
import type { StatedReference } from '../sync/reference-now.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import type { Comparison } from '../keeping/kept-clock.ts';
import type { Store } from '../store/store.ts';
import { asDoubtful, LIGHT } from '../sync/light.ts';
import type { Measurement, Progress } from '../sync/measurement.ts';
import { makePlan } from '../sync/plan.ts';
import { startSync, type Sync, type SyncOptions } from '../sync/synchronizer.ts';
import { delayMs } from '../timing/sample.ts';
import type { Hub } from './hub.ts';
import { newId } from './new-id.ts';
import { estimateOf, lost, type Server, type Servers } from './servers.ts';

export interface SyncsOptions {
  readonly store: Store;
  readonly servers: Servers;
  readonly hub: Hub;
  readonly settings: () => Settings;
  /** Which standard time is asked beside it. */
  readonly reference: () => ReferenceSettings;
  readonly axis: () => string;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly onStandard: (measured: StatedReference) => void;
  /** A server's reading has changed. */
  readonly onReading: (serverId: string) => void;
  readonly onEnded: (serverId: string, how: 'done' | 'failed' | 'cancelled') => void;
  /** A server (its clock minus the monotonic one) against standard time as it is known apart from the sync; null when it is not. */
  readonly compareAt: (at: number, shiftMs: number, accuracyMs: number, axis: string) => Comparison | null;
  /** Measures; in a worker unless given. */
  readonly start?: typeof startSync;
}

interface Run {
  readonly id: string;
  readonly sync: Sync;
  readonly done: Promise<void>;
  isCancelled: boolean;
}

/** Each has a thread and sockets of its own. */
const MOST_RUNS = 8;
/** A clock that moved by less than its ± or this need not trouble anybody, ms. */
const WORTH_TELLING_MS = 20;

export class Syncs {
  private readonly options: SyncsOptions;
  private readonly runs = new Map<string, Run>();
  private isClosed = false;

  constructor(options: SyncsOptions) {
    this.options = options;
  }

  get size(): number {
    return this.runs.size;
  }

  /** Starts one, or joins that which is under way. Throws a Failure when the wish cannot be met. */
  start(
    server: Server,
    wish: Omit<SyncWish, 'id'> & { isLight?: boolean } = {},
  ): { runId: string; isJoined: boolean } {
    const { id } = server.record;
    if (this.isClosed)
      throw new Failure('stopping', 'Ticketime is stopping: start the sync when it runs again.');
    const running = this.runs.get(id);
    if (running) return { runId: running.id, isJoined: true };
    if (this.runs.size >= MOST_RUNS)
      throw new Failure(
        'too-many-syncs',
        `${MOST_RUNS} syncs are under way already: start this one when one of them has ended.`,
      );
    const options = this.optionsOf(server, wish);
    makePlan(options); // a wish that cannot be met is refused before anything is sent
    const runId = newId();
    const sync = (this.options.start ?? startSync)(options, (progress) =>
      this.progress(server, runId, progress),
    );
    const run: Run = {
      id: runId,
      sync,
      isCancelled: false,
      done: this.follow(server, sync, wish.isLight ?? false),
    };
    this.runs.set(id, run);
    server.runId = runId;
    this.options.servers.tell(server);
    return { runId, isJoined: false };
  }

  /** Ends it with what it knows; nothing happens when none is under way. */
  cancel(serverId: string): void {
    const run = this.runs.get(serverId);
    if (!run) return;
    run.isCancelled = true;
    run.sync.cancel();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const runs = [...this.runs.values()];
    for (const [id] of this.runs) this.cancel(id);
    await Promise.all(runs.map(({ done }) => done));
  }

  private optionsOf(
    { record, kept, method, practice }: Server,
    wish: Omit<SyncWish, 'id'> & { isLight?: boolean },
  ): SyncOptions {
    const { sync } = this.options.settings();
    const { order, ntpHosts, referenceSite } = this.options.reference();
    const earlier = kept.earlier(this.options.axis());
    const thoroughness = wish.isLight ? LIGHT : { mode: wish.mode ?? sync.mode };
    return {
      input: record.address,
      ...thoroughness,
      ...(wish.samples !== undefined && { samples: wish.samples }),
      ...(wish.watchSeconds !== undefined && { watchSeconds: wish.watchSeconds }),
      ...(sync.overrideGapMs !== null && { overrideGapMs: sync.overrideGapMs }),
      ...(earlier && { earlier }),
      ...(method && { method }),
      // The practice server's clock is its own: standard time says nothing of it.
      reference: { order: practice ? [] : order, ntpHosts, referenceSite },
      axis: this.options.axis(),
      allowsPrivate: record.allowsPrivate,
    };
  }

  private progress(server: Server, runId: string, progress: Progress): void {
    if (progress.type === 'opened') server.method = progress.method;
    const serverId = server.record.id;
    this.options.hub.say({ type: 'sync-progress', serverId, runId, progress });
  }

  /** Never rejects: what is no Failure is a bug of the thread's, and told as one. */
  private async follow(server: Server, sync: Sync, isLight: boolean): Promise<void> {
    const { id, name } = server.record;
    let failure: Failure | null = null;
    try {
      const measurement = await sync.result;
      // Removed meanwhile: nobody wants to know any more.
      if (this.options.servers.has(id)) this.take(server, measurement, sync, isLight);
    } catch (error) {
      failure = error instanceof Failure ? error : crashed(name, error);
    }
    const run = this.runs.get(id);
    this.runs.delete(id);
    server.runId = null;
    const isCancelled = run?.isCancelled === true;
    if (failure && !isCancelled) server.note = { code: failure.code, message: failure.message };
    if (!this.options.servers.has(id)) return;
    this.options.onEnded(id, isCancelled ? 'cancelled' : failure ? 'failed' : 'done');
    const ended: CoreMessage = {
      type: 'sync-ended',
      serverId: id,
      runId: run?.id ?? '',
      failure: failure && { code: failure.code, message: failure.message },
    };
    this.options.hub.say(ended);
    this.options.servers.tell(server);
  }

  /** A measurement has just come: it is weighed, told, and kept. Throws a Failure when it cannot be kept. */
  private take(server: Server, result: Measurement, sync: Sync, isLight: boolean): void {
    const { store, axis, servers, now, onStandard, onReading, compareAt } = this.options;
    const { record, kept } = server;
    const stated = sync.stated();
    if (!stated) throw new Error('The sync ended without saying what its result is stated against.');
    const standard = sync.standard();
    if (standard) onStandard(standard); // may carry over what was lost, before anything stands in for it
    const older = kept.believed?.measurement;
    const measurement = isLight && older ? asDoubtful(result, older) : result;
    const { measuredAtEpochMs, reference, source, offsetMs, accuracyMs } = measurement;
    const isDirect = source === 'date-header';
    const { anchorMs } = stated;
    const at = measuredAtEpochMs - anchorMs;
    // The practice server's clock stands still while this computer sleeps: standard time would carry it on.
    const isComparable = isDirect && !server.practice;
    const compared = isComparable
      ? (reference ?? compareAt(at, offsetMs + anchorMs, accuracyMs, stated.axis))
      : null;
    const { isBelieved, movedMs } = kept.take({ measurement, ...stated, compared });
    if (kept.keepOnly(axis())) server.note = lost(record.name);
    else server.note = isDirect ? null : (measurement.warnings.at(0) ?? null);
    server.lastSyncEpochMs = measuredAtEpochMs;
    server.syncedAt = now();
    onReading(record.id);
    servers.tellReading(server); // whether or not it can be written down
    const estimate = {
      serverId: record.id,
      measuredAtEpochMs,
      measurement,
      samples: sync
        .samples()
        .map(
          (sample) =>
            [
              sample.sentEpochMs - measuredAtEpochMs,
              sample.sentEpochMs + delayMs(sample) - measuredAtEpochMs,
              sample.dateEpochMs - measuredAtEpochMs,
            ] as [number, number, number],
        ),
      ...stated,
      at,
      standardAheadMs: compared?.aheadMs ?? null,
      standardAccuracyMs: compared?.accuracyMs ?? null,
    };
    const seq = store.estimates.add(estimate);
    if (isBelieved) server.believedEstimate = estimateOf({ ...estimate, seq });
    servers.tellReading(server, estimateOf({ ...estimate, seq }));
    if (isBelieved && Math.abs(movedMs) > Math.max(accuracyMs, WORTH_TELLING_MS))
      this.tellMoved(server, movedMs);
  }

  private tellMoved({ record }: Server, movedMs: number): void {
    const where = `${Math.abs(movedMs).toFixed(0)} ms ${movedMs > 0 ? 'ahead of' : 'behind'}`;
    this.options.hub.alert(
      'server-moved',
      `The clock of ${record.name} is ${where} where it was reckoned to be; it is reckoned anew from here.`,
      record.id,
    );
  }
}

function crashed(name: string, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(
    'sync-crashed',
    `The sync of ${name} ended by a fault of Ticketime or of this computer (${message}): try again, and report it if it stays.`,
    { cause: error },
  );
}
