import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** A phone's line: 60 ms there and back, 15 ms of queueing each way, hand-overs of 200 ms. */
describe('005 mobile', () => {
  test('16 requests still find the offset to a few milliseconds, and say how few', async () => {
    const spikes = { probability: 0.05, ms: 200 };
    const scenario = (random: () => number) => ({
      ...path(60, 15, spikes),
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.p50).toBeLessThanOrEqual(2.5);
    expect(summary.p95).toBeLessThanOrEqual(7.5);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.accurate).toBeGreaterThanOrEqual(0.95);
    expect(summary.bounded).toBe(1);
    expect(summary.precisionMs).toBeLessThanOrEqual(9);
  });
});
