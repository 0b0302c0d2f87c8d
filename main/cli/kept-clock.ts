/**
 * A server's clock that is kept for as long as somebody watches it: measured again on request, and after this
 * computer slept, for the monotonic clock that it runs on may have stood still meanwhile.
 */
import type { ClockWatch } from '../clock/clock-watch.ts';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import type { Measurement, Progress } from '../sync/measurement.ts';
import type { Sync } from '../sync/synchronizer.ts';
import type { Reading } from '../timing/skew.ts';
import type { MeasuredClock } from './measured-clock.ts';
import { clockOf } from './measuring.ts';
import { requestOf } from './progress.ts';
import { headline, warningLines } from './report.ts';

export interface KeptClockOptions {
  readonly first: Measurement;
  /** Starts another measurement of the same server. */
  readonly measure: (onProgress: (progress: Progress) => void, earlier?: Reading) => Sync;
  /** Shows a line that stays. */
  readonly tell: (line: string) => void;
  /** What notices steps and suspends; that of this computer's clock unless given. */
  readonly watch?: ClockWatch;
  /** The monotonic clock, ms; this computer's unless given. */
  readonly now?: () => number;
}

/** After a failure the server is left alone for this long, then twice as long each time, ms. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

const MEASURING = 'measuring again';

export class KeptClock {
  /** Null while nothing is known that still holds. */
  clock: MeasuredClock | null;
  /** How far a new measurement is; empty while there is none. */
  note = '';
  private readonly options: KeptClockOptions;
  private readonly watch: ClockWatch;
  private readonly now: () => number;
  private sync: Sync | undefined;
  private underWay: Promise<void> | undefined;
  private isClosed = false;
  private pauseMs = FIRST_PAUSE_MS;
  private retryAt = -Infinity;

  constructor(options: KeptClockOptions) {
    this.options = options;
    this.watch = options.watch ?? localClock.watch();
    this.now = options.now ?? (() => localClock.now());
    this.clock = clockOf(options.first);
  }

  /** Measures again, unless that is under way. The old clock goes on until the new one is there. */
  measureAgain(): void {
    this.underWay ??= this.run().finally(() => {
      this.underWay = undefined;
    });
  }

  /** To be called about once a second: notices what happened to this computer's clocks. */
  check(): void {
    const disturbance = this.watch.check();
    if (disturbance?.kind === 'step') {
      const how = `${disturbance.byMs > 0 ? 'forward' : 'back'} by ${Math.abs(disturbance.byMs).toFixed(0)} ms`;
      this.options.tell(
        `This computer's clock was set ${how}; the server's clock runs on here, unmoved by that.`,
      );
    } else if (disturbance) {
      this.options.tell('This computer slept, so the server is measured again.');
      this.clock = null;
    }
    // The network may come back later than the computer wakes: each failure is told, and after a pause tried again.
    if (!this.clock && this.now() >= this.retryAt) this.measureAgain();
  }

  /** Ends a measurement that is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.sync?.cancel();
    await this.underWay;
  }

  private async run(): Promise<void> {
    this.note = MEASURING;
    this.sync = this.options.measure((progress) => {
      if (progress.type === 'probe') this.note = `${MEASURING}: ${requestOf(progress)}`;
    }, this.clock?.reading);
    try {
      const measurement = await this.sync.result;
      if (this.isClosed) return;
      this.clock = clockOf(measurement);
      this.pauseMs = FIRST_PAUSE_MS;
      for (const line of [headline(measurement), ...warningLines(measurement)]) this.options.tell(line);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A server that asked to be spared is asked again only by the person.
      this.retryAt = error.code === 'rate-limited' ? Infinity : this.now() + this.pauseMs;
      this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
      if (!this.isClosed) this.options.tell(error.message);
    } finally {
      this.note = '';
      this.sync = undefined;
    }
  }
}
