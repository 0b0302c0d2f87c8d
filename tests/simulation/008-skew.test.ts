import { describe, expect, test } from 'vitest';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** The server's clock runs up to 60 ppm fast or slow against ours: 1 ms in 15 s. */
describe('008 skew', () => {
  test('the offset is right at the end of the run, and the intervals are true', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1),
      skewPpm: (random() - 0.5) * 120,
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, makePlan({})));
    expect(summary.p95).toBeLessThanOrEqual(1.2);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });

  test('the bound holds at 100 ppm, the most that it allows for', async () => {
    const scenario = (random: () => number) => ({
      ...path(0.2, 0.02),
      skewPpm: random() < 0.5 ? -100 : 100,
      offsetMs: (random() - 0.5) * 4000,
    });
    expect(summarize(await runMany(scenario, makePlan({}))).bounded).toBe(1);
  });
});
