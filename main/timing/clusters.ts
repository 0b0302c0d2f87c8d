/**
 * How many clocks answer behind one name?
 *
 * Keep-alive pins one server, so each connection shows one clock. A connection belongs to a clock when its samples and the
 * clock's can all be true at once, and the clock's estimate still stands among them: neither the proof nor the estimate is
 * contradicted.
 */
import { offsetBound } from './bound.ts';
import { estimateOffset, type Estimate } from './estimate.ts';
import type { Sample } from './sample.ts';
import { agrees } from './verify.ts';

/** One clock, and the connections that showed it. */
export interface Clock {
  readonly samples: readonly Sample[];
  readonly estimate: Estimate;
  /** How many connections showed this clock. */
  readonly connections: number;
}

/** The clock among `clocks` that these samples of one more connection show; null when none of them could have sent them. */
export function clockOf(samples: readonly Sample[], clocks: readonly Clock[]): Clock | null {
  const at = samples[samples.length - 1].receivedEpochMs;
  return (
    clocks.find(
      (clock) =>
        offsetBound([...clock.samples, ...samples], at) !== null &&
        samples.every((sample) => agrees(sample, clock.samples, clock.estimate) !== false),
    ) ?? null
  );
}

/** The clock with one more connection's samples; null when they contradict it after all. */
export function joined(clock: Clock, samples: readonly Sample[]): Clock | null {
  const all = [...clock.samples, ...samples];
  const estimate = estimateOffset(all, all[all.length - 1].receivedEpochMs);
  return estimate && { samples: all, estimate, connections: clock.connections + 1 };
}
