/**
 * The trim that makes up for a person's own lateness, and how well that is known. Pure.
 *
 * A press at reaction r (what the shown clock read, minus the target; positive is late) that leaves s later arrives, on an arrival
 * clock with trim t, at
 *
 *     late = r + s + t + (way out - lead),
 *
 * of which the last term is the measurement's, not the person's: as often early as late (balanced), or late by its safety (safe).
 * So the trim that is right is t = -(r + s) at the median, which the core reckons (`suggestion`). It takes the place of the trim
 * that holds and is not added to it: it does not hang on what that was at those presses, nor on the mode, so that applied
 * twice it is the same, and old presses still count after a change. A late person's trim is negative: the clock reads the
 * target earlier.
 */
import type { Rehearsal, RehearsalList } from '../../../api/client/client.ts';

export interface TrimAdvice {
  /** What the trim should be, whole ms; positive presses later. */
  readonly trimMs: number;
  /** Half-width of at least 95 % of it, ms. */
  readonly accuracyMs: number;
  readonly of: number;
}

/** Who is further off was not trying: a target that was let pass, ms. As in the core. */
const MOST_REACTION_MS = 2000;
/** Further from the middle than so many spreads, a finger slipped. */
const OUTLIER_SPREADS = 3.5;
const LEAST_SPREAD_MS = 5;
/** With fewer, not even from the first to the last of them is the median within in 95 %: 1 - 2 / 2^5 is 94 %. */
export const LEAST_PRESSES = 6;

/** The opening of a connection is no part of a person's lateness, as in the core: who waits for a moment has one open. */
export type Press = Pick<Rehearsal, 'reactionMs' | 'sendingMs' | 'openingMs'>;

export const isTry = ({ reactionMs }: Pick<Press, 'reactionMs'>) => Math.abs(reactionMs) <= MOST_REACTION_MS;

/** Null with too few. */
export function trimAdvice(
  presses: readonly Press[],
  suggestion: RehearsalList['suggestion'],
): TrimAdvice | null {
  if (!suggestion) return null;
  const trimMs = 0 - Math.round(-suggestion.trimMs);
  const reachMs = OUTLIER_SPREADS * Math.max(LEAST_SPREAD_MS, suggestion.spreadMs);
  const trims = presses
    .filter(isTry)
    .map(({ reactionMs, sendingMs, openingMs }) => -(reactionMs + sendingMs - openingMs))
    .filter((ms) => Math.abs(ms - suggestion.trimMs) <= reachMs)
    .sort((a, b) => a - b);
  if (trims.length < LEAST_PRESSES) return null;
  const rank = rankOf(trims.length);
  const low = trims[rank] ?? trimMs;
  const high = trims[trims.length - 1 - rank] ?? trimMs;
  return { trimMs, accuracyMs: Math.max(1, trimMs - low, high - trimMs), of: trims.length };
}

/** Whether the trim that holds is not as good, as far as anybody can tell. */
export function isWorthApplying({ trimMs, accuracyMs }: TrimAdvice, currentMs: number): boolean {
  return Math.abs(trimMs - currentMs) > accuracyMs;
}

/**
 * Sign test: with at least 95 % the median lies from the value at this index to the one as far from the end, for
 * 2 P(B <= index) <= 5 %, B binomial (n, 1/2). The largest such index.
 */
function rankOf(n: number): number {
  let term = 2 ** -n;
  let below = term;
  let rank = 0;
  while (2 * (below + (term * (n - rank)) / (rank + 1)) <= 0.05) {
    term *= (n - rank) / (rank + 1);
    below += term;
    rank++;
  }
  return rank;
}

export function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
