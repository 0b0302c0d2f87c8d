/** The light measurement shortly before something happens: it asks little, so it also tests less. */
import type { Measurement } from './measurement.ts';
import type { PlanOptions } from './plan.ts';

/** About ten seconds. */
export const LIGHT = { mode: 'quick', samples: 10 } as const satisfies PlanOptions;

/** It tests no other connection, so it takes away no doubt that the older measurement left. */
export function asDoubtful(measurement: Measurement, older: Measurement): Measurement {
  if (older.tick === 'honest') return measurement;
  const { tick, tickEvidence, clocks, accuracyMs, accuracyIfHonestMs } = older;
  const doubtMs = accuracyMs - accuracyIfHonestMs;
  const widenedMs = Math.max(measurement.accuracyMs, measurement.accuracyIfHonestMs + doubtMs);
  return { ...measurement, tick, tickEvidence, clocks, accuracyMs: widenedMs };
}
