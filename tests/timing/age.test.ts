import { expect, test } from 'vitest';
import { agedAccuracyMs } from '../../main/timing/age.ts';

test.each([
  [1.4, 0, 1.4],
  [1.4, 60_000, 4.4],
  [0.5, 3_600_000, 180.5],
  [1.4, -5, 1.4],
])('± %d ms, %d ms later, is ± %d ms: 50 ppm of the age are added', (accuracyMs, ageMs, aged) => {
  expect(agedAccuracyMs(accuracyMs, ageMs)).toBeCloseTo(aged, 9);
});
