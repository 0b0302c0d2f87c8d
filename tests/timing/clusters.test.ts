import { describe, expect, test } from 'vitest';
import { clockOf, joined, type Clock } from '../../main/timing/clusters.ts';
import { estimateOffset } from '../../main/timing/estimate.ts';
import type { Sample } from '../../main/timing/sample.ts';

const DELAY = 30;
/** Readings just before and after the boundary of a clock that is `offsetMs` ahead, from `startEpochMs` on. */
function readings(offsetMs: number, distances: readonly number[], startEpochMs: number): Sample[] {
  return distances.map((distance, i) => {
    const stamp = Math.ceil((startEpochMs + offsetMs) / 1000) * 1000 - offsetMs + i * 1000 + distance;
    const dateEpochMs = Math.floor((stamp + offsetMs) / 1000) * 1000;
    return { sentEpochMs: stamp - DELAY / 2, receivedEpochMs: stamp + DELAY / 2, dateEpochMs };
  });
}
function clock(offsetMs: number): Clock {
  const samples = readings(offsetMs, [-500, 300, -100, 50, -20, 10, -4, 3], 10_000);
  const estimate = estimateOffset(samples, samples[samples.length - 1].receivedEpochMs);
  if (!estimate) throw new Error('contradiction');
  return { samples, estimate, connections: 1 };
}

describe('the clock of one more connection', () => {
  const clocks = [clock(0), clock(300)];

  test.each([
    [0, 0],
    [300, 1],
  ])('that is %d ms ahead is the known one', (offsetMs, index) => {
    const samples = readings(offsetMs, [-20, 20], 30_000);
    expect(clockOf(samples, clocks)).toBe(clocks[index]);
    expect(joined(clocks[index], samples)?.connections).toBe(2);
  });

  test('that is 600 ms ahead is none of them', () => {
    expect(clockOf(readings(600, [-20, 20], 30_000), clocks)).toBeNull();
  });

  test('that contradicts a clock cannot join it', () => {
    expect(joined(clocks[0], readings(600, [-20, 20], 30_000))).toBeNull();
  });
});
