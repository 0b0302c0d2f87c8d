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

/** The local instant, not before `earliestEpochMs`, at which to send so as to be stamped just at that side of the boundary. */
export function verifyProbe(
  side: Side,
  samples: readonly Sample[],
  estimate: Estimate,
  earliestEpochMs: number,
): number {
  const { sortedMs, baseMs } = delayModel(samples);
  const usualMs = quantile(sortedMs, 0.5);
  const queueMs = (quantile(sortedMs, 0.9) - baseMs) / 2;
  const marginMs = Math.max(PRECISIONS * estimate.precisionMs, LEAST_MARGIN_MS) + queueMs;
  const shiftMs = side === 'before' ? -marginMs : marginMs;
  return sendForBoundary(estimate.offsetMs, usualMs, earliestEpochMs - shiftMs) + shiftMs;
}

/** Whether `probe` read the second that the estimate foretells; null when its delay leaves that open. */
export function agrees(probe: Sample, samples: readonly Sample[], estimate: Estimate): boolean | null {
  const { baseMs } = delayModel(samples);
  const r = delayMs(probe);
  const spreadMs = Math.max(0, r - baseMs) / 2 + Math.max(2 * estimate.precisionMs, LEAST_MARGIN_MS / 2);
  const centre = probe.sentEpochMs + r / 2 + estimate.offsetMs;
  const second = Math.floor(centre / TICK_MS);
  const clear =
    Math.floor((centre - spreadMs) / TICK_MS) === second &&
    Math.floor((centre + spreadMs) / TICK_MS) === second;
  return clear ? probe.dateEpochMs === second * TICK_MS : null;
}
