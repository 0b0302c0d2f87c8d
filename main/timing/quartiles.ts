/**
 * The five-number summary of a set of figures (Tukey): minimum, lower quartile, median, upper quartile, maximum.
 * Quartiles are interpolated linearly between order statistics (Hyndman & Fan type 7).
 */
export interface FiveNumbers {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** The value below which the share `q` (0 to 1) of ascending `sorted` lies; `sorted` must not be empty. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** The five numbers of `values`, in their unit; `values` must not be empty. */
export function fiveNumbers(values: readonly number[]): FiveNumbers {
  const sorted = Float64Array.from(values).sort();
  return {
    min: sorted[0],
    q1: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q3: quantile(sorted, 0.75),
    max: sorted[sorted.length - 1],
  };
}
