/**
 * Where inside a round trip the server's stamp lies.
 *
 * A delay r is a base b that every exchange pays and an excess e = r - b from queueing. If the base is alike in
 * both directions and queueing too, the stamp lies at t0 + b/2 + x with x ~ U(0, e): the forward share of an
 * excess that is the sum of two like exponentials is exactly uniform. So its centre is t0 + r/2 whatever b is,
 * and b only says how far around the centre it may lie.
 *
 * The least delay seen, m, is a little more than b. With two like exponential queues of mean q the excess has
 * density e/q² near zero, so the least of n excesses is Rayleigh distributed with mean q·sqrt(π/2n); that much is
 * taken off m. q itself is read off the middle of the delays seen, which spikes do not move: the median of the
 * excess is 1.68 q, and that of the delays lies 1.68 q - q·sqrt(π/2n) above m.
 */
import { quantile } from './quartiles.ts';
import { delayMs, type Sample } from './sample.ts';

export interface DelayModel {
  /** b: what every exchange on this path pays, both directions together, ms. */
  readonly baseMs: number;
  /** Standard deviation of what is known of the base, ms. */
  readonly baseSdMs: number;
  /** The delays seen, ascending, ms. */
  readonly sortedMs: Float64Array;
}

/** Median of the sum of two unit exponentials: the root of (1 + x)·exp(-x) = 1/2. */
const MEDIAN_EXCESS = 1.678;
/** Standard deviation of a Rayleigh variable over its mean. */
const RAYLEIGH_SD = Math.sqrt(4 / Math.PI - 1);
/** Before a third delay nothing is known of queueing: a tenth of the least delay is a common spread on a real path. */
const UNKNOWN_SPREAD = 0.1;
/** Fewest delays that say something of the spread. */
const FEWEST = 3;

export function delayModel(samples: readonly Sample[]): DelayModel {
  const sortedMs = Float64Array.from(samples, delayMs).sort();
  const least = sortedMs[0];
  const n = sortedMs.length;
  const surplus = Math.sqrt(Math.PI / (2 * n));
  const queueMs =
    n < FEWEST ? least * UNKNOWN_SPREAD : (quantile(sortedMs, 0.5) - least) / (MEDIAN_EXCESS - surplus);
  const surplusMs = queueMs * surplus;
  return { baseMs: Math.max(0, least - surplusMs), baseSdMs: surplusMs * RAYLEIGH_SD, sortedMs };
}
