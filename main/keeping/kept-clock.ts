/**
 * One server's clock as it is known between its measurements: which of them is believed, how it drifts, and whether that still holds.
 *
 * What is known lives on the monotonic clock, which no step of the wall clock moves. A sleep or a new start puts that on
 * another axis: then nothing is known any more, until standard time carries it over (the server's clock against standard time is known
 * from before, standard time against this computer has just been measured) or the server is measured again.
 */
import { readAt, type Reading } from '../../api/protocol/reading.ts';
import {
  advanceTrack,
  ageingPpm,
  beginTrack,
  HORIZON_MS,
  rebaseTrack,
  skewPpm,
  type Point,
  type Track,
} from '../timing/drift.ts';
import { health, type Health } from '../timing/health.ts';
import type { Reading as EarlierReading } from '../timing/skew.ts';
import { weigh } from '../timing/weigh.ts';
import type { Measurement } from '../sync/measurement.ts';

/** A measurement and the axis that its instants can be put on. */
export interface Measured {
  readonly measurement: Measurement;
  /** Wall minus monotonic clock that the measurement is stated against, ms. */
  readonly anchorMs: number;
  /** See clock/axis.ts. */
  readonly axis: string;
  /** The server against standard time; null when that was not known. */
  readonly compared: Comparison | null;
}

export interface Comparison {
  /** Server minus standard time, ms. */
  readonly aheadMs: number;
  readonly accuracyMs: number;
}

/** Standard time against this computer, as it was just measured. */
export interface Standard {
  /** Standard time minus the wall clock, ms. */
  readonly offsetMs: number;
  readonly accuracyMs: number;
  readonly anchorMs: number;
  /** Monotonic. */
  readonly at: number;
  readonly axis: string;
}

export interface Taken {
  /** Whether the clock is reckoned by this measurement from now on. */
  readonly isBelieved: boolean;
  /** How far the clock is ahead of where it was reckoned to be, ms; 0 when that agrees, or nothing was reckoned. */
  readonly movedMs: number;
}

/** Carried over more roughly than this it says less than standard time itself does of most servers, ms. */
const WORTHLESS_MS = 1000;

export class KeptClock {
  /** Null when nothing is known that still holds. */
  reading: Reading | null = null;
  /** The measurement that the reading rests on, or rested on last. */
  believed: Measured | null = null;
  private axis = '';
  /** The newest of the server's own clock. */
  private last: Measured | null = null;
  private againstLocal: Track | null = null;
  private againstStandard: Track | null = null;

  /** A measurement has come, the newest so far. */
  take(measured: Measured): Taken {
    const { measurement, anchorMs, axis } = measured;
    const isDirect = measurement.source === 'date-header';
    // Standard time says nothing of a server's clock that is known better, or will be once it has been carried over.
    if (!isDirect && (this.reading?.source === 'date-header' || this.canBeCarried()))
      return { isBelieved: false, movedMs: 0 };
    if (axis !== this.axis) this.reading = null;
    const { offsetMs, precisionMs, accuracyMs, measuredAtEpochMs, source } = measurement;
    const at = measuredAtEpochMs - anchorMs;
    const figures = { shiftMs: offsetMs + anchorMs, precisionMs, accuracyMs };
    // What stood in for the server's own clock says nothing against it.
    const isFirst = !this.reading || (isDirect && this.reading.source !== 'date-header');
    const predicted = this.reading && readAt(this.reading, at);
    const { isBelieved, movedMs } =
      predicted && !isFirst
        ? weigh({ ...predicted, shiftMs: predicted.serverEpochMs - at }, figures)
        : { isBelieved: true, movedMs: 0 };
    if (isDirect) this.follow(measured, { at, offsetMs: figures.shiftMs, precisionMs });
    this.axis = axis;
    if (isBelieved) {
      this.believed = measured;
      this.reading = {
        ...figures,
        asOf: at,
        since: at,
        ...this.rate(at, isDirect),
        source,
        carriedBy: 'monotonic-clock',
        measuredAtEpochMs,
        delayMs: measurement.delayMs.min,
      };
    }
    return { isBelieved, movedMs };
  }

  /** The monotonic clock is on this axis now: what is known on another one holds no more. Returns whether something was lost. */
  keepOnly(axis: string): boolean {
    if (axis === this.axis || !this.reading) return false;
    this.reading = null;
    return true;
  }

  /** Standard time was measured: carries over what was lost. Returns whether it did. */
  carryOver(standard: Standard): boolean {
    if (this.reading || !this.believed?.compared || !this.againstStandard || !this.canBeCarried())
      return false;
    const { measurement, compared } = this.believed;
    const { offsetMs: ownMs, anchorMs, at, axis } = standard;
    const standardAt = at + anchorMs + ownMs;
    const ageMs = Math.max(0, standardAt - standardEpochMs(measurement, compared));
    const grownMs = (ageingPpm(this.againstStandard, standardAt) * ageMs) / 1e6;
    // From the comparison of what is believed: the track may still hold to where the server was before it was set.
    const aheadMs = compared.aheadMs + (skewPpm(this.againstStandard).skewPpm * ageMs) / 1e6;
    const precisionMs = compared.accuracyMs + grownMs + standard.accuracyMs;
    if (precisionMs > WORTHLESS_MS) return false;
    const point = { at, offsetMs: aheadMs + ownMs + anchorMs, precisionMs };
    this.againstLocal = this.againstLocal && rebaseTrack(this.againstLocal, point);
    this.axis = axis;
    this.reading = {
      shiftMs: point.offsetMs,
      asOf: at,
      since: at,
      precisionMs,
      // The tick's doubt is no part of the comparison.
      accuracyMs: precisionMs + (measurement.accuracyMs - measurement.accuracyIfHonestMs),
      ...this.rate(at, true),
      source: measurement.source,
      carriedBy: 'standard-time',
      measuredAtEpochMs: measurement.measuredAtEpochMs,
      delayMs: measurement.delayMs.min,
    };
    return true;
  }

  /** States the reading as of `at` when it has become older than its ageing was reckoned for. Returns whether it did. */
  refresh(at: number): boolean {
    if (!this.reading || at - this.reading.asOf < HORIZON_MS) return false;
    const { serverEpochMs, precisionMs, accuracyMs } = readAt(this.reading, at);
    const figures = { shiftMs: serverEpochMs - at, precisionMs, accuracyMs, asOf: at };
    const isDirect = this.reading.source === 'date-header';
    this.reading = { ...this.reading, ...figures, ...this.rate(at, isDirect) };
    return true;
  }

  health(at: number): Health | null {
    if (!this.reading || !this.believed) return null;
    const { measurement } = this.believed;
    return health({
      measuredAccuracyMs: measurement.accuracyMs,
      accuracyMs: readAt(this.reading, at).accuracyMs,
      delayMs: measurement.delayMs,
      surprise: this.againstLocal?.surprise ?? 0,
      tick: measurement.tick,
      isIndirect: this.reading.source !== 'date-header',
    });
  }

  /** What the next measurement is compared with; undefined when there is nothing on this axis. */
  earlier(axis: string): EarlierReading | undefined {
    if (this.last?.axis !== axis) return undefined;
    const { measurement, anchorMs } = this.last;
    const { offsetMs, precisionMs, measuredAtEpochMs } = measurement;
    return { shiftMs: offsetMs + anchorMs, precisionMs, at: measuredAtEpochMs - anchorMs };
  }

  drift() {
    const told = (track: Track | null) =>
      track && track.points > 1 ? { ...skewPpm(track), points: track.points } : null;
    return { againstStandard: told(this.againstStandard), againstLocal: told(this.againstLocal) };
  }

  private canBeCarried(): boolean {
    return this.believed?.measurement.source === 'date-header' && this.believed.compared !== null;
  }

  private follow(measured: Measured, point: Point): void {
    const { measurement, axis, compared } = measured;
    this.againstLocal = !this.againstLocal
      ? beginTrack(point)
      : this.last?.axis === axis || this.axis === axis
        ? advanceTrack(this.againstLocal, point)
        : rebaseTrack(this.againstLocal, point);
    this.last = measured;
    if (!compared) return;
    const comparedPoint = {
      at: standardEpochMs(measurement, compared),
      offsetMs: compared.aheadMs,
      precisionMs: compared.accuracyMs,
    };
    this.againstStandard = this.againstStandard
      ? advanceTrack(this.againstStandard, comparedPoint)
      : beginTrack(comparedPoint);
  }

  private rate(at: number, isDirect: boolean): Pick<Reading, 'skewPpm' | 'ageingPpm'> {
    // Standard time in the server's stead runs as this computer does, as far as is known.
    const track = isDirect ? this.againstLocal : null;
    if (!track) return { skewPpm: 0, ageingPpm: ageingPpm(beginTrack({ at, offsetMs: 0, precisionMs: 0 })) };
    return { skewPpm: skewPpm(track).skewPpm, ageingPpm: ageingPpm(track, at) };
  }
}

/** What standard time was when the server was measured. */
function standardEpochMs({ measuredAtEpochMs, offsetMs }: Measurement, { aheadMs }: Comparison): number {
  return measuredAtEpochMs + offsetMs - aheadMs;
}
