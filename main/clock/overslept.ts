/** Whether an instant that comes now should have come a good while ago. Pure. */

/** What the clocks showed when it was armed, ms. */
export interface Arming {
  /** The instant, monotonic. */
  readonly at: number;
  readonly armedAt: number;
  /** How far the wall clock and the time since boot were ahead of the monotonic clock. */
  readonly wallAheadMs: number;
  readonly bootAheadMs: number;
}

export interface Now {
  /** Monotonic. */
  readonly at: number;
  readonly wallEpochMs: number;
  /** The time since boot, sleep included; asked for only when there is reason to, for on Linux it is read from a file. */
  readonly bootMs: () => number;
}

/** What comes later than this has been slept through, ms. */
const OVERSLEPT_MS = 1000;

/**
 * Either the monotonic clock says so: the program was held up. Or it stood still while the machine slept (Linux): then the wall clock has
 * leapt ahead of it, and so has the time since boot, which nobody can set.
 */
export function wasOverslept({ at, armedAt, wallAheadMs, bootAheadMs }: Arming, now: Now): boolean {
  if (now.at - Math.max(at, armedAt) > OVERSLEPT_MS) return true;
  const leapMs = now.wallEpochMs - now.at - wallAheadMs;
  return leapMs > OVERSLEPT_MS && now.bootMs() - now.at - bootAheadMs > leapMs / 2;
}
