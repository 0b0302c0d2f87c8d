/** The syncs that are under way, one a server, and what becomes of their results. */
import type { SyncWish } from '../../api/protocol/endpoints.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import { Failure } from '../failure.ts';
import type { MeasuredReference } from '../keeping/standard-time.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import type { Store } from '../store/store.ts';
import { asDoubtful, LIGHT } from '../sync/light.ts';
import type { Measurement, Progress } from '../sync/measurement.ts';
import { makePlan } from '../sync/plan.ts';
import { startSync, type Sync, type SyncOptions } from '../sync/synchronizer.ts';
import { delayMs } from '../timing/sample.ts';
import type { Hub } from './hub.ts';
import { newId } from './new-id.ts';
import { estimateOf, type Server, type Servers } from './servers.ts';

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
  /** Wall minus monotonic clock, read anew, ms. */
  readonly readAnchorMs: () => number;
  readonly onStandard: (measured: MeasuredReference) => void;
  /** A server's reading has changed. */
  readonly onReading: (serverId: string) => void;
  /** One has ended; `isFailure` not when it was ended on purpose. */
  readonly onEnded: (serverId: string, isFailure: boolean) => void;
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

export class Syncs {
  private readonly options: SyncsOptions;
  private readonly runs = new Map<string, Run>();

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
    const runs = [...this.runs.values()];
    for (const [id] of this.runs) this.cancel(id);
    await Promise.all(runs.map(({ done }) => done));
  }

  private optionsOf(
    { record, kept, method }: Server,
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
      reference: { order, ntpHosts, referenceSite },
      allowsPrivate: record.allowsPrivate,
    };
  }

  private progress(server: Server, runId: string, progress: Progress): void {
    if (progress.type === 'opened') server.method = progress.method;
    const serverId = server.record.id;
    this.options.hub.say({ type: 'sync-progress', serverId, runId, progress });
  }

  /** Never rejects for a Failure. */
  private async follow(server: Server, sync: Sync, isLight: boolean): Promise<void> {
    const { id } = server.record;
    let failure: Failure | null = null;
    try {
      const measurement = await sync.result;
      // Removed meanwhile: nobody wants to know any more.
      if (this.options.servers.has(id)) this.take(server, measurement, sync, isLight);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
    }
    const run = this.runs.get(id);
    this.runs.delete(id);
    server.runId = null;
    const onPurpose = run?.isCancelled === true;
    if (failure && !onPurpose) server.note = { code: failure.code, message: failure.message };
    this.options.onEnded(id, failure !== null && !onPurpose);
    if (!this.options.servers.has(id)) return;
    const ended: CoreMessage = {
      type: 'sync-ended',
      serverId: id,
      runId: run?.id ?? '',
      failure: failure && { code: failure.code, message: failure.message },
    };
    this.options.hub.say(ended);
    this.options.servers.tell(server);
  }

  /** A measurement has just come: it is kept, weighed, and told. Throws a Failure when it cannot be kept. */
  private take(server: Server, result: Measurement, sync: Sync, isLight: boolean): void {
    const { store, axis, readAnchorMs, servers, now } = this.options;
    const { record, kept } = server;
    const older = kept.believed?.measurement;
    const measurement = isLight && older ? asDoubtful(result, older) : result;
    const anchorMs = readAnchorMs();
    const measured = { measurement, anchorMs, axis: axis() };
    const { measuredAtEpochMs, reference } = measurement;
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
      anchorMs,
      axis: measured.axis,
      at: measuredAtEpochMs - anchorMs,
      standardAheadMs: reference?.aheadMs ?? null,
      standardAccuracyMs: reference?.accuracyMs ?? null,
    };
    const { isBelieved, movedMs } = kept.take(measured);
    server.lastSyncEpochMs = measuredAtEpochMs;
    server.syncedAt = now();
    server.note = null;
    const standard = sync.standard();
    if (standard) this.options.onStandard({ ...standard, axis: measured.axis });
    this.options.onReading(record.id);
    // Known is what holds now, whether or not it could be written down.
    const seq = store.estimates.add(estimate);
    servers.tellReading(server, estimateOf({ ...estimate, seq }));
    if (isBelieved && movedMs !== 0) this.tellMoved(server, movedMs);
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
