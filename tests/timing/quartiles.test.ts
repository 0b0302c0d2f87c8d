import { expect, test } from 'vitest';
import { fiveNumbers, quantile } from '../../main/timing/quartiles.ts';

test.each([
  [[5], { min: 5, q1: 5, median: 5, q3: 5, max: 5 }],
  [[2, 1], { min: 1, q1: 1.25, median: 1.5, q3: 1.75, max: 2 }],
  [[5, 1, 4, 2, 3], { min: 1, q1: 2, median: 3, q3: 4, max: 5 }],
  [[-1, -3, 10, 0], { min: -3, q1: -1.5, median: -0.5, q3: 2.5, max: 10 }],
])('the five numbers of %j', (values, expected) => {
  expect(fiveNumbers(values)).toEqual(expected);
});

test('the values given keep their order', () => {
  const values = [3, 1, 2];
  fiveNumbers(values);
  expect(values).toEqual([3, 1, 2]);
});

test('quantiles 0 and 1 are the ends', () => {
  expect(quantile([1, 5, 9], 0)).toBe(1);
  expect(quantile([1, 5, 9], 1)).toBe(9);
});
