/**
 * How long a path delays a packet: delay = base + Exp(jitter) + (now and then) a spike.
 *
 * Exponential jitter is what an ordinary queue adds. A path whose two bases differ shifts every estimate of
 * the server's clock by (forward - back) / 2, which is what the practice is meant to show.
 */
import { exponential, type Random } from './random.ts';

/** The delays of one direction. */
export interface PathDelays {
  /** What every packet takes at least, in ms. */
  readonly baseMs: number;
  /** Mean of the exponential delay on top of it, in ms; 0 unless given. */
  readonly jitterMs?: number;
  /** The chance, 0 to 1, that a packet is held up by a spike as well; 0 unless given. */
  readonly spikeProbability?: number;
  /** What a spike adds, in ms; 0 unless given. */
  readonly spikeMs?: number;
}

/** A path: the way to the server, and the way back. */
export interface Delays {
  readonly forward: PathDelays;
  readonly back: PathDelays;
  /** Start of the random sequence; the same seed gives the same delays. 1 unless given. */
  readonly seed?: number;
}

/** The delay of one packet in ms. It always takes two random numbers, so that changing one option shifts no other draw. */
export function drawDelayMs(path: PathDelays, random: Random): number {
  const jitterMs = exponential(random, path.jitterMs ?? 0);
  const spikeMs = random() < (path.spikeProbability ?? 0) ? (path.spikeMs ?? 0) : 0;
  return path.baseMs + jitterMs + spikeMs;
}
