/**
 * A straight line through offsets measured one after another, by weighted least squares, with how well it is known.
 *
 * What scatters more than its own error bars say (a clock that was set, a path that changed) widens the line's ±, never narrows it.
 */
export interface Point {
  /** ms since the Unix epoch. */
  readonly at: number;
  readonly offsetMs: number;
  /** Half-width of the 95 % interval of what repeats, ms. */
  readonly precisionMs: number;
}

export interface Line {
  /** ms of offset per ms; positive when the server's clock gains. */
  readonly slope: number;
  /** 95 % half-width of the slope. */
  readonly slopeAccuracy: number;
  /** Its offset and the 95 % half-width of that at an instant, ms. */
  at(at: number): { readonly offsetMs: number; readonly accuracyMs: number };
}

/** A 95 % interval's half-width in standard deviations, by degrees of freedom from 1. */
const STUDENT = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23];
const NORMAL = 1.96;
/** No figure is believed to be better than this, ms: weights without bound would let one point decide. */
const LEAST_PRECISION_MS = 0.05;

/** Null with fewer than three points, or when all are of one instant. */
export function fitLine(points: readonly Point[]): Line | null {
  const first = points.at(0);
  if (!first || points.length < 3) return null;
  // From the first one: squares of epochs would leave no digit for hours.
  const start = first.at;
  const weighted = points.map(({ at, offsetMs, precisionMs }) => ({
    at: at - start,
    offsetMs,
    weight: (NORMAL / Math.max(LEAST_PRECISION_MS, precisionMs)) ** 2,
  }));
  const sum = (of: (point: (typeof weighted)[number]) => number) =>
    weighted.reduce((all, point) => all + of(point), 0);
  const total = sum(({ weight }) => weight);
  const meanAt = sum(({ at, weight }) => weight * at) / total;
  const mean = sum(({ offsetMs, weight }) => weight * offsetMs) / total;
  const across = sum(({ at, weight }) => weight * (at - meanAt) ** 2);
  if (across === 0) return null;
  const slope = sum(({ at, offsetMs, weight }) => weight * (at - meanAt) * (offsetMs - mean)) / across;
  const left = sum(({ at, offsetMs, weight }) => weight * (offsetMs - mean - slope * (at - meanAt)) ** 2);
  const freedom = points.length - 2;
  const factor = Math.sqrt(Math.max(1, left / freedom)) * (STUDENT[freedom - 1] ?? NORMAL + 2.6 / freedom);
  return {
    slope,
    slopeAccuracy: factor / Math.sqrt(across),
    at: (at) => {
      const away = at - start - meanAt;
      return {
        offsetMs: mean + slope * away,
        accuracyMs: factor * Math.sqrt(1 / total + away ** 2 / across),
      };
    },
  };
}
