import { expect, test } from 'vitest';
import { axisAt, currentAxis, recogniseAxis } from '../../main/clock/axis.ts';

test('an axis keeps its name while the machine is awake', () => {
  const name = currentAxis();
  expect(Array.from({ length: 1000 }, () => currentAxis())).toEqual(Array.from({ length: 1000 }, () => name));
});

test.skipIf(process.platform !== 'linux')(
  'each sleep begins another axis, however short, and what the reading of the clocks adds does not',
  () => {
    const names = [0, 12, -9, 2600, 2611, 4000, 4009, 3991, 4200].map(axisAt);
    expect(new Set(names).size).toBe(4);
    expect(names.slice(0, 3)).toEqual([names[0], names[0], names[0]]);
    expect(names.slice(3, 5)).toEqual([names[3], names[3]]);
    expect(names.slice(5, 8)).toEqual([names[5], names[5], names[5]]);
  },
);

test('a name that was kept is recognised on its own axis, and taken over', () => {
  const kept = axisAt(7000);
  axisAt(100_000);
  expect(recogniseAxis(kept, 100_000)).toBe(false);
  expect(recogniseAxis(kept, 7010)).toBe(true);
  expect(axisAt(7015)).toBe(kept);
});

test.each(['', 'another boot', 'another boot:0', ':'])('a name of another boot (%j) is not', (name) => {
  expect(recogniseAxis(name)).toBe(false);
});
