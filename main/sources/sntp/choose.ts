/**
 * Whom to believe when several servers state the time. Pure.
 *
 * A true server's time lies within its root distance, so true ones overlap (RFC 5905 section 11.2.1, after Marzullo).
 * The most that share an instant are believed, if they are more than half, and of these the one with the least
 * distance: a server that is precisely wrong loses against two that are roughly right.
 */

/** A stated offset and its error bar, ms. */
export interface Statement {
  readonly offsetMs: number;
  readonly accuracyMs: number;
}

/** The statement to believe; null when no instant lies within more than half of them. */
export function choose<T extends Statement>(statements: readonly T[]): T | null {
  const byAccuracy = statements.toSorted((a, b) => a.accuracyMs - b.accuracyMs);
  let most: readonly T[] = [];
  // Where most intervals overlap, one of them begins.
  for (const instant of byAccuracy.map(low)) {
    const sharing = byAccuracy.filter((other) => low(other) <= instant && instant <= high(other));
    const isMoreAccurate = sharing.length === most.length && sharing[0].accuracyMs < most[0].accuracyMs;
    if (sharing.length > most.length || isMoreAccurate) most = sharing;
  }
  return most.length > statements.length / 2 ? most[0] : null;
}

/** Whether both can be true. */
export function agree(a: Statement, b: Statement): boolean {
  return low(a) <= high(b) && low(b) <= high(a);
}

const low = ({ offsetMs, accuracyMs }: Statement) => offsetMs - accuracyMs;
const high = ({ offsetMs, accuracyMs }: Statement) => offsetMs + accuracyMs;
