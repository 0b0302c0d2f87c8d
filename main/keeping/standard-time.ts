/**
 * This computer's clock against standard time, measured at intervals: the check on the local clock, what carries a server's clock over a
 * sleep, and what stands in for one that is not known.
 */
import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import type { StandardTime as StandardTimeOfServers } from '../sources/sntp/standard-time.ts';
import { parseTimeServer } from '../sources/sntp/time-server.ts';
import type { StatedReference } from '../sync/reference-now.ts';
import { agedAccuracyMs } from '../timing/age.ts';
import { workerUrl } from '../worker-url.ts';

/** Standard time, and the axis that it can be put on (see clock/axis.ts). */
export interface MeasuredReference extends StatedReference {
  readonly axis: string;
}

/** What the worker says; see standard-worker.ts. */
export type FromStandardWorker =
  | ({ readonly type: 'result' } & MeasuredReference)
  | { readonly type: 'failure'; readonly code: string; readonly message: string };

/** Measures once, in a thread of its own; rejects with a Failure. */
export function measureReference(settings: ReferenceSettings): {
  readonly result: Promise<MeasuredReference>;
  cancel(): void;
} {
  const worker = new Worker(workerUrl(import.meta.url, 'standard-worker', 'standard-worker'), {
    workerData: settings,
  });
  const result = new Promise<MeasuredReference>((resolve, reject) => {
    worker.once('message', (message: FromStandardWorker) => {
      if (message.type === 'result') resolve(message);
      else reject(new Failure(message.code, message.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker for standard time ended without a result.')));
  });
  return { result, cancel: () => worker.postMessage('cancel') };
}

export interface StandardTimeOptions {
  readonly now: () => number;
  readonly axis: () => string;
  readonly settings: () => ReferenceSettings & { readonly intervalMs: number };
  readonly onMeasured: (measured: MeasuredReference) => void;
  /** What is known from before. */
  readonly latest?: MeasuredReference | null;
  /** Measures; in a worker unless given. */
  readonly measure?: typeof measureReference;
}

/** After a failure it is asked again after this long, then twice as long each time (RFC 5905 section 7.4 asks for a growing pause), ms. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** A time server that refuses or wants to be asked less often sends a kiss-o'-death. */
const KISS_PAUSE_MS = 3_600_000;
/** DENY and RSTR mean it. */
const LONGEST_KISS_PAUSE_MS = 86_400_000;

export class StandardTime {
  latest: MeasuredReference | null;
  /** Why the last attempt brought nothing; null when it did. */
  failure: Failure | null = null;
  private readonly options: StandardTimeOptions;
  private underWay: { readonly result: Promise<MeasuredReference>; cancel(): void } | undefined;
  /** Time server -> until when it is left alone, monotonic. */
  private readonly refused = new Map<string, number>();
  private pauseMs = FIRST_PAUSE_MS;
  private notBefore = -Infinity;

  constructor(options: StandardTimeOptions) {
    this.options = options;
    this.latest = options.latest ?? null;
  }

  /** Of the settings, without the time servers that refuse this computer or want to be asked less often. */
  settings(): ReferenceSettings & { readonly intervalMs: number } {
    const settings = this.options.settings();
    const at = this.options.now();
    const ntpHosts = settings.ntpHosts.filter(
      (host) => (this.refused.get(parseTimeServer(host).name) ?? -Infinity) <= at,
    );
    const order = settings.order.filter((source) => source !== 'sntp' || ntpHosts.length > 0);
    return { ...settings, order, ntpHosts };
  }

  /** What a sync measured beside its own, or what is kept from before. */
  take(measured: MeasuredReference): void {
    this.latest = measured;
    this.heed(measured.reference);
    this.failure = null;
    this.pauseMs = FIRST_PAUSE_MS;
    this.notBefore = -Infinity;
    this.options.onMeasured(measured);
  }

  /** To be called now and then: measures when that is due, or when what is known is of another axis. */
  check(): void {
    const { intervalMs } = this.options.settings();
    if (this.underWay || this.options.now() < this.notBefore) return;
    const isLost = this.latest?.axis !== this.options.axis();
    if (isLost || (intervalMs > 0 && this.ageMs() >= intervalMs)) void this.measure();
  }

  /** Never rejects for a Failure: it is kept. */
  async measure(): Promise<void> {
    const settings = this.settings();
    if (this.underWay || settings.order.length === 0) return;
    this.underWay = (this.options.measure ?? measureReference)(settings);
    try {
      this.take(await this.underWay.result);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failure = error;
      const pauseMs = error.code.startsWith('kiss-') ? Math.max(this.pauseMs, KISS_PAUSE_MS) : this.pauseMs;
      this.notBefore = this.options.now() + pauseMs;
      this.pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    } finally {
      this.underWay = undefined;
    }
  }

  /** Standard time minus the monotonic clock at `at`, ms, and its ±; null when it is not known on this axis. */
  at(at: number): { shiftMs: number; accuracyMs: number } | null {
    if (!this.latest || this.latest.axis !== this.options.axis()) return null;
    const { reference, anchorMs } = this.latest;
    const measuredAt = reference.measuredAtEpochMs - anchorMs;
    return {
      shiftMs: reference.offsetMs + anchorMs,
      accuracyMs: agedAccuracyMs(reference.accuracyMs, at - measuredAt),
    };
  }

  async close(): Promise<void> {
    const underWay = this.underWay;
    underWay?.cancel();
    await underWay?.result.catch(() => undefined);
  }

  /** A kiss-o'-death is heeded, whoever asked (RFC 5905 section 7.4). */
  private heed(reference: ReferenceTime): void {
    if (!('servers' in reference)) return;
    for (const server of (reference as StandardTimeOfServers).servers) {
      const kiss = 'error' in server && server.error.code.startsWith('kiss-') ? server.error.code : undefined;
      const pauseMs = kiss === 'kiss-rate' ? KISS_PAUSE_MS : LONGEST_KISS_PAUSE_MS;
      if (kiss) this.refused.set(server.name, this.options.now() + pauseMs);
    }
  }

  private ageMs(): number {
    if (!this.latest) return Infinity;
    const { reference, anchorMs } = this.latest;
    return this.options.now() - (reference.measuredAtEpochMs - anchorMs);
  }
}
