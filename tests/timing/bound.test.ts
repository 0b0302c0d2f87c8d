import { expect, test } from 'vitest';
import { offsetBound } from '../../main/timing/bound.ts';
import type { Sample } from '../../main/timing/sample.ts';

const sample = (sentEpochMs: number, receivedEpochMs: number, dateEpochMs: number): Sample => ({
  sentEpochMs,
  receivedEpochMs,
  dateEpochMs,
});

test('one sample proves an offset between D - t2 and D + 1000 - t0', () => {
  expect(offsetBound([sample(10_000, 10_040, 12_000)], 10_040)).toEqual({ lo: 1960, hi: 3000 });
});

test('two samples around a boundary prove the intersection', () => {
  const bound = offsetBound([sample(10_000, 10_040, 12_000), sample(11_010, 11_050, 14_000)], 11_050);
  expect(bound?.lo).toBeCloseTo(2950, 6);
  expect(bound?.hi).toBeCloseTo(3000 + 1010 * 100e-6, 6);
});

test('an older sample proves less, by 100 ppm of its age', () => {
  const bound = offsetBound([sample(10_000, 10_040, 12_000)], 20_040);
  expect(bound?.lo).toBeCloseTo(1959, 6);
  expect(bound?.hi).toBeCloseTo(3001, 6);
});

test('samples that no one clock can have sent prove nothing but that', () => {
  expect(offsetBound([sample(10_000, 10_040, 12_000), sample(11_000, 11_040, 15_000)], 11_040)).toBeNull();
});
