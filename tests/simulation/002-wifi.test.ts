import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** Wi-Fi and a server in the same country: 30 ms there and back, 1 ms of queueing each way. */
describe('002 wifi', () => {
  const scenario = (random: () => number) => ({ ...path(30, 1), offsetMs: (random() - 0.5) * 4000 });

  test('12 requests beat 0.45 ms at the median and 1.3 ms at 95 %, stating ±2 ms at the most', async () => {
    const summary = summarize(await runMany(scenario, searchOf(12)));
    expect(summary.p50).toBeLessThanOrEqual(0.4);
    expect(summary.p95).toBeLessThanOrEqual(1.2);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
    expect(summary.precisionMs).toBeLessThanOrEqual(1.3);
  });

  test('16 requests beat 0.25 and 0.9 ms', async () => {
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.p50).toBeLessThanOrEqual(0.2);
    expect(summary.p95).toBeLessThanOrEqual(0.7);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
