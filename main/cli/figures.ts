/**
 * Figures as people read them. Pure.
 *
 * A figure carries as many digits as its ± is worth, a ± is rounded up and a proven interval outwards, and a sign is
 * told in words: an offset is positive when this computer is slow.
 */

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
];
/** Up to here ms are still readable as such. */
const LONGEST_IN_MS = 10_000;

/** Decimals of a ms that mean something beside this ±. */
export function decimalsFor(accuracyMs: number): number {
  if (accuracyMs < 1) return 2;
  return accuracyMs < 10 ? 1 : 0;
}

/** A span of time, never negative: "151.3 ms", "4,231.3 ms", "12.3451 s", "1 h 0 min 0.1513 s". */
export function span(ms: number, decimals: number): string {
  const rounded = Number(ms.toFixed(decimals));
  if (rounded < LONGEST_IN_MS) return `${grouped(rounded.toFixed(decimals))} ms`;
  const words: string[] = [];
  let rest = rounded;
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    if (count > 0 || words.length > 0) words.push(`${count} ${unit.name}`);
    rest -= count * unit.ms;
  }
  words.push(`${(rest / 1000).toFixed(decimals + 3)} s`);
  return words.join(' ');
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

/** "± 1.5 ms". */
export function plusMinus(accuracyMs: number): string {
  const decimals = decimalsFor(accuracyMs);
  return `± ${span(roundedUp(accuracyMs, decimals), decimals)}`;
}

function roundedUp(ms: number, decimals: number): number {
  const scale = 10 ** decimals;
  // What is a rounded figure already, but for the last bits of a double, stays what it is.
  return Math.ceil(ms * scale - 1e-6) / scale;
}

/** "151.3 ms slow", "0.4 ms fast", "right" when it rounds to nothing. */
export function slowOrFast(offsetMs: number, decimals: number): string {
  const text = span(Math.abs(offsetMs), decimals);
  if (Number(offsetMs.toFixed(decimals)) === 0) return 'right';
  return `${text} ${offsetMs > 0 ? 'slow' : 'fast'}`;
}

/** A proven interval of the offset: "140.1 ms to 162.4 ms slow", "2.1 ms fast to 22.0 ms slow". */
export function provenRange([lo, hi]: readonly [number, number]): string {
  const [low, high] = [-roundedUp(-lo, 1), roundedUp(hi, 1)];
  if (low >= 0) return `${span(low, 1)} to ${span(high, 1)} slow`;
  if (high <= 0) return `${span(-high, 1)} to ${span(-low, 1)} fast`;
  return `${span(-low, 1)} fast to ${span(high, 1)} slow`;
}

/** "16.2 s": how long something took. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
