import { describe, expect, test } from 'vitest';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** The lid is closed while a sync runs, for a minute; the monotonic clock stands still meanwhile. */
describe('010 sleep', () => {
  test('what was read before is discarded and told, and what comes after is true', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1),
      sleep: { afterMs: 1000 + random() * 5000, forMs: 60_000 },
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
});
