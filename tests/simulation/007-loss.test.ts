import { describe, expect, test } from 'vitest';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** One packet in fifty is lost, and sent again 200 ms later: a long delay, nothing worse. */
describe('007 loss', () => {
  test('a default sync is as good as without loss', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1),
      lossProbability: 0.02,
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, makePlan({})));
    expect(summary.p50).toBeLessThanOrEqual(0.4);
    expect(summary.p95).toBeLessThanOrEqual(1.2);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
