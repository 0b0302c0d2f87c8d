import { expect, test } from 'vitest';
import { estimateOffset } from '../../main/timing/estimate.ts';
import type { Sample } from '../../main/timing/sample.ts';

/** Samples at the given distances of the stamp from the boundary; the server is 250 ms ahead, the path symmetric. */
function samples(delayMs: number, distances: readonly number[]): Sample[] {
  return distances.map((distance, i) => {
    const sentEpochMs = 11_750 + i * 1000 + distance - delayMs / 2;
    const dateEpochMs = 12_000 + i * 1000 + (distance < 0 ? -1000 : 0);
    return { sentEpochMs, receivedEpochMs: sentEpochMs + delayMs, dateEpochMs };
  });
}

test('the estimate is the truth when samples bracket the boundary evenly', () => {
  const estimate = estimateOffset(samples(30, [-500, 500, -50, 50, -5, 5, -1, 1]), 18_800);
  expect(estimate?.offsetMs).toBeCloseTo(250, 0);
  expect(estimate?.precisionMs).toBeLessThan(2.5);
});

test('precision <= accuracy <= the farther end of the bound, whatever the samples', () => {
  for (const distances of [[-300], [-300, 400], [-30, 40, -3, 2], [-500, 500, -50, 50, -5, 5, -1, 1]]) {
    for (const delayMs of [0.2, 8, 30, 300]) {
      const estimate = estimateOffset(samples(delayMs, distances), 11_750 + distances.length * 1000);
      if (!estimate) throw new Error('contradiction');
      const { offsetMs, precisionMs, accuracyMs, bound } = estimate;
      expect(precisionMs).toBeGreaterThan(0);
      expect(accuracyMs).toBeGreaterThanOrEqual(precisionMs * 0.99);
      expect(accuracyMs).toBeLessThanOrEqual(Math.max(bound.hi - offsetMs, offsetMs - bound.lo));
    }
  }
});

test('accuracy is widened by about a quarter of the base delay, for the asymmetry that nobody sees', () => {
  const estimate = estimateOffset(samples(100, [-500, 500, -50, 50, -5, 5, -1, 1, -0.5, 0.5]), 21_000);
  expect(estimate?.accuracyMs).toBeGreaterThan(0.2 * 100);
  expect(estimate?.accuracyMs).toBeLessThan(0.27 * 100);
});

test('contradicting samples have no estimate', () => {
  const [first] = samples(30, [-300]);
  expect(estimateOffset([first, { ...first, dateEpochMs: first.dateEpochMs + 5000 }], 12_000)).toBeNull();
});
