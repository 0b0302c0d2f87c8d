import { describe, expect, test } from 'vitest';
import { makePlan, type Mode } from '../../main/sync/plan.ts';
import { path, runMany, summarize } from './runs.ts';

/** What a sync asks of a server: requests, gaps, time. */
describe('012 manners', () => {
  const scenario = (random: () => number) => ({
    ...path(30, 1, { probability: 0.05, ms: 50 }),
    headers: { server: 'nginx' },
    offsetMs: (random() - 0.5) * 4000,
  });
  const LIMITS: Record<Mode, { requests: number; seconds: number; p95: number }> = {
    quick: { requests: 10, seconds: 6, p95: 20 },
    default: { requests: 20, seconds: 20, p95: 1.2 },
    precise: { requests: 40, seconds: 42, p95: 0.5 },
  };

  test.each(Object.entries(LIMITS))('a %s sync keeps its budget of %o', async (mode, limits) => {
    const outcomes = await runMany(scenario, makePlan({ mode: mode as Mode }), 300);
    const summary = summarize(outcomes);
    expect(summary.p95).toBeLessThanOrEqual(limits.p95);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
    for (const { world, measurement } of outcomes) {
      expect(world.sentAt.length).toBeLessThanOrEqual(limits.requests);
      expect(measurement.durationMs).toBeLessThanOrEqual(limits.seconds * 1000);
    }
  });

  test('no two requests are closer than 500 ms, verification included, and they are about a second apart', async () => {
    const outcomes = await runMany(scenario, makePlan({}), 300);
    const gaps = outcomes.flatMap(({ world }) => world.sentAt.slice(1).map((at, i) => at - world.sentAt[i]));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeGreaterThan(900);
    expect(mean).toBeLessThan(1100);
  });

  test('an explicit override brings requests closer, and only then', async () => {
    const outcomes = await runMany(scenario, makePlan({ overrideGapMs: 200 }), 50);
    const gaps = outcomes.flatMap(({ world }) => world.sentAt.slice(1).map((at, i) => at - world.sentAt[i]));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
    expect(Math.min(...gaps)).toBeLessThan(500);
  });

  test('an honest server is verified and called honest in 99 of 100 runs', async () => {
    const outcomes = await runMany(scenario, makePlan({}), 300);
    const honest = outcomes.filter(({ measurement }) => measurement.tick === 'honest');
    expect(honest.length / outcomes.length).toBeGreaterThanOrEqual(0.99);
  });
});
