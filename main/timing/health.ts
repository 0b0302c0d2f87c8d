/**
 * How far what is known of a server's clock can be relied on: 0 to 100.
 *
 *     score = 100 x freshness x network x drift x tick
 *
 * - freshness: the ± has grown from a0 when measured to a by age: 1 as long as a <= 2 a0 + 5 ms, else (2 a0 + 5 ms) / a.
 *   5 ms: what nobody's hand can use.
 * - network: the middle half of the round trips lies within w: 1 / (1 + w / (20 ms + least round trip)).
 * - drift: the last measurement lay z standard deviations from where it was foretold: 1 up to 2, else 2 / z, not below 0.2.
 * - tick: 1 when the `Date` changes with the second, 0.6 when nobody knows, 0.4 when it lags; 0.3 for standard time in the server's stead.
 *
 * A product, for a chain is as strong as its weakest link, and each part says by itself what a new sync would mend.
 */
import type { FiveNumbers } from './quartiles.ts';

export interface HealthFacts {
  /** The ± when measured, and now, ms. */
  readonly measuredAccuracyMs: number;
  readonly accuracyMs: number;
  readonly delayMs: FiveNumbers;
  /** In standard deviations; see drift.ts. */
  readonly surprise: number;
  readonly tick: 'honest' | 'unknown' | 'lagging';
  readonly isIndirect: boolean;
}

export interface Health {
  /** Whole number. */
  readonly score: number;
  readonly parts: {
    readonly freshness: number;
    readonly network: number;
    readonly drift: number;
    readonly tick: number;
  };
}

const UNUSABLE_MS = 5;
const ORDINARY_DELAY_MS = 20;
const EXPECTED_SURPRISE = 2;
const LEAST_DRIFT = 0.2;
const TICK = { honest: 1, unknown: 0.6, lagging: 0.4 };
const INDIRECT = 0.3;

export function health(facts: HealthFacts): Health {
  const { measuredAccuracyMs, accuracyMs, delayMs, surprise, tick, isIndirect } = facts;
  const parts = {
    freshness: Math.min(1, (2 * measuredAccuracyMs + UNUSABLE_MS) / accuracyMs),
    network: 1 / (1 + (delayMs.q3 - delayMs.q1) / (ORDINARY_DELAY_MS + delayMs.min)),
    drift: surprise <= EXPECTED_SURPRISE ? 1 : Math.max(LEAST_DRIFT, EXPECTED_SURPRISE / surprise),
    tick: isIndirect ? INDIRECT : TICK[tick],
  };
  const product = parts.freshness * parts.network * parts.drift * parts.tick;
  return { score: Math.round(100 * product), parts };
}
