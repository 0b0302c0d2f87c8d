/**
 * What is proven about the offset, whatever the path does.
 *
 * The server stamped D somewhere in [t0, t2], and its clock then read D to D + 1000. So each sample proves
 *
 *     D - t2 < offset < D + 1000 - t0,
 *
 * and all samples together prove the intersection. It cannot become narrower than about the least delay. An
 * empty intersection is a proof too: that the samples do not come from one steady clock that ticks at the
 * second (several backends, a step, a cached reply).
 *
 * The offset itself moves while a run lasts, by the skew of two free-running oscillators. An older sample
 * therefore proves a little less about the offset now: its interval grows with its age.
 */
import { TICK_MS, type Sample } from './sample.ts';

/** An interval of offsets (server - local), ms; `lo` < `hi`, or it is empty. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** How the offset may wander while samples are taken, as fractions of the time passed. */
export interface Wander {
  /** The most that is possible: what the bound allows for. */
  readonly max: number;
  /** What is usual, a standard deviation: what the posterior reckons with. */
  readonly sd: number;
}

/**
 * Between two ordinary clocks. At most 100 ppm: two quartz clocks, each within the ±50 ppm of ordinary parts, pulling
 * apart; a clock that an NTP daemon steers stays far inside it (RFC 5905 reckons with 15 ppm). Usually 20 ppm.
 */
export const STEADY: Wander = { max: 100e-6, sd: 20e-6 };

/** The intersection of what every sample proves of the offset at the local instant `atEpochMs`; null when they contradict. */
export function offsetBound(
  samples: readonly Sample[],
  atEpochMs: number,
  wander: Wander = STEADY,
): Interval | null {
  let lo = -Infinity;
  let hi = Infinity;
  for (const { sentEpochMs, receivedEpochMs, dateEpochMs } of samples) {
    const slackMs = Math.abs(atEpochMs - receivedEpochMs) * wander.max;
    lo = Math.max(lo, dateEpochMs - receivedEpochMs - slackMs);
    hi = Math.min(hi, dateEpochMs + TICK_MS - sentEpochMs + slackMs);
  }
  return lo < hi ? { lo, hi } : null;
}
