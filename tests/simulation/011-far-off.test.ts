import { describe, expect, test } from 'vitest';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** Offsets that arithmetic trips over: at a second's edge, hours and years off, negative. */
describe('011 far off', () => {
  test.each([
    ['a hair beside a whole second', (random: () => number) => 3000 + (random() - 0.5) * 0.01],
    ['a hair beside zero', (random: () => number) => (random() - 0.5) * 0.01],
    ['hours ahead', (random: () => number) => 9 * 3_600_000 + random() * 1000],
    ['hours behind', (random: () => number) => -9 * 3_600_000 - random() * 1000],
    ['twenty years behind', (random: () => number) => -20 * 365 * 86_400_000 - random() * 1000],
  ])('%s, a default sync is as good as anywhere', async (_, offset) => {
    const outcomes = await runMany(
      (random) => ({ ...path(30, 1), offsetMs: offset(random) }),
      makePlan({}),
      200,
    );
    const summary = summarize(outcomes);
    expect(summary.p95).toBeLessThanOrEqual(1.2);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
