/**
 * What one exchange says (RFC 5905 section 8). Pure.
 *
 * T1 and T4 are monotonic here, so that no step of the wall clock can come between them: a sample states how far the
 * server's clock is ahead of the *monotonic* one, and the wall clock comes in when the result is told.
 */
import type { Leap } from '../reference/reference-time.ts';
import type { TimeReply } from './packet.ts';

export interface Sample {
  /** The server's clock (ms since the Unix epoch) minus the local monotonic clock, ms. */
  readonly aheadMs: number;
  /** Round trip without the server's own time, ms. */
  readonly delayMs: number;
  /** Root distance at T4: the most that `aheadMs` can be wrong if the server tells the truth about itself, ms. */
  readonly distanceMs: number;
  readonly stratum: number;
  readonly leap: Leap;
  /** T4, monotonic ms. */
  readonly receivedAt: number;
}

/** How fast two clocks may drift apart (PHI, RFC 5905 section 11.1): 15 ppm. */
const PHI = 15e-6;
/** The wall clock is read to this much (LocalClock.anchor), ms. */
const LOCAL_PRECISION_MS = 0.02;
/** Clocks are steered, so a short trip may look a little shorter than it was; what looks shorter still is nonsense. */
const MOST_NEGATIVE_DELAY_MS = 1;

/** T1 and T4 are `sentAt` and `receivedAt`, monotonic ms; null when the reply claims to have taken longer than the trip. */
export function sampleOf(reply: TimeReply, sentAt: number, receivedAt: number): Sample | null {
  const { receivedEpochMs, sentEpochMs, rootErrorMs, stratum, leap } = reply;
  const tripMs = receivedAt - sentAt;
  const delayMs = tripMs - (sentEpochMs - receivedEpochMs);
  if (delayMs < -MOST_NEGATIVE_DELAY_MS) return null;
  return {
    aheadMs: (receivedEpochMs - sentAt + (sentEpochMs - receivedAt)) / 2,
    delayMs: Math.max(0, delayMs),
    distanceMs: rootErrorMs + Math.abs(delayMs) / 2 + LOCAL_PRECISION_MS + PHI * tripMs,
    stratum,
    leap,
    receivedAt,
  };
}

/** The root distance at the monotonic instant `at`: it grows with the sample's age, ms. */
export function distanceAt({ distanceMs, receivedAt }: Sample, at: number): number {
  return distanceMs + PHI * (at - receivedAt);
}
