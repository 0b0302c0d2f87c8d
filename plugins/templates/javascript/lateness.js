/** How late something was, in words. Pure. */

/** @param {number} ms negative for too early */
export function latenessWords(ms) {
  const figure = Math.abs(ms).toFixed(Math.abs(ms) < 10 ? 2 : 0);
  return `${figure} ms ${ms < 0 ? 'early' : 'late'}`;
}
