import { expect, it } from 'vitest';
import { scaleFor, share } from '../../../palette/views/practice/scale.ts';

it('holds every value, with the target in the middle and few marks', () => {
  for (const values of [[0], [34], [-3, 250], [-20_000, 12]]) {
    const scale = scaleFor(values, Infinity);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(scale.most);
    expect(scale.marks).toContain(0);
    expect(scale.marks.length).toBeLessThanOrEqual(7);
    expect(share(0, scale)).toBe(0.5);
  }
});

it('draws what is beyond the cap at the edge', () => {
  const scale = scaleFor([40, 90_000], 1000);
  expect(scale.most).toBe(1000);
  expect(share(90_000, scale)).toBe(1);
});
