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
  /** Whether fresh probes on a second connection must find the boundary again. */
  readonly verify: boolean;
  /** The whole run ends after this long, ms, with what is known by then. */
  readonly maxDurationMs: number;
}

export type Mode = 'default' | 'quick' | 'precise';

/** Requests that the verification keeps for itself: one at each side of the boundary, and one that may have to be repeated. */
export const VERIFY_REQUESTS = 3;

/** Least gap without an explicit override (see CONTRIBUTING, Decisions): a person's own clicks come faster. */
export const LEAST_GAP_MS = 500;
/** With the override: less would be a load test. */
const LEAST_OVERRIDE_GAP_MS = 100;
const MOST_SAMPLES = 100;

const PLANS: Readonly<Record<Mode, Plan>> = {
  // About a second a request: 12 to 16 samples reach ±1 ms over ordinary lines.
  default: {
    searchSamples: 16,
    maxRequests: 20,
    wantedPrecisionMs: 1,
    minGapMs: LEAST_GAP_MS,
    verify: true,
    maxDurationMs: 60_000,
  },
  // Five halvings of a second in about five seconds: good to some 20 ms.
  quick: {
    searchSamples: 6,
    maxRequests: 10,
    wantedPrecisionMs: 10,
    minGapMs: LEAST_GAP_MS,
    verify: false,
    maxDurationMs: 20_000,
  },
  precise: {
    searchSamples: 32,
    maxRequests: 40,
    wantedPrecisionMs: 0.2,
    minGapMs: LEAST_GAP_MS,
    verify: true,
    maxDurationMs: 120_000,
  },
};

export interface PlanOptions {
  readonly mode?: Mode;
  /** Exactly this many search samples, whatever precision they reach. */
  readonly samples?: number;
  /** Explicit override of the least gap between requests, ms (rate limit override). */
  readonly overrideGapMs?: number;
}

/** The plan for these wishes; a wish that cannot be met is a Failure. */
export function makePlan({ mode = 'default', samples, overrideGapMs }: PlanOptions): Plan {
  let plan = PLANS[mode];
  if (samples !== undefined) {
    if (!Number.isInteger(samples) || samples < 2 || samples > MOST_SAMPLES) {
      throw new Failure(
        'bad-samples',
        `The number of samples must be a whole number from 2 to ${MOST_SAMPLES}.`,
      );
    }
    // A second and a half for each request is more than the search ever waits; the rest is for slow replies.
    plan = {
      ...plan,
      searchSamples: samples,
      wantedPrecisionMs: 0,
      maxRequests: samples + plan.maxRequests - plan.searchSamples,
      maxDurationMs: Math.max(plan.maxDurationMs, 2000 * samples),
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
