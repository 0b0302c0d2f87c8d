/**
 * Random numbers that repeat: the same seed gives the same delays, in the practice origin and in simulations.
 */

/** A source of numbers spread evenly over [0, 1). */
export type Random = () => number;

/**
 * Mulberry32 (Tommy Ettinger, public domain): a Weyl sequence through a 32-bit mixer. Its period of 2^32 and
 * its quality are ample for delays, and every seed is a good one. Never use it for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0; // an odd step, so that all 2^32 states are visited
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One draw of an exponential distribution with the given mean: how long a packet waits in a random queue. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random()); // 1 - [0, 1) is never 0, so the logarithm is finite
}
