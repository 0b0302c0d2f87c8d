/**
 * A server's clock as it was measured, told from the monotonic clock: server = monotonic + shift. No step of this
 * computer's wall clock can move it.
 */
import { agedAccuracyMs } from '../timing/age.ts';
import type { Reading } from '../timing/skew.ts';

/** An epoch in ms fills a double up to 0.0002 ms: a second that is nearer than this has come. */
const NEAR_MS = 0.001;

export class MeasuredClock {
  /** Server minus the monotonic clock, ms. */
  private readonly shiftMs: number;
  /** When it was measured, monotonic ms. */
  private readonly measuredAt: number;
  private readonly measuredAccuracyMs: number;
  private readonly precisionMs: number;

  /** `anchorMs` is the wall minus the monotonic clock that `offsetMs` (server minus wall) was stated against. */
  constructor(figures: {
    offsetMs: number;
    precisionMs: number;
    accuracyMs: number;
    anchorMs: number;
    measuredAt: number;
  }) {
    this.shiftMs = figures.offsetMs + figures.anchorMs;
    this.measuredAt = figures.measuredAt;
    this.measuredAccuracyMs = figures.accuracyMs;
    this.precisionMs = figures.precisionMs;
  }

  /** What a later measurement is compared with. */
  get reading(): Reading {
    return { shiftMs: this.shiftMs, precisionMs: this.precisionMs, at: this.measuredAt };
  }

  /** What the server's clock shows at the monotonic instant `at`, epoch ms. */
  epochMs(at: number): number {
    return at + this.shiftMs;
  }

  /** The server's next whole second after the monotonic instant `at`: when it comes (monotonic), and what it is. */
  nextSecond(at: number): { readonly at: number; readonly epochMs: number } {
    const epochMs = (Math.floor((this.epochMs(at) + NEAR_MS) / 1000) + 1) * 1000;
    return { at: epochMs - this.shiftMs, epochMs };
  }

  /** The ± at the monotonic instant `at`, ms. */
  accuracyMs(at: number): number {
    return agedAccuracyMs(this.measuredAccuracyMs, this.ageMs(at));
  }

  ageMs(at: number): number {
    return Math.max(0, at - this.measuredAt);
  }
}
