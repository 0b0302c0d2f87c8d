/**
 * How a clock drifts against another one: offset and skew from measurements of the offset, with what is uncertain of them.
 *
 * The model: the skew of two oscillators is a random walk (temperature, ageing, a daemon that steers one of them), the offset its integral:
 *
 *     offset' = skew,   skew' = w,   w white with density q.
 *
 * That is what a Kalman filter of two states estimates, and its covariance is the uncertainty. It is made robust in two ways. One
 * measurement far from where it is foretold is given so little weight that it lies three standard deviations off; a second one
 * in a row begins anew at itself, for then the clock has been set, or another one answers. And the skew is never reckoned to
 * be known better than the next hours allow: what is said of the future (`ageingPpm`) is the skew's uncertainty there, half a horizon ahead.
 *
 * Only what repeats of a measurement's error is its noise: the path's unevenness is alike in all, and shifts the offset but not the skew.
 */

/** A measured offset. */
export interface Point {
  /** Of the axis that offsets are taken against, ms. */
  readonly at: number;
  /** The measured clock minus the axis, ms. */
  readonly offsetMs: number;
  /** Half-width of the 95 % interval of what repeats, ms. */
  readonly precisionMs: number;
}

export interface Track {
  readonly at: number;
  /** Best estimate at `at`, ms. */
  readonly offsetMs: number;
  /** ms per ms. */
  readonly skew: number;
  /** Covariance of the two: ms², ms, 1. */
  readonly covariance: readonly [offset: number, cross: number, skew: number];
  /** Measurements since it began, or began anew. */
  readonly points: number;
  /** How far the last measurement lay from where it was foretold, in standard deviations; 0 for the first. */
  readonly surprise: number;
}

/** A 95 % interval's half-width in standard deviations. */
const Z95 = 1.96;
/**
 * Before anything is known: ordinary quartz is sold as ±50 ppm; read as three standard deviations, and two of them, 24 ppm
 * (age.ts says the same).
 */
const UNKNOWN_SKEW = 24e-6;
/**
 * The walk of the skew: 2 ppm in an hour. A machine's quartz moves by some 0.04 ppm/K² x (T - 25 °C)² and so by a few ppm with the weather
 * in the room; a daemon that steers it moves it by about as much.
 */
const WALK = 2e-6 ** 2 / 3_600_000;
/** What is said of the future holds for this long; whoever relies on it longer asks again, ms. */
export const HORIZON_MS = 2 * 3_600_000;
/** Two quartz clocks do not pull apart faster than this (bound.ts). */
const MOST_SKEW = 100e-6;
/** Beyond so many standard deviations a measurement is suspect. */
const SUSPECT = 3;

export function beginTrack({ at, offsetMs, precisionMs }: Point): Track {
  return {
    at,
    offsetMs,
    skew: 0,
    covariance: [(precisionMs / Z95) ** 2, 0, UNKNOWN_SKEW ** 2],
    points: 1,
    surprise: 0,
  };
}

/** With one more measurement, later than those before; those of the same instant or of before are left out. */
export function advanceTrack(track: Track, point: Point): Track {
  if (point.at <= track.at) return track;
  const { offsetMs, skew, covariance } = foretell(track, point.at);
  const [p, c, s] = covariance;
  const noise = (point.precisionMs / Z95) ** 2;
  const innovation = point.offsetMs - offsetMs;
  const surprise = Math.abs(innovation) / Math.sqrt(p + noise);
  // The second suspect in a row: the clock is elsewhere now. Its rate is what it was, for all that is known.
  if (surprise > SUSPECT && track.surprise > SUSPECT)
    return { ...beginTrack(point), skew, covariance: [noise, 0, UNKNOWN_SKEW ** 2], surprise };
  const spread = surprise > SUSPECT ? (innovation / SUSPECT) ** 2 : p + noise;
  const [gainOffset, gainSkew] = [p / spread, c / spread];
  const nextSkew = skew + gainSkew * innovation;
  return {
    at: point.at,
    offsetMs: offsetMs + gainOffset * innovation,
    skew: Math.max(-MOST_SKEW, Math.min(MOST_SKEW, nextSkew)),
    covariance: [p - gainOffset * p, c - gainOffset * c, s - gainSkew * c],
    points: track.points + 1,
    surprise,
  };
}

/** Against another axis of the same rate (after a sleep, or a new start): the offset begins anew, and what is known of the skew stays. */
export function rebaseTrack(track: Track, point: Point): Track {
  // How long it was is not known on the new axis: the walk of a horizon is reckoned with.
  const skewVariance = Math.min(track.covariance[2] + WALK * HORIZON_MS, UNKNOWN_SKEW ** 2);
  const { skew, points } = track;
  return {
    ...beginTrack(point),
    skew,
    covariance: [(point.precisionMs / Z95) ** 2, 0, skewVariance],
    points: points + 1,
  };
}

/** The skew, and the half-width of its 95 % interval, ppm. */
export function skewPpm({ skew, covariance }: Track): { skewPpm: number; accuracyPpm: number } {
  return { skewPpm: skew * 1e6, accuracyPpm: Z95 * Math.sqrt(covariance[2]) * 1e6 };
}

/** How fast the ± of an offset grows that is carried on from `at` with this skew, ppm of the time passed, for the next HORIZON_MS. */
export function ageingPpm(track: Track, at = track.at): number {
  const skewVariance = foretell(track, at).covariance[2];
  // The walk's offset after t has variance q t³/3, so as a rate over the horizon q t/3.
  return Z95 * Math.sqrt(skewVariance + (WALK * HORIZON_MS) / 3) * 1e6;
}

/** The offset at `at` and the half-width of its 95 % interval, ms. */
export function offsetAt(track: Track, at: number): { offsetMs: number; precisionMs: number } {
  const { offsetMs, covariance } = foretell(track, at);
  return { offsetMs, precisionMs: Z95 * Math.sqrt(covariance[0]) };
}

function foretell(track: Track, at: number): Pick<Track, 'offsetMs' | 'skew' | 'covariance'> {
  const t = Math.max(0, at - track.at);
  const [p, c, s] = track.covariance;
  return {
    offsetMs: track.offsetMs + track.skew * (at - track.at),
    skew: track.skew,
    covariance: [
      p + 2 * c * t + s * t * t + (WALK * t ** 3) / 3,
      c + s * t + (WALK * t * t) / 2,
      s + WALK * t,
    ],
  };
}
