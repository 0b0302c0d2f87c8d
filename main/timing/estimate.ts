/**
 * The three figures that are stated of an offset, never one alone.
 *
 * - *precision*: what repeats. The half-width of the interval around the estimate (the posterior's median) that
 *   holds 95 % of the posterior.
 * - *accuracy*: what a person reads after the ±. Asymmetry of the path is invisible to any end-to-end method: it
 *   shifts every sample alike, by (forward - back)/2 = (share - 1/2)·base. So the posterior is widened by a prior on
 *   the forward share of the base delay: mean 1/2, standard deviation SHARE_SD. Queueing may be one-sided as well (a
 *   busy uplink): the same with QUEUE_SHARE_SD for the usual excess.
 * - *bound*: what is proven whatever the path does (bound.ts).
 */
import { STEADY, type Interval, type Wander } from './bound.ts';
import { delayModel } from './delay-model.ts';
import { equalMassOffsets, posterior, type Posterior } from './posterior.ts';
import { quantile } from './quartiles.ts';
import type { Sample } from './sample.ts';

export interface Estimate {
  /** Server minus local, ms; positive when the local clock is slow. */
  readonly offsetMs: number;
  /** Half-width of the interval that repeated runs fall into 95 % of the time, ms. */
  readonly precisionMs: number;
  /** Half-width of the interval that holds the truth with 95 %, asymmetry reckoned with, ms. */
  readonly accuracyMs: number;
  /** The proven interval of the offset, ms. */
  readonly bound: Interval;
  /** The density that the figures were read from. */
  readonly posterior: Posterior;
}

/**
 * Standard deviation of the forward share of the base delay over real paths: a prior. 0.1 is what is reckoned with;
 * a fifth more keeps the interval true when the share's own spread is not known exactly (CONTRIBUTING, Decisions).
 */
const SHARE_SD = 0.12;
/** The same for queueing, which is less alike in both directions than the path is. */
const QUEUE_SHARE_SD = 0.25;
const CONFIDENCE = 0.95;
/** Points that stand for the posterior when its figures are read: 0.5 % of its mass each. */
const POINTS = 200;
/** Of these, every fourth is enough where the asymmetry's prior blurs them anyway. */
const WIDENED = 4;
/** Halvings that bring a half-width below a thousandth of itself. */
const HALVINGS = 16;

/** The estimate of the offset at the local instant `atEpochMs`; null when the samples contradict each other. */
export function estimateOffset(
  samples: readonly Sample[],
  atEpochMs: number,
  wander: Wander = STEADY,
): Estimate | null {
  const density = posterior(samples, atEpochMs, wander);
  if (!density) return null;
  const { bound } = density;
  const offsets = equalMassOffsets(density, POINTS);
  const offsetMs = (offsets[POINTS / 2 - 1] + offsets[POINTS / 2]) / 2;
  const distances = offsets.map((value) => Math.abs(value - offsetMs)).sort();
  const precisionMs = quantile(distances, CONFIDENCE);
  const { baseMs, sortedMs } = delayModel(samples);
  const asymmetrySdMs = Math.hypot(SHARE_SD * baseMs, QUEUE_SHARE_SD * (quantile(sortedMs, 0.5) - baseMs));
  // Nothing can be farther off than the farther end of what is proven.
  const provenMs = Math.max(bound.hi - offsetMs, offsetMs - bound.lo);
  const accuracyMs = Math.min(widened(distances, asymmetrySdMs), provenMs);
  return { offsetMs, precisionMs, accuracyMs, bound, posterior: density };
}

/** The h for which a point at one of the ascending `distances`, moved by normal noise of `sd`, lies within ±h in 95 % of cases. */
function widened(distances: Float64Array, sd: number): number {
  const points = distances.filter((_, i) => i % WIDENED === WIDENED / 2);
  let low = 0;
  let high = distances[distances.length - 1] + 4 * sd;
  for (let i = 0; i < HALVINGS; i++) {
    const h = (low + high) / 2;
    let inside = 0;
    for (const d of points) inside += normalBelow((h - d) / sd) - normalBelow((-h - d) / sd);
    if (inside < CONFIDENCE * points.length) low = h;
    else high = h;
  }
  return high;
}

/** The standard normal distribution function, to 1e-7 (Abramowitz & Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z > 0 ? 1 - tail : tail;
}
