/**
 * Is the `Date` alive, or is it that of a cached reply?
 *
 * A live `Date` advances with time; a frozen one stands still. The test is time itself, not the brand of a cache nor the
 * presence of `Age`: over a stretch of local time longer than two seconds a live `Date` must have changed, however late
 * it ticks. `Age` (RFC 9111 5.1, whole seconds) is added to a frozen `Date` only; to a live one it would add seconds that
 * never were. Date + Age then lags like a tick of its own: Date was cut to its second and Age to another, so that
 * the cache's clock reads between D + Age and D + Age + 2000.
 */
import type { Sample } from './sample.ts';

/** A live Date that ticks up to a second late has changed after two seconds. */
const LONGEST_STANDSTILL_MS = 2000;

/** Whether all these samples name the same second; true of none, for then no change was seen. */
export function standsStill(samples: readonly Sample[]): boolean {
  return samples.every(({ dateEpochMs }) => dateEpochMs === samples[0].dateEpochMs);
}

/** Whether these samples, in the order they were taken, show a Date that stands still; false while it cannot be told. */
export function isFrozen(samples: readonly Sample[]): boolean {
  const first = samples.at(0);
  const last = samples.at(-1);
  if (!first || !last) return false;
  // Whatever the delays: the last stamp came at least this long after the first one.
  const elapsedMs = last.sentEpochMs - first.receivedEpochMs;
  return elapsedMs > LONGEST_STANDSTILL_MS && standsStill(samples);
}
