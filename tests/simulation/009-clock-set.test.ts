import { describe, expect, test } from 'vitest';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** Somebody sets this computer's clock while a sync runs. */
describe('009 clock set', () => {
  test.each([300, -300, 3_600_000])(
    'a step of %d ms is told, and the offset is right against the clock as it then stands',
    async (byMs) => {
      const scenario = (random: () => number) => ({
        ...path(30, 1),
        step: { afterMs: 1000 + random() * 9000, byMs },
        offsetMs: (random() - 0.5) * 4000,
      });
      const outcomes = await runMany(scenario, makePlan({}), 200);
      const summary = summarize(outcomes);
      expect(summary.p95).toBeLessThanOrEqual(1.2);
      expect(summary.precise).toBeGreaterThanOrEqual(0.93);
      expect(summary.bounded).toBe(1);
      const told = outcomes.filter(({ measurement }) =>
        measurement.warnings.some(({ code }) => code === 'clock-step'),
      );
      expect(told).toHaveLength(outcomes.length);
      const direction = byMs > 0 ? 'forward' : 'back';
      expect(outcomes[0].measurement.warnings[0].message).toBe(
        `This computer's clock was set ${direction} by ${Math.abs(byMs)} ms during the measurement; ` +
          'the offset is stated against the clock as it stands now.',
      );
    },
  );
});
