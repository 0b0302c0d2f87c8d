import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** Another continent over a busy line: 100 ms there and back, 10 ms of queueing each way, spikes. */
describe('004 far and busy', () => {
  test('16 requests beat 1.6 and 6.6 ms', async () => {
    const spikes = { probability: 0.05, ms: 50 };
    const scenario = (random: () => number) => ({
      ...path(100, 10, spikes),
      offsetMs: (random() - 0.5) * 4000,
    });
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.p50).toBeLessThanOrEqual(1.6);
    expect(summary.p95).toBeLessThanOrEqual(5.5);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
