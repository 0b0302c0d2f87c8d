import { expect, test } from 'vitest';
import { wasOverslept } from '../../main/clock/overslept.ts';

const armed = { at: 10_000, armedAt: 2000, wallAheadMs: 1_000_000, bootAheadMs: 500 };

test.for<[what: string, at: number, wallLeapMs: number, bootLeapMs: number, isOverslept: boolean]>([
  ['in time', 10_000, 0, 0, false],
  ['a little late', 10_900, 0, 0, false],
  ['held up', 11_100, 0, 0, true],
  ['the machine slept for an hour', 10_000, 3_600_000, 3_600_000, true],
  ['the machine slept for some seconds, the time since boot being coarse', 10_000, 3000, 2000, true],
  ['the wall clock was put forward by an hour', 10_000, 3_600_000, 0, false],
  ['the wall clock was put back by an hour', 10_000, -3_600_000, 0, false],
])('%s', ([, at, wallLeapMs, bootLeapMs, isOverslept]) => {
  const now = { at, wallEpochMs: at + 1_000_000 + wallLeapMs, bootMs: () => at + 500 + bootLeapMs };
  expect(wasOverslept(armed, now)).toBe(isOverslept);
});

test('what was due already when it was armed is not late for that', () => {
  const now = { at: 20_100, wallEpochMs: 1_020_100, bootMs: () => 20_600 };
  expect(wasOverslept({ ...armed, armedAt: 20_000 }, now)).toBe(false);
});
