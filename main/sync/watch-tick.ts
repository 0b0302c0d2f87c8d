/**
 * The long look at a Date that lags: a request about each second, each aimed at the next change of second, so that every
 * lag that the tick passes through is seen (timing/lag.ts says what that proves).
 *
 * The search's own machinery follows the change, told that the clock wanders far more than clocks do. A tick that creeps
 * through a whole second skips one; then what was read before is a second off against what comes after, and is
 * relabelled to go on following. Near the change the two labels look alike, so now and then a request is sent half a second
 * away from it, where they do not.
 */
import type { Wander } from '../timing/bound.ts';
import { estimateOffset, type Estimate } from '../timing/estimate.ts';
import { nextProbe, sendForBoundary } from '../timing/next-probe.ts';
import { fiveNumbers } from '../timing/quartiles.ts';
import { delayMs, TICK_MS, type Sample } from '../timing/sample.ts';
import type { Conversation, Reading } from './conversation.ts';

/** uvicorn's tick creeps by 4 ms a second (measured); twice that is followed. */
const CREEPING: Wander = { max: 20e-3, sd: 5e-3 };
/** What is older than this many readings says nothing of where a creeping change is now. */
const FOLLOWED = 12;
/** Every so many requests, one is sent half a second away from the change: a skip is seen before the tick has crept 20 ms. */
const LABEL_EVERY = 3;

/** Every reading of the watch, in order, those given first. */
export async function watchTick(
  talk: Conversation,
  known: readonly Sample[],
  watchMs: number,
  tell: (reading: Reading, samples: readonly Sample[], estimate: Estimate | null) => void,
): Promise<readonly Sample[]> {
  let samples = known;
  let followed = follow(known);
  const endEpochMs = talk.earliestEpochMs() + watchMs;
  while (talk.canSend()) {
    const earliest = talk.earliestEpochMs();
    const sendEpochMs = followed ? next(samples.length, followed, earliest) : earliest;
    if (sendEpochMs > endEpochMs) break;
    const reading = await talk.ask(sendEpochMs);
    if (!reading) continue;
    samples = [...samples, reading.sample];
    followed = follow([...(followed?.recent ?? []), reading.sample]);
    tell(reading, samples, followed?.estimate ?? null);
    talk.endIfAskedTo(reading.exchange);
  }
  return samples;
}

/** The latest samples, labelled so that they fit each other, and where they say that the change is now. */
interface Followed {
  readonly recent: readonly Sample[];
  readonly estimate: Estimate;
}

function next(count: number, { recent, estimate }: Followed, earliestEpochMs: number): number {
  if (count % LABEL_EVERY > 0) return nextProbe(recent, estimate.posterior, earliestEpochMs);
  const roundTripMs = fiveNumbers(recent.map(delayMs)).median;
  return sendForBoundary(estimate.offsetMs + TICK_MS / 2, roundTripMs, earliestEpochMs);
}

/** Follows the change by the samples as they are; or, after a skip, the earlier ones a second later; or by the last one alone. */
function follow(samples: readonly Sample[]): Followed | null {
  const last = samples.at(-1);
  if (!last) return null;
  const latest = samples.slice(-FOLLOWED);
  const relabelled = latest.map((sample) =>
    sample === last ? sample : { ...sample, dateEpochMs: sample.dateEpochMs + TICK_MS },
  );
  for (const recent of [latest, relabelled, [last]]) {
    const estimate = estimateOffset(recent, last.receivedEpochMs, CREEPING);
    if (estimate) return { recent, estimate };
  }
  return null;
}
