/** Which number comes next on the way down to a moment. Pure. */

/** Counting begins so many seconds before. */
const FROM = 10;

/** A number that comes later than this would be wrong by the time it is read, ms. */
export const MOST_LATE_MS = 500;

/**
 * A clock that was set back is counted down again; one that glides by a few ms repeats nothing.
 *
 * @param {number} leftMs until the moment
 * @param {number | null} said the number that was said last
 * @returns {number | null} 10 to 0, which is the moment itself; null when none is left
 */
export function nextNumber(leftMs, said) {
  const number = Math.min(FROM, Math.floor(leftMs / 1000));
  const next = number === said ? number - 1 : number;
  return next < 0 ? null : next;
}

/**
 * @param {number} number
 * @param {number} leftMs negative once the moment has passed
 */
export function isSayable(number, leftMs) {
  return number * 1000 - leftMs <= MOST_LATE_MS;
}
