/** A registered server, and what is known of its clock. */
import * as v from 'valibot';
import { Estimate } from './measurement.ts';
import { Reading } from './reading.ts';

/** Short, so that a person can type it. */
export const Id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]{4,32}$/, 'An id is 4 to 32 small letters and digits.'),
);

/** Nobody is this many ms too quick or too slow: what is more is a mistake. */
export const MOST_TRIM_MS = 10_000;
const LEAST_INTERVAL_MS = 60_000;
const MOST_INTERVAL_MS = 7 * 86_400_000;

export const Name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'A name needs a character.'),
  v.maxLength(100, 'A name has 100 characters at the most.'),
);
export const Zone = v.pipe(
  v.string(),
  v.check((name) => isZone(name), 'A time zone is named by continent and city, as in Asia/Seoul.'),
);
const Trim = v.pipe(v.number(), v.minValue(-MOST_TRIM_MS), v.maxValue(MOST_TRIM_MS));
/** 0 is never. */
export const Interval = v.pipe(
  v.number(),
  v.check(
    (ms) => ms === 0 || (ms >= LEAST_INTERVAL_MS && ms <= MOST_INTERVAL_MS),
    'An interval is from a minute (60000 ms) to a week, or 0 for never.',
  ),
);

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** What a person may set. */
const Wishes = {
  name: v.optional(Name),
  favourite: v.optional(v.boolean()),
  /** The zone its times are shown and scheduled in; null for that of the core's computer. */
  zone: v.optional(v.nullable(Zone)),
  /** The person's own: positive presses later, ms. */
  trimMs: v.optional(Trim),
  /** Between automatic syncs, ms; null for the settings' own. */
  intervalMs: v.optional(v.nullable(Interval)),
};

export const NewServer = v.strictObject({
  url: v.pipe(v.string(), v.trim(), v.minLength(1, 'The address is empty.'), v.maxLength(2048)),
  ...Wishes,
});
export type NewServer = v.InferOutput<typeof NewServer>;

export const ServerChanges = v.strictObject(Wishes);
export type ServerChanges = v.InferOutput<typeof ServerChanges>;

/** How far an estimate can be relied on, 0 to 100, and why: the score is the product of its parts. */
export const Health = v.object({
  score: v.number(),
  /** Each from 0 to 1. */
  parts: v.object({
    /** How much wider the ± has grown than it was. */
    freshness: v.number(),
    /** How steady the round trips were. */
    network: v.number(),
    /** How well the last sync agreed with what was predicted. */
    drift: v.number(),
    /** Whether its `Date` changes with its second. */
    tick: v.number(),
  }),
  /** Below the threshold of the settings. */
  needsSync: v.boolean(),
});
export type Health = v.InferOutput<typeof Health>;

export const Drift = v.object({
  /** Against standard time, ppm; positive when the server's clock gains; null when there are too few comparisons. */
  againstStandard: v.nullable(v.object({ skewPpm: v.number(), accuracyPpm: v.number(), points: v.number() })),
  /** Against the core's monotonic clock. */
  againstLocal: v.nullable(v.object({ skewPpm: v.number(), accuracyPpm: v.number(), points: v.number() })),
});
export type Drift = v.InferOutput<typeof Drift>;

/**
 * How long before the server's clock shows T a request is to leave here so that it arrives at T, ms, when the reading was stated;
 * the person's own trim is not in it.
 */
export const Lead = v.object({
  /** Early in less than a fortieth of the cases. */
  safeMs: v.number(),
  /** Early as often as late. */
  balancedMs: v.number(),
});
export type Lead = v.InferOutput<typeof Lead>;

export const ServerSummary = v.object({
  id: v.string(),
  /** The address that is measured. */
  url: v.string(),
  name: v.string(),
  favourite: v.boolean(),
  zone: v.nullable(v.string()),
  trimMs: v.number(),
  intervalMs: v.nullable(v.number()),
  /** Null when nothing is known that still holds; `note` then says why. */
  reading: v.nullable(Reading),
  /** Null as `reading`, and when that is standard time in the server's stead. */
  lead: v.nullable(Lead),
  /** When the practice server opens, by its own clock; null of every other one. */
  practice: v.nullable(v.object({ opensEpochMs: v.number() })),
  /** Server minus the core's wall clock now, ms; null as `reading`. */
  offsetMs: v.nullable(v.number()),
  precisionMs: v.nullable(v.number()),
  accuracyMs: v.nullable(v.number()),
  health: v.nullable(Health),
  lastSyncEpochMs: v.nullable(v.number()),
  /** The run that is under way. */
  runId: v.nullable(v.string()),
  /** What a person should know: the last failure, an offset that was lost. */
  note: v.nullable(v.object({ code: v.string(), message: v.string() })),
});
export type ServerSummary = v.InferOutput<typeof ServerSummary>;

export const ServerDetail = v.object({
  ...ServerSummary.entries,
  drift: Drift,
  /** The estimate that `reading` rests on. */
  estimate: v.nullable(Estimate),
  /** Newest first; `next` is the `before` of the next page, null on the last. */
  history: v.object({ estimates: v.array(Estimate), next: v.nullable(v.number()) }),
});
export type ServerDetail = v.InferOutput<typeof ServerDetail>;

export const OffsetNow = v.object({
  /** Server minus the core's wall clock, corrected for drift, ms; positive when that is slow. */
  offsetMs: v.number(),
  precisionMs: v.number(),
  accuracyMs: v.number(),
  /** Since it was measured or carried over, ms. */
  ageMs: v.number(),
  skewPpm: v.number(),
  source: v.picklist(['date-header', 'sntp', 'reference-site']),
  carriedBy: v.picklist(['monotonic-clock', 'standard-time']),
  /** What the server's clock shows at this instant. */
  serverEpochMs: v.number(),
});
export type OffsetNow = v.InferOutput<typeof OffsetNow>;
