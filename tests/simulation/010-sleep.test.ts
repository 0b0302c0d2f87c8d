import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, runOnce, summarize } from './runs.ts';

/** The lid is closed while a sync runs, for a minute; the monotonic clock stands still meanwhile. */
describe('010 sleep', () => {
  test('what was read before is discarded and told, and what comes after is true', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1),
      sleep: { afterMs: 1000 + random() * 7000, forMs: 60_000 },
      offsetMs: (random() - 0.5) * 4000,
    });
    const outcomes = await runMany(scenario, makePlan({}), 200);
    const summary = summarize(outcomes);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
    for (const { measurement } of outcomes) {
      expect(measurement.warnings.map(({ code }) => code)).toContain('suspended');
    }
    expect(outcomes[0].measurement.warnings[0].message).toBe(
      'This computer slept for about 60 s during the measurement; what was read before that was discarded.',
    );
  });

  test('late in the run, it ends with the sentence that says so, or with what could still be read', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const afterMs = 8000 + seed * 80;
      const world = { ...path(30, 1), offsetMs: 500, seed, sleep: { afterMs, forMs: 60_000 } };
      try {
        const { trueOffsetMs, measurement } = await runOnce(world, makePlan({}));
        expect(measurement.boundMs[0]).toBeLessThan(trueOffsetMs);
        expect(measurement.boundMs[1]).toBeGreaterThan(trueOffsetMs);
      } catch (error) {
        expect(error).toEqual(
          new Failure(
            'suspended',
            'This computer slept during the measurement, so nothing is stated: measure again.',
          ),
        );
      }
    }
  });
});
