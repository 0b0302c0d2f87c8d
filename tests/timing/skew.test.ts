import { expect, test } from 'vitest';
import { movement } from '../../main/timing/skew.ts';

const at = (seconds: number, shiftMs: number, precisionMs = 1) => ({
  at: seconds * 1000,
  shiftMs,
  precisionMs,
});

test.each([
  ['the same twice', at(0, 500), at(90, 500), 'steady', 0],
  ['two quartz clocks at their worst', at(0, 500), at(90, 509), 'steady', 100],
  ['what both precisions explain', at(0, 500, 20), at(60, 530, 20), 'steady', 500],
  ['a tick that creeps by 4 ms a second', at(0, 500), at(90, 140), 'creep', -4000],
  ['the same seen after ten seconds', at(0, 500), at(10, 460), 'creep', -4000],
  ['another server 300 ms off', at(0, 500), at(5, 800), 'jump', 60_000],
] as const)('%s', (_, earlier, later, kind, skewPpm) => {
  const moved = movement(earlier, later);
  expect(moved.kind).toBe(kind);
  expect(moved.skewPpm).toBeCloseTo(skewPpm, 6);
});
