import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** A wired line to a near server: 10 ms there and back, 0.3 ms of queueing each way. */
describe('001 wired', () => {
  const scenario = (random: () => number) => ({ ...path(10, 0.3), offsetMs: (random() - 0.5) * 4000 });

  test('12 requests find the offset to a fifth of a millisecond, and the intervals are true', async () => {
    const summary = summarize(await runMany(scenario, searchOf(12)));
    expect(summary.p50).toBeLessThanOrEqual(0.2);
    expect(summary.p95).toBeLessThanOrEqual(0.6);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
    expect(summary.precisionMs).toBeLessThanOrEqual(0.7);
  });

  test('16 requests find it to a tenth', async () => {
    const summary = summarize(await runMany(scenario, searchOf(16)));
    expect(summary.p50).toBeLessThanOrEqual(0.09);
    expect(summary.p95).toBeLessThanOrEqual(0.24);
    expect(summary.precise).toBeGreaterThanOrEqual(0.93);
    expect(summary.bounded).toBe(1);
  });
});
