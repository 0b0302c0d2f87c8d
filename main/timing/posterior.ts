/**
 * What the samples say of the offset: a probability density.
 *
 * With the stamp at t0 + b/2 + x, x ~ U(0, e) (see delay-model.ts), a server whose offset is θ names the second D
 * exactly when D <= stamp + θ < D + 1000, so that
 *
 *     P(D | θ) = F(D + 1000 - t0 - b/2 - θ) - F(D - t0 - b/2 - θ),
 *
 * F being the distribution of x. F is smoothed by a logistic of standard deviation TIMER_SD_MS (what clocks,
 * timers and the scheduler add), growing with the sample's age, since the offset itself wanders, and by
 * what is not known of the base. That last error all samples share; as noise of each it would count too little at
 * half its size, so it is taken whole. A share OUTLIER of the probability goes to a stamp anywhere in [t0, t2]: one-sided queueing, which the model does not know.
 * No sample is discarded: a spike is only a wide one.
 *
 * The posterior is the product over all samples on a uniform prior, computed on a grid inside the proven bound,
 * which is refined until it resolves the peak.
 */
import { offsetBound, STEADY, type Interval, type Wander } from './bound.ts';
import { delayModel, type DelayModel } from './delay-model.ts';
import { delayMs, TICK_MS, type Sample } from './sample.ts';

/** Probability mass on a uniform grid of offsets. */
export interface Posterior {
  /** Offset of the first grid node (server - local), ms. */
  readonly firstMs: number;
  /** Distance between nodes, ms. */
  readonly stepMs: number;
  /** Mass of each node; they sum to 1. */
  readonly mass: Float64Array;
  /** The proven interval that the grid lies in. */
  readonly bound: Interval;
}

/** What remains of timer and scheduler noise once the receiver's latency is taken off, standard deviation, ms. */
const TIMER_SD_MS = 0.1;
/** Share of exchanges whose forward delay follows no model. */
const OUTLIER = 0.02;
/** Nodes of a grid: 0.1 % of its width, finer than any figure that is stated of it. */
const NODES = 512;
/** The grid is refined while all but this mass lies within a fraction ZOOM of it. */
const TAIL_MASS = 1e-4;
const ZOOM = 0.25;
/** A logistic of scale 1 has a standard deviation of π/sqrt(3). */
const LOGISTIC_SD = Math.PI / Math.sqrt(3);

/** The least width of an excess that is told from none, in scales of the noise. */
const LEAST_WIDTH = 1e-3;
/** Keeps a product of impossible readings from being 0/0. */
const LEAST = 1e-12;
/** A reading that was to be expected this surely says nothing. */
const CERTAIN = 1 - 1e-9;
/** Beyond this many scales the logistic's tail is below 1e-13. */
const FAR = 30;

/**
 * P(x < z) for x ~ U(0, width) plus logistic noise of the given scale; all in ms. That is softplus(z / scale) - softplus((z - width) / scale),
 * in scales of the width, softplus(v) = ln(1 + exp(v)) being the integral of the logistic distribution function; as one logarithm, without
 * overflow, since this is asked thousands of times for each request.
 */
export function uniformBelow(z: number, width: number, scale: number): number {
  const w = Math.max(width, scale * LEAST_WIDTH);
  if (z < -FAR * scale) return 0;
  if (z > w + FAR * scale) return 1;
  const from = z / scale;
  const to = (z - w) / scale;
  const near = 1 + (Math.abs(from) > FAR ? 0 : Math.exp(-Math.abs(from)));
  const far = 1 + (to < -FAR ? 0 : Math.exp(to));
  return Math.min(1, (scale * (Math.max(0, from) + Math.log(near / far))) / w);
}

/** The posterior of the offset at the local instant `atEpochMs`; null when the samples contradict each other. */
export function posterior(
  samples: readonly Sample[],
  atEpochMs: number,
  wander: Wander = STEADY,
): Posterior | null {
  const bound = offsetBound(samples, atEpochMs, wander);
  if (!bound) return null;
  const model = delayModel(samples);
  let region = bound;
  for (;;) {
    const stepMs = (region.hi - region.lo) / NODES;
    const firstMs = region.lo + stepMs / 2;
    const mass = gridMass(samples, atEpochMs, wander.sd, model, firstMs, stepMs);
    const peak = massInterval(mass, TAIL_MASS);
    const peakNodes = peak.last - peak.first + 1;
    if (peakNodes > NODES * ZOOM || stepMs < TIMER_SD_MS / 20) return { firstMs, stepMs, mass, bound };
    region = {
      lo: Math.max(region.lo, firstMs + (peak.first - peakNodes) * stepMs),
      hi: Math.min(region.hi, firstMs + (peak.last + peakNodes) * stepMs),
    };
  }
}

function gridMass(
  samples: readonly Sample[],
  atEpochMs: number,
  wanderSd: number,
  { baseMs, baseSdMs }: DelayModel,
  firstMs: number,
  stepMs: number,
): Float64Array {
  const mass = new Float64Array(NODES).fill(1 / NODES);
  const likelihood = new Float64Array(NODES);
  for (const sample of samples) {
    const r = delayMs(sample);
    const excess = Math.max(0, r - baseMs);
    const baseForward = (r - excess) / 2;
    const ageMs = Math.abs(atEpochMs - sample.receivedEpochMs);
    // A grid coarser than the noise would step over a narrow peak, so the noise is never finer than the grid.
    const scale = Math.max(Math.hypot(TIMER_SD_MS, ageMs * wanderSd, baseSdMs), stepMs) / LOGISTIC_SD;
    const fromSend = sample.dateEpochMs - sample.sentEpochMs;
    likelihood.fill(LEAST);
    const add = (share: number, z: number, width: number) => {
      addBelow(likelihood, share, z + TICK_MS - firstMs, width, scale, stepMs);
      addBelow(likelihood, -share, z - firstMs, width, scale, stepMs);
    };
    add(1 - OUTLIER, fromSend - baseForward, excess);
    add(OUTLIER, fromSend, r);
    // A likelihood is a plateau with two slopes: certain at both ends of the grid, it tells nothing in between.
    if (likelihood[0] > CERTAIN && likelihood[NODES - 1] > CERTAIN) continue;
    let total = 0;
    for (let i = 0; i < NODES; i++) total += mass[i] *= Math.max(LEAST, likelihood[i]);
    // Kept normalised, so that a long product cannot vanish.
    for (let i = 0; i < NODES; i++) mass[i] /= total;
  }
  return mass;
}

/** Adds `weight` times `uniformBelow(z, width, scale)` for z = first - i·step, node by node of a grid of offsets. */
function addBelow(
  sum: Float64Array,
  weight: number,
  first: number,
  width: number,
  scale: number,
  step: number,
): void {
  const w = Math.max(width, scale * LEAST_WIDTH);
  const certain = nodesAbove(w + FAR * scale, first, step);
  const possible = nodesAbove(-FAR * scale, first, step);
  for (let i = 0; i < certain; i++) sum[i] += weight;
  const slope = (weight * scale) / w;
  addSoftplus(sum, slope, first / scale, step / scale, certain, possible);
  addSoftplus(sum, -slope, (first - w) / scale, step / scale, certain, possible);
}

/** Adds `weight` times softplus(v) for v = first - i·step, to the nodes from `from` up to `to`. */
function addSoftplus(
  sum: Float64Array,
  weight: number,
  first: number,
  step: number,
  from: number,
  to: number,
): void {
  const linear = Math.max(from, Math.min(to, nodesAbove(FAR, first, step)));
  const end = Math.min(to, nodesAbove(-FAR, first, step));
  for (let i = from; i < linear; i++) sum[i] += weight * (first - i * step);
  // exp(v) falls by one factor from node to node: a multiplication in place of an exponential, on which most of a sync's reckoning was spent.
  const factor = Math.exp(-step);
  let power = Math.exp(first - linear * step);
  for (let i = linear; i < end; i++, power *= factor) sum[i] += weight * Math.log(1 + power);
}

/** How many nodes of a grid that descends from `first` in steps lie above `z`. */
function nodesAbove(z: number, first: number, step: number): number {
  return Math.max(0, Math.min(NODES, Math.ceil((first - z) / step)));
}

/** First and last node of the interval that leaves `tail` of the mass outside at either side. */
function massInterval(mass: Float64Array, tail: number): { first: number; last: number } {
  let first = 0;
  for (let sum = mass[0]; sum < tail; sum += mass[first]) first++;
  let last = mass.length - 1;
  for (let sum = mass[last]; sum < tail; sum += mass[last]) last--;
  return { first, last };
}

/** `count` offsets that divide the posterior into parts of equal mass, each at the middle of its part; ascending, ms. */
export function equalMassOffsets({ firstMs, stepMs, mass }: Posterior, count: number): Float64Array {
  const offsets = new Float64Array(count);
  let node = 0;
  let below = 0;
  for (let k = 0; k < count; k++) {
    const wanted = (k + 0.5) / count;
    while (below + mass[node] < wanted && node < mass.length - 1) below += mass[node++];
    offsets[k] = firstMs + (node - 0.5 + (wanted - below) / mass[node]) * stepMs;
  }
  return offsets;
}
