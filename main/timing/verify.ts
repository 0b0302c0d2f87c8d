/**
 * Testing an estimate with probes that it did not choose for information but for a foreseeable answer: one just
 * before the second's boundary must read D, one just after it D + 1.
 *
 * "Just" is far enough that an honest server cannot fail: three times the precision (and at least LEAST_MARGIN_MS),
 * plus the queueing that nine of ten exchanges stay under. A probe that met more than that could have been stamped at
 * either side of the boundary; it then says nothing, and another one is sent.
 */
import { delayModel } from './delay-model.ts';
import type { Estimate } from './estimate.ts';
import { sendForBoundary } from './next-probe.ts';
import { quantile } from './quartiles.ts';
import { delayMs, TICK_MS, type Sample } from './sample.ts';

export type Side = 'before' | 'after';

/** Timers and schedulers cannot be trusted more closely than this, ms. */
const LEAST_MARGIN_MS = 2;
const PRECISIONS = 3;
/** A probe that came this many margins from the boundary still tests it. */
const NEAR = 3;

/** How far from the boundary a probe is aimed, ms. */
function marginMs(samples: readonly Sample[], estimate: Estimate): number {
  const { sortedMs, baseMs } = delayModel(samples);
  const queueMs = (quantile(sortedMs, 0.9) - baseMs) / 2;
  return Math.max(PRECISIONS * estimate.precisionMs, LEAST_MARGIN_MS) + queueMs;
}

/** The local instant, not before `earliestEpochMs`, at which to send so as to be stamped just at that side of the boundary. */
export function verifyProbe(
  side: Side,
  samples: readonly Sample[],
  estimate: Estimate,
  earliestEpochMs: number,
): number {
  const { sortedMs } = delayModel(samples);
  const shiftMs = (side === 'before' ? -1 : 1) * marginMs(samples, estimate);
  return sendForBoundary(estimate.offsetMs, quantile(sortedMs, 0.5), earliestEpochMs - shiftMs) + shiftMs;
}

/**
 * Whether `probe` read the second that the estimate foretells; null when its delay leaves that open, or when it did not
 * come near the boundary on the `side` it was aimed at, where alone it would test anything.
 */
export function agrees(
  probe: Sample,
  samples: readonly Sample[],
  estimate: Estimate,
  side?: Side,
): boolean | null {
  const { baseMs } = delayModel(samples);
  const r = delayMs(probe);
  const spreadMs = Math.max(0, r - baseMs) / 2 + Math.max(2 * estimate.precisionMs, LEAST_MARGIN_MS / 2);
  const centre = probe.sentEpochMs + r / 2 + estimate.offsetMs;
  const second = Math.floor(centre / TICK_MS);
  const isClear =
    Math.floor((centre - spreadMs) / TICK_MS) === second &&
    Math.floor((centre + spreadMs) / TICK_MS) === second;
  const sinceMs = centre - second * TICK_MS;
  const fromBoundaryMs = side === 'before' ? TICK_MS - sinceMs : sinceMs;
  const isNear = side === undefined || fromBoundaryMs < NEAR * marginMs(samples, estimate) + spreadMs;
  const isRight = probe.dateEpochMs === second * TICK_MS;
  // A wrong second is a wrong second wherever it was read.
  if (!isClear || (isRight && !isNear)) return null;
  return isRight;
}
