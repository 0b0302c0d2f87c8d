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

/** What the thread is given. */
export interface StandardWorkerData {
  readonly settings: ReferenceSettings;
  /** What the axis of the monotonic clock is called here. */
  readonly axis: string;
}

/** What the worker says; see standard-worker.ts. */
export type FromStandardWorker =
  | ({ readonly type: 'result' } & StatedReference)
  | { readonly type: 'failure'; readonly code: string; readonly message: string };

/** Measures once, in a thread of its own; rejects with a Failure. */
export function measureReference(data: StandardWorkerData): {
  readonly result: Promise<StatedReference>;
  cancel(): void;
} {
  const worker = new Worker(workerUrl(import.meta.url, 'standard-worker', 'standard-worker'), {
    workerData: data,
  });
  const result = new Promise<StatedReference>((resolve, reject) => {
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
  readonly onMeasured: (measured: StatedReference) => void;
  /** It was not reached, or is not to be asked for. */
  readonly onFailed?: () => void;
  /** What is known from before. */
  readonly latest?: StatedReference | null;
  /** Measures; in a worker unless given. */
  readonly measure?: typeof measureReference;
}

/** After a failure it is asked again after this long, then twice as long each time (RFC 5905 section 7.4 asks for a growing pause), ms. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A time server that refuses or wants to be asked less often sends a kiss-o'-death. */
const KISS_PAUSE_MS = 3_600_000;
/** DENY and RSTR mean it. */
const LONGEST_KISS_PAUSE_MS = 86_400_000;

export class StandardTime {
  latest: StatedReference | null;
  /** Why the last attempt brought nothing; null when it did. */
  failure: Failure | null = null;
  private readonly options: StandardTimeOptions;
  private underWay: { readonly result: Promise<StatedReference>; cancel(): void } | undefined;
  /** Time server -> until when it is left alone, monotonic. */
  private readonly refused = new Map<string, number>();
  private pauseMs = FIRST_PAUSE_MS;
  private notBefore = -Infinity;
  /** Nobody is to be asked. */
  private isOff = false;

  constructor(options: StandardTimeOptions) {
    this.options = options;
    this.latest = options.latest ?? null;
  }

  /** Of the settings, without the time servers that refuse this computer or want to be asked less often. */
  settings(): ReferenceSettings & { readonly intervalMs: number } {
    const settings = this.options.settings();
    const at = this.options.now();
    const ntpHosts = settings.ntpHosts.filter((host) => (this.refused.get(nameOf(host)) ?? -Infinity) <= at);
    const order = settings.order.filter((source) => source !== 'sntp' || ntpHosts.length > 0);
    return { ...settings, order, ntpHosts };
  }

  /** Other servers are asked from here on, or none: what has failed before counts no more. */
  settingsChanged(): void {
    this.failure = null;
    this.pauseMs = FIRST_PAUSE_MS;
    this.notBefore = -Infinity;
  }

  /** What a sync measured beside its own, or what is kept from before. */
  take(measured: StatedReference): void {
    // What is of another axis says nothing now; what was measured earlier, less.
    if (measured.axis !== this.options.axis() || this.isOlder(measured)) return;
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

  /** Never rejects: what went wrong is kept. */
  async measure(): Promise<void> {
    const settings = this.settings();
    const isKissed = this.failure?.code.startsWith('kiss-') && this.options.now() < this.notBefore;
    const wasOff = this.isOff;
    this.isOff = settings.order.length === 0;
    if (this.isOff && !wasOff) this.options.onFailed?.();
    if (this.underWay || isKissed || this.isOff) return;
    this.underWay = (this.options.measure ?? measureReference)({ settings, axis: this.options.axis() });
    try {
      this.take(await this.underWay.result);
    } catch (error) {
      this.failure = error instanceof Failure ? error : crashed(error);
      const pauseMs = this.failure.code.startsWith('kiss-')
        ? Math.max(this.pauseMs, KISS_PAUSE_MS)
        : this.pauseMs;
      this.notBefore = this.options.now() + pauseMs;
      this.pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      this.options.onFailed?.();
    } finally {
      this.underWay = undefined;
    }
  }

  /** Whether it is not known yet, and may be soon. */
  isAwaited(): boolean {
    const isKnown = this.latest !== null && this.latest.axis === this.options.axis();
    return !isKnown && this.failure === null && !this.isOff;
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

  private isOlder({ reference, anchorMs, axis }: StatedReference): boolean {
    if (this.latest?.axis !== axis) return false;
    const { reference: known, anchorMs: knownAnchorMs } = this.latest;
    return reference.measuredAtEpochMs - anchorMs < known.measuredAtEpochMs - knownAnchorMs;
  }

  private ageMs(): number {
    if (!this.latest) return Infinity;
    const { reference, anchorMs } = this.latest;
    return this.options.now() - (reference.measuredAtEpochMs - anchorMs);
  }
}

/** As a time server is called in what it answers; what is no address is told when it is asked. */
function nameOf(host: string): string {
  try {
    return parseTimeServer(host).name;
  } catch {
    return host;
  }
}

/** Its thread has died: of too little memory, or of a bug. */
function crashed(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(
    'standard-time-crashed',
    `The measurement of standard time ended by a fault of Ticketime or of this computer (${message}): it is tried again.`,
    { cause: error },
  );
}
