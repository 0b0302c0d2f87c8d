/**
 * The anchor (wall clock minus monotonic clock) at no cost, for whoever needs it often and must not wait.
 *
 * LocalClock.anchor() is exact, but waits up to a millisecond for the wall clock to tick. One look at both clocks bounds it to
 * that millisecond; what is kept is held within the bounds of every look, so that a slow change is followed, and is read anew
 * only after a step.
 */
import { localClock, type LocalClock } from './local-clock.ts';

/** Bounds that lie further off than this are a step's, ms. */
const STEP_MS = 1;

/** `wall`: whole ms. */
export function createKeptAnchor(
  clock: Pick<LocalClock, 'now' | 'anchor'> = localClock,
  wall: () => number = Date.now,
): () => number {
  let kept = clock.anchor();
  return () => {
    const before = clock.now();
    const shown = wall();
    // The wall clock showed `shown` up to `shown + 1` at some instant between the two.
    const least = shown - clock.now();
    const most = shown + 1 - before;
    if (kept < least - STEP_MS || kept > most + STEP_MS) kept = clock.anchor();
    else kept = Math.min(most, Math.max(least, kept));
    return kept;
  };
}
