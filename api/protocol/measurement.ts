/** What one sync found. Offsets are server minus the core's wall clock, ms, positive when that is slow. */
import * as v from 'valibot';

/** Minimum, lower quartile, median, upper quartile, maximum. */
const FiveNumbers = v.object({
  min: v.number(),
  q1: v.number(),
  median: v.number(),
  q3: v.number(),
  max: v.number(),
});

const Notice = v.object({ code: v.string(), message: v.string() });

export const Measurement = v.object({
  /** The URL that was measured, after redirects. */
  url: v.string(),
  /** Anything but `date-header` is indirect: standard time, not the server's clock. */
  source: v.picklist(['date-header', 'sntp', 'reference-site']),
  offsetMs: v.number(),
  /** Half-width of the 95 % interval of what repeats. */
  precisionMs: v.number(),
  /** The same with the path's asymmetry reckoned in: what stands after the ±. */
  accuracyMs: v.number(),
  /** What the ± would be if the tick is honest. */
  accuracyIfHonestMs: v.number(),
  /** What is proven. */
  boundMs: v.tuple([v.number(), v.number()]),
  /** The round trips, ms. */
  delayMs: FiveNumbers,
  samples: v.number(),
  durationMs: v.number(),
  cdn: v.nullable(v.record(v.string(), v.unknown())),
  edge: v.nullable(v.record(v.string(), v.unknown())),
  /** Whether the `Date` changes when the server's second does. */
  tick: v.picklist(['honest', 'lagging', 'unknown']),
  tickEvidence: v.array(v.string()),
  clocks: v.nullable(
    v.array(
      v.object({ offsetMs: v.number(), precisionMs: v.number(), share: v.number(), isStated: v.boolean() }),
    ),
  ),
  /** Server minus standard time; null when none was reached. */
  reference: v.nullable(v.object({ name: v.string(), aheadMs: v.number(), accuracyMs: v.number() })),
  warnings: v.array(Notice),
  /** When the offset held, by the core's wall clock. */
  measuredAtEpochMs: v.number(),
});

export const Estimate = v.object({ id: v.number(), serverId: v.string(), ...Measurement.entries });
export type Estimate = v.InferOutput<typeof Estimate>;

/** The core's wall clock against standard time. */
export const ReferenceTime = v.object({
  source: v.picklist(['sntp', 'reference-site']),
  name: v.string(),
  /** Standard time minus the core's wall clock, ms; positive when that is slow. */
  offsetMs: v.number(),
  accuracyMs: v.number(),
  delayMs: v.number(),
  measuredAtEpochMs: v.number(),
});
export type ReferenceTime = v.InferOutput<typeof ReferenceTime>;
