/** In what steps the clocks of this machine are seen to move. */
import { localClock } from './local-clock.ts';

export interface ClockGrain {
  /** The wall clock's, ms: 1, for Date.now() says no less; 15.6 on old Windows. */
  readonly wallMs: number;
  /** The monotonic clock's, as fast as it can be read, ms. */
  readonly monotonicMs: number;
}

/** Enough that one of them is not drawn out by an interruption. */
const CHANGES = 4;
/** A clock that has not moved so often by then is coarse, ms. */
const LONGEST_LOOK_MS = 100;

/** Takes some 5 ms, and the whole thread meanwhile. */
export function measureGrain(): ClockGrain {
  const startedAt = localClock.now();
  let [wallMs, monotonicMs] = [Infinity, Infinity];
  let [wall, at] = [Date.now(), startedAt];
  for (let changes = 0; changes < CHANGES && at - startedAt < LONGEST_LOOK_MS;) {
    const [nextWall, nextAt] = [Date.now(), localClock.now()];
    if (nextAt > at) monotonicMs = Math.min(monotonicMs, nextAt - at);
    if (nextWall > wall) {
      wallMs = Math.min(wallMs, nextWall - wall);
      changes++;
    }
    [wall, at] = [nextWall, nextAt];
  }
  return { wallMs: Math.min(wallMs, LONGEST_LOOK_MS), monotonicMs: Math.min(monotonicMs, LONGEST_LOOK_MS) };
}
