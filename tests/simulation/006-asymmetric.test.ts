import { describe, expect, test } from 'vitest';
import { normal, path, runMany, searchOf, summarize } from './runs.ts';

/** Paths whose way out and way back differ, which no end-to-end method can see. */
describe('006 asymmetric', () => {
  test('accuracy holds the truth in 95 % where the forward share has mean 0.5 and deviation 0.1', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1, undefined, 0.5 + 0.1 * normal(random)),
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(12), 1000));
    expect(summary.accurate).toBeGreaterThanOrEqual(0.95);
    expect(summary.bounded).toBe(1);
    expect(summary.accuracyMs).toBeLessThanOrEqual(8);
  });

  test('20 ms out and 5 ms back shifts every estimate by 7.5 ms: precision cannot know it, the bound does', async () => {
    const scenario = (random: () => number) => ({
      ...path(25, 1, undefined, 0.8),
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(12)));
    expect(summary.p50).toBeGreaterThan(7);
    expect(summary.p50).toBeLessThan(8);
    expect(summary.precise).toBe(0);
    expect(summary.bounded).toBe(1);
  });

  test('a busy uplink of 20 ms queues is held by the accuracy in 9 of 10 runs, by the bound in all', async () => {
    const scenario = (random: () => number) => ({
      forward: { baseMs: 10, jitterMs: 20 },
      back: { baseMs: 10, jitterMs: 0.5 },
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.accurate).toBeGreaterThanOrEqual(0.9);
    expect(summary.bounded).toBe(1);
  });
});
