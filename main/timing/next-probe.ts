/**
 * When to ask next: time-based, probabilistic binary search (Horstein 1963; Waeber, Frazier & Henderson 2013).
 *
 * A request that reaches the server when its clock reads about a whole second answers one question: is the offset
 * more or less than c, where c is the offset at which the stamp would fall on that second exactly. The question is
 * worth most where the answer is least foreseeable yet most clear: so of a few candidates c (quantiles of the
 * posterior) the one is taken whose reply carries the most information about the offset,
 *
 *     I(c) = H(E_θ p(θ, r)) - E_θ H(p(θ, r)), averaged over the delays r seen so far,
 *
 * p being the chance that the reply already names the new second, H the entropy of a coin. With no queueing this is
 * the posterior's median, bisection; with queueing it places requests where a late packet spoils least. One
 * second's edge passes each second, so the gap between requests is about a second on average.
 */
import { delayModel } from './delay-model.ts';
import { equalMassOffsets, uniformBelow, type Posterior } from './posterior.ts';
import { quantile } from './quartiles.ts';
import { TICK_MS, type Sample } from './sample.ts';

/** Offsets that stand for the posterior when information is reckoned; every other one is a candidate. */
const POINTS = 48;
/** Delays that stand for those seen. */
const DELAYS = 7;
/** Noise of timers and schedulers as the search reckons with it: logistic scale, ms. */
const NOISE_SCALE_MS = 0.05;

/**
 * The local instant (same axis as the samples) at which to send, not before `earliestEpochMs`, so that the
 * reply says most about the offset.
 */
export function nextProbe(samples: readonly Sample[], density: Posterior, earliestEpochMs: number): number {
  const { sortedMs, baseMs } = delayModel(samples);
  const offsets = equalMassOffsets(density, POINTS);
  const delays = Array.from({ length: DELAYS }, (_, i) => quantile(sortedMs, (i + 0.5) / DELAYS));
  const expectedMs = quantile(sortedMs, 0.5);
  let question = offsets[POINTS / 2];
  let most = -Infinity;
  for (let place = 1; place < POINTS; place += 2) {
    const information = informationOf(offsets[place], offsets, delays, expectedMs, baseMs);
    if (information > most) [most, question] = [information, offsets[place]];
  }
  return sendForBoundary(question, expectedMs, earliestEpochMs);
}

/**
 * The first local instant from `earliestEpochMs` on at which a request of the given round trip must leave so that
 * it is stamped just as a server of that offset begins a second.
 */
export function sendForBoundary(offsetMs: number, roundTripMs: number, earliestEpochMs: number): number {
  const leadMs = roundTripMs / 2 + offsetMs;
  return Math.ceil((earliestEpochMs + leadMs) / TICK_MS) * TICK_MS - leadMs;
}

function informationOf(
  question: number,
  offsets: Float64Array,
  delays: readonly number[],
  expectedMs: number,
  baseMs: number,
): number {
  let total = 0;
  for (const r of delays) {
    const excess = Math.max(0, r - baseMs);
    // The stamp's earliest place relative to where the question was aimed at: it is centred on r/2, not on expected/2.
    const start = (r - expectedMs - excess) / 2;
    let chance = 0;
    let noise = 0;
    for (const offset of offsets) {
      const p = 1 - uniformBelow(question - offset - start, excess, NOISE_SCALE_MS);
      chance += p;
      noise += coinEntropy(p);
    }
    total += coinEntropy(chance / offsets.length) - noise / offsets.length;
  }
  return total;
}

function coinEntropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
