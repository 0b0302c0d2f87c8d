/**
 * Does a clock move between two measurements as no clock does?
 *
 * Two ordinary clocks pull apart by 100 ppm at the most (bound.ts). A tick that creeps makes an honest clock seem to: by some
 * thousands of ppm, and back by a second at a time. So between two measurements of one server
 *
 *     apparent skew = (offset' - offset) / (t' - t),
 *
 * and what is left of it when both precisions are taken off is evidence, once it is more than clocks have. A jump that
 * would take more than a creeping tick's pace is something else: another server, or a clock that was set.
 */

/** One measurement, on the monotonic axis, so that no step of the local wall clock can look like skew. */
export interface Reading {
  /** Server minus the local monotonic clock, ms. */
  readonly shiftMs: number;
  readonly precisionMs: number;
  /** When that held, monotonic ms. */
  readonly at: number;
}

export interface Movement {
  /** The apparent skew, ppm; positive when the server's clock gains. */
  readonly skewPpm: number;
  /** What it looks like: clocks do this; a creeping tick does; neither. */
  readonly kind: 'steady' | 'creep' | 'jump';
}

/** 150 ppm: half as much again as two quartz clocks can have. */
const MOST_SKEW = 150e-6;
/** uvicorn creeps by 4 ms a second (measured); five times that is no creep. */
const MOST_CREEP = 20e-3;

/** How the server's clock moved from the earlier to the later measurement. */
export function movement(earlier: Reading, later: Reading): Movement {
  const elapsedMs = later.at - earlier.at;
  const movedMs = later.shiftMs - earlier.shiftMs;
  const surelyMs = Math.abs(movedMs) - earlier.precisionMs - later.precisionMs;
  const kind =
    surelyMs <= MOST_SKEW * elapsedMs ? 'steady' : surelyMs <= MOST_CREEP * elapsedMs ? 'creep' : 'jump';
  return { skewPpm: (movedMs / elapsedMs) * 1e6, kind };
}
