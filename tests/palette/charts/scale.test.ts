import { describe, expect, it } from 'vitest';
import { bothSides, decades, linear, logarithmic, ticks } from '../../../palette/charts/scale.ts';

describe('a scale', () => {
  it('maps the ends of its range onto the ends of its room', () => {
    const scale = linear([10, 20], [100, 0]);
    expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
  });

  it('puts a range of no width into the middle', () => {
    expect(linear([5, 5], [0, 40])(5)).toBe(20);
  });

  it('takes equal steps for equal factors when it is logarithmic', () => {
    const scale = logarithmic([1, 100], [0, 100]);
    expect(scale(10)).toBeCloseTo(50);
  });

  it('bends both sides of nothing alike, and keeps their order', () => {
    const scale = bothSides(1000, 1, [200, 0]);
    expect(scale(0)).toBe(100);
    expect(scale(1000)).toBe(0);
    expect(scale(-1000)).toBe(200);
    expect(scale(-10) - 100).toBeCloseTo(100 - scale(10));
    const places = [-500, -3, -0.1, 0, 0.1, 3, 500].map(scale);
    expect(places).toEqual([...places].sort((one, other) => other - one));
  });

  it('has round ticks that lie within the range', () => {
    expect(ticks([-0.23, 1.1], 4)).toEqual([0, 0.5, 1]);
    expect(ticks([148, 153], 4)).toEqual([148, 150, 152]);
    expect(ticks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks([7, 7], 3)).toEqual([7]);
  });

  it('has never a negative nothing', () => {
    expect(ticks([-2, 2], 4).some((tick) => Object.is(tick, -0))).toBe(false);
  });

  it('names powers of ten, fewer where there is little room', () => {
    expect(decades(1, 700, 4)).toEqual([1, 10, 100]);
    expect(decades(1, 100_000, 3)).toEqual([10, 1000, 100_000]);
  });
});
