import { expect, test } from 'vitest';
import { measureGrain } from '../../main/clock/clock-grain.ts';

test('the wall clock moves in whole ms, the monotonic clock in far less', () => {
  const { wallMs, monotonicMs } = measureGrain();
  expect(Number.isInteger(wallMs)).toBe(true);
  expect(wallMs).toBeGreaterThanOrEqual(1);
  expect(wallMs).toBeLessThanOrEqual(16);
  expect(monotonicMs).toBeGreaterThan(0);
  expect(monotonicMs).toBeLessThan(0.1);
});
