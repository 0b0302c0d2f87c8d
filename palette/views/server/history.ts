/** The pages of a server's history, put together: newest first, none twice. */
import type { Detail, Estimate } from './measured-words.ts';

export interface History {
  readonly estimates: readonly Estimate[];
  /** The `before` of the next older page; null when that was the last one. */
  readonly next: number | null;
}

export const NO_HISTORY: History = { estimates: [], next: null };

/** The newest page has come again: what was loaded of older ones stays, unless it lies so far back that a gap would be hidden. */
export function withNewest(history: History, newest: Detail['history']): History {
  const oldest = newest.estimates.at(-1)?.id;
  const older = oldest === undefined ? [] : history.estimates.filter(({ id }) => id < oldest);
  const meets = newest.estimates.some(({ id }) => history.estimates.some((known) => known.id === id));
  return meets && older.length > 0
    ? { estimates: [...newest.estimates, ...older], next: history.next }
    : newest;
}

export function withOlder(history: History, page: Detail['history']): History {
  const known = new Set(history.estimates.map(({ id }) => id));
  return {
    estimates: [...history.estimates, ...page.estimates.filter(({ id }) => !known.has(id))],
    next: page.next,
  };
}
