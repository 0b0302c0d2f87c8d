import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** The same line while somebody downloads: one packet in twenty, each way, is held up by 50 ms. */
describe('003 spikes', () => {
  test('16 requests beat 0.3 and 1.6 ms: a spike is only a wide sample', async () => {
    const spikes = { probability: 0.05, ms: 50 };
    const scenario = (random: () => number) => ({
      ...path(30, 1, spikes),
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.p50).toBeLessThanOrEqual(0.25);
    expect(summary.p95).toBeLessThanOrEqual(0.8);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
