/**
 * One reading of a server's clock: a request that left at t0, a reply whose first byte came at t2, and the
 * whole second D that the reply's `Date` names.
 *
 * All instants are on one local axis: the monotonic clock shifted by a constant (the anchor of the run's
 * beginning), so that they read like wall time yet never step. The figure that is sought is
 *
 *     offset = server's clock - local clock, in ms, positive when the local clock is slow,
 *
 * written once here and never flipped.
 */
export interface Sample {
  /** t0: when the request's bytes were handed to the socket; local axis, ms. */
  readonly sentEpochMs: number;
  /** t2: when the first byte of the reply was read; local axis, ms. */
  readonly receivedEpochMs: number;
  /**
   * How long the receiver usually takes to notice a reply, ms; 0 when absent. It is taken off the delay from which the
   * stamp's place is reckoned, but not off what is proven: it is a usual figure, and a proof needs none.
   */
  readonly latencyMs?: number;
  /** D: the `Date` header in ms since the Unix epoch; whole seconds (RFC 9110 5.6.7). */
  readonly dateEpochMs: number;
}

/** Resolution of the `Date` header (RFC 9110 5.6.7), ms. */
export const TICK_MS = 1000;

/** r = t2 - t0: the round trip of one sample, the server's processing included and the receiver's latency taken off, ms. */
export function delayMs({ sentEpochMs, receivedEpochMs, latencyMs = 0 }: Sample): number {
  return receivedEpochMs - sentEpochMs - latencyMs;
}
