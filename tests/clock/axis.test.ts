import { expect, test } from 'vitest';
import { axisAt, currentAxis } from '../../main/clock/axis.ts';

test('an axis keeps its name while the machine is awake', () => {
  const name = currentAxis();
  expect(Array.from({ length: 1000 }, () => currentAxis())).toEqual(Array.from({ length: 1000 }, () => name));
});

test('each sleep begins another axis, and what the reading of the clocks adds does not', () => {
  const names = [0, 12, -9, 10_000, 10_011, 9990, 20_000, 20_249, 20_260].map(axisAt);
  expect(new Set(names).size).toBe(3);
  expect(names.slice(0, 3)).toEqual([names[0], names[0], names[0]]);
  expect(names.slice(3, 6)).toEqual([names[3], names[3], names[3]]);
});
