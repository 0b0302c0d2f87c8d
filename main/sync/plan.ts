/**
 * How much one sync may ask of a server, and when it has asked enough.
 */
import { Failure } from '../failure.ts';

export interface Plan {
  /** Samples that the search may take. */
  readonly searchSamples: number;
  /** Requests in all, preflight and verification included. */
  readonly maxRequests: number;
  /** The search ends at this precision (half-width of the 95 % interval), ms. */
  readonly wantedPrecisionMs: number;
  /** The least time between two requests, ms. */
  readonly minGapMs: number;
  /** How many other connections must show the boundary where the first one did. */
  readonly otherConnections: number;
  /** Whether a connection that does not is searched for a clock of its own. */
  readonly findsClocks: boolean;
  /** Instead of a search: how long to watch a Date that lags, ms; 0 is not at all. */
  readonly watchMs: number;
  /** The whole run ends after this long, ms, with what is known by then. */
  readonly maxDurationMs: number;
}

export type Mode = 'default' | 'quick' | 'precise';

/** Requests that the verification keeps for itself: one at each side of the boundary, and one that may have to be repeated. */
const VERIFY_REQUESTS = 3;

/** Least gap without an explicit override: a person's own clicks come faster. */
export const LEAST_GAP_MS = 500;
/** With the override: less would be a load test. */
const LEAST_OVERRIDE_GAP_MS = 100;
const MOST_SAMPLES = 100;
/** What preflight may send at the most: both schemes' redirects, HEAD and GET, a cheaper page. */
const MOST_PREFLIGHT = 13;
/** Less sees no creep; a creep of 4 ms a second has passed through every lag after 250 s. */
const LEAST_WATCH_S = 10;
const MOST_WATCH_S = 600;

const PLANS: Readonly<Record<Mode, Plan>> = {
  // About a second a request: 12 to 16 samples reach ±1 ms over ordinary lines.
  default: {
    searchSamples: 16,
    maxRequests: 20,
    wantedPrecisionMs: 1,
    minGapMs: LEAST_GAP_MS,
    otherConnections: 1,
    findsClocks: false,
    watchMs: 0,
    maxDurationMs: 60_000,
  },
  // Five halvings of a second in about five seconds: good to some 20 ms.
  quick: {
    searchSamples: 6,
    // The rest is for redirects, and for three addresses of a page that is cached.
    maxRequests: 18,
    wantedPrecisionMs: 10,
    minGapMs: LEAST_GAP_MS,
    otherConnections: 0,
    findsClocks: false,
    watchMs: 0,
    maxDurationMs: 20_000,
  },
  // Half of it for the search. Of two servers that share a name evenly, five further connections meet both in 97 %.
  precise: {
    searchSamples: 20,
    maxRequests: 40,
    wantedPrecisionMs: 0.2,
    minGapMs: LEAST_GAP_MS,
    otherConnections: 5,
    findsClocks: true,
    watchMs: 0,
    maxDurationMs: 120_000,
  },
};

/** Requests that are kept for other connections while the first one is searched. */
export function reservedRequests({ otherConnections }: Plan): number {
  return otherConnections > 1 ? 2 * otherConnections : VERIFY_REQUESTS * otherConnections;
}

export interface PlanOptions {
  readonly mode?: Mode;
  /** Search with this many samples, whatever precision they reach; what tests the result comes on top. */
  readonly samples?: number;
  /** Watch a Date that lags for this long, s, instead of searching. */
  readonly watchSeconds?: number;
  /** Explicit override of the least gap between requests, ms (rate limit override). */
  readonly overrideGapMs?: number;
}

/** The plan for these wishes; a wish that cannot be met is a Failure. */
export function makePlan({ mode = 'default', samples, watchSeconds, overrideGapMs }: PlanOptions): Plan {
  let plan = PLANS[mode];
  if (samples !== undefined) {
    if (!Number.isInteger(samples) || samples < 2 || samples > MOST_SAMPLES) {
      throw new Failure(
        'bad-samples',
        `The number of samples must be a whole number from 2 to ${MOST_SAMPLES}.`,
      );
    }
    const maxRequests = samples + MOST_PREFLIGHT + reservedRequests(plan);
    // The search waits a second and the gap at the most for each request; the rest is for slow replies.
    const longestMs = (1500 + (overrideGapMs ?? plan.minGapMs)) * maxRequests;
    plan = {
      ...plan,
      searchSamples: samples,
      wantedPrecisionMs: 0,
      maxRequests,
      maxDurationMs: Math.max(plan.maxDurationMs, longestMs),
    };
  }
  if (watchSeconds !== undefined) {
    if (!(watchSeconds >= LEAST_WATCH_S && watchSeconds <= MOST_WATCH_S)) {
      throw new Failure('bad-watch', `A watch must last from ${LEAST_WATCH_S} to ${MOST_WATCH_S} seconds.`);
    }
    plan = {
      ...plan,
      watchMs: watchSeconds * 1000,
      // The watch sends about a request a second, never two within the least gap.
      maxRequests: 2 * watchSeconds + plan.maxRequests,
      maxDurationMs: watchSeconds * 1000 + plan.maxDurationMs,
    };
  }
  if (overrideGapMs !== undefined) {
    if (!(overrideGapMs >= LEAST_OVERRIDE_GAP_MS && overrideGapMs <= 10_000)) {
      throw new Failure(
        'bad-gap',
        `The gap between requests must be from ${LEAST_OVERRIDE_GAP_MS} to 10000 ms.`,
      );
    }
    plan = { ...plan, minGapMs: overrideGapMs };
  }
  return plan;
}
