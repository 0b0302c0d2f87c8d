/**
 * The trim that makes up for a person, out of presses that were meant to arrive at an instant. Pure.
 *
 * By the arrival clock a press arrives late by
 *
 *     late = reaction + sending + trim + (the way out - the lead),
 *
 * whose last term is as often negative as positive (balanced, lead.ts). So they would have arrived as often early as late with
 *
 *     trim = - median(reaction + sending),
 *
 * which depends neither on the trim that held nor on the clock that was looked at; presses by server time count as well, though
 * the lead was in none of them. The opening of a connection is no part of it: who waits for a moment has one open.
 */
import { quantile } from './quartiles.ts';

export interface Press {
  /** What the clock showed at the press minus the target, ms; positive when late. */
  readonly reactionMs: number;
  /** From the press until the request left, ms. */
  readonly sendingMs: number;
  /** What of that the opening of a connection took, ms. */
  readonly openingMs: number;
}

export interface Suggestion {
  /** Positive presses later, ms. */
  readonly trimMs: number;
  /** Standard deviation of one press, without outliers, ms. */
  readonly spreadMs: number;
  /** Presses that it rests on. */
  readonly of: number;
}

const FEWEST = 5;
/** Who was further off than this did not aim, ms. */
const MOST_OFF_MS = 2000;
/** A normal spread over the median absolute deviation. */
const SD_PER_MAD = 1.4826;
/** Whatever lies further from the median than so many spreads slipped. */
const OUTLIER_SPREADS = 3.5;
/** No person is steadier than this, ms: equal presses make none of the others outliers. */
const LEAST_SPREAD_MS = 5;

/** Null with too few that aimed. */
export function suggestTrim(presses: readonly Press[]): Suggestion | null {
  const aimed = presses
    .map(({ reactionMs, sendingMs, openingMs }) => reactionMs + sendingMs - openingMs)
    .filter((lateMs) => Math.abs(lateMs) <= MOST_OFF_MS);
  if (aimed.length < FEWEST) return null;
  const middleMs = median(aimed);
  const reachMs = OUTLIER_SPREADS * Math.max(LEAST_SPREAD_MS, spreadAround(middleMs, aimed));
  const steady = aimed.filter((lateMs) => Math.abs(lateMs - middleMs) <= reachMs);
  if (steady.length < FEWEST) return null;
  const lateMs = median(steady);
  return { trimMs: 0 - lateMs, spreadMs: spreadAround(lateMs, steady), of: steady.length };
}

function spreadAround(middleMs: number, values: readonly number[]): number {
  return SD_PER_MAD * median(values.map((value) => Math.abs(value - middleMs)));
}

function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
