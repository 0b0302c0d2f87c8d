/**
 * A server's clock as a line over the core's monotonic clock, good until the next one comes:
 *
 *     server(at) = at + shiftMs + skewPpm / 10^6 x (at - asOf)      ± accuracyMs + ageingPpm / 10^6 x (at - asOf)
 *
 * Time itself is never streamed: whoever has mapped a clock of its own onto the core's (see `ping`) reckons with this.
 */
import * as v from 'valibot';

export const Reading = v.object({
  /** Server minus the core's monotonic clock at `asOf`, ms. */
  shiftMs: v.number(),
  /** Core's monotonic clock, ms. */
  asOf: v.number(),
  /** When it was measured, or carried over: what its age counts from, however often it is stated anew. Core's monotonic clock, ms. */
  since: v.number(),
  /** The rate at which the server's clock gains on the core's, ppm. */
  skewPpm: v.number(),
  /** Half-width of the 95 % interval of what repeats, at `asOf`, ms. */
  precisionMs: v.number(),
  /** What stands after the ± at `asOf`, ms. */
  accuracyMs: v.number(),
  /** How fast both grow, ppm of the age. */
  ageingPpm: v.number(),
  /** `date-header`: the server's own clock; anything else is standard time in its stead. */
  source: v.picklist(['date-header', 'sntp', 'reference-site']),
  /** What carried it here from when it was measured: the monotonic clock; or standard time, after a sleep or a restart. */
  carriedBy: v.picklist(['monotonic-clock', 'standard-time']),
  /** When the estimate it rests on was measured, by the core's wall clock. */
  measuredAtEpochMs: v.number(),
  /** The shortest round trip, ms: what an arrival is reckoned with. */
  delayMs: v.number(),
});
export type Reading = v.InferOutput<typeof Reading>;

/** What a reading says at one instant. */
export interface ReadNow {
  readonly serverEpochMs: number;
  readonly precisionMs: number;
  readonly accuracyMs: number;
  /** Since it was measured or carried over, ms. */
  readonly ageMs: number;
}

/** `at`: the core's monotonic clock, ms. */
export function readAt(reading: Reading, at: number): ReadNow {
  const passedMs = at - reading.asOf;
  const grownMs = (Math.max(0, passedMs) * reading.ageingPpm) / 1e6;
  return {
    serverEpochMs: at + reading.shiftMs + (passedMs * reading.skewPpm) / 1e6,
    precisionMs: reading.precisionMs + grownMs,
    accuracyMs: reading.accuracyMs + grownMs,
    ageMs: at - reading.since,
  };
}

/** The core's monotonic instant at which the server's clock shows `serverEpochMs`. */
export function instantOf(reading: Reading, serverEpochMs: number): number {
  const { shiftMs, asOf, skewPpm } = reading;
  return asOf + (serverEpochMs - asOf - shiftMs) / (1 + skewPpm / 1e6);
}
