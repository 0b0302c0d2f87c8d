/**
 * How a stated ± grows while nothing is measured: ± at an age = ± when measured + age x AGEING.
 *
 * The model: two free-running quartz clocks. Ordinary parts are sold as ±50 ppm; read as three standard deviations,
 * that is 17 ppm each, 24 ppm for the difference of two, and 47 ppm for 95 % of such pairs. A clock that an NTP
 * daemon steers stays far inside it (RFC 5905 reckons with PHI = 15 ppm). The sum is stated, not the root of squares:
 * drift is no noise that averages out, and nobody is hurt by a ± that is a little wide. What a known drift is worth
 * is for another day; until it is known, this is the honest figure.
 */

/** 50 ppm: 3 ms a minute, 180 ms an hour. */
const AGEING = 50e-6;

/** The ± (half-width, ms) of an offset that was known to ±`accuracyMs` when it was measured, `ageMs` ago. */
export function agedAccuracyMs(accuracyMs: number, ageMs: number): number {
  return accuracyMs + Math.max(0, ageMs) * AGEING;
}
