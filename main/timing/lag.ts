/**
 * What is proven of the offset when `Date` may be stale.
 *
 * A stale `Date` is never early: at the stamp the server's clock reads D or more. So of every sample
 *
 *     offset > D - t2
 *
 * stays true, whatever refreshes the `Date`. The other side needs an assumption: that `Date` is never older than
 * `lagMs`, so that the clock read less than D + 1000 + lagMs,
 *
 *     offset < D + 1000 + lagMs - t0.
 *
 * A change of second between two samples of one connection needs no such assumption: the new D was read off the clock after the
 * earlier sample left (t0'), when the clock read less than D + 1000,
 *
 *     offset < D + 1000 - t0'.
 *
 * A tick that creeps passes through every lag, from none to a whole second and back; over a watch that sees it wrap, the two
 * sides meet. A tick with a constant lag leaves them a second apart for ever: nothing in `Date` can tell.
 */
import { STEADY, type Interval } from './bound.ts';
import { TICK_MS, type Sample } from './sample.ts';

/** What the samples, in the order they were taken, prove of the offset at `atEpochMs`; null when they contradict. */
export function laggingBound(samples: readonly Sample[], lagMs: number, atEpochMs: number): Interval | null {
  let lo = -Infinity;
  let hi = Infinity;
  for (const [i, { sentEpochMs, receivedEpochMs, dateEpochMs }] of samples.entries()) {
    const slackMs = Math.abs(atEpochMs - receivedEpochMs) * STEADY.max;
    lo = Math.max(lo, dateEpochMs - receivedEpochMs - slackMs);
    hi = Math.min(hi, dateEpochMs + TICK_MS + lagMs - sentEpochMs + slackMs);
    const before = i > 0 ? samples[i - 1] : undefined;
    if (before && before.dateEpochMs < dateEpochMs) {
      hi = Math.min(hi, dateEpochMs + TICK_MS - before.sentEpochMs + slackMs);
    }
  }
  return lo < hi ? { lo, hi } : null;
}
