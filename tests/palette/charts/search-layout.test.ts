import { describe, expect, it } from 'vitest';
import { LABELS, searchLayout } from '../../../palette/charts/search-layout.ts';

const size = { width: 600, height: 200 };
const steps = [
  { offsetMs: 200, accuracyMs: 480, lo: -300, hi: 700 },
  { offsetMs: 140, accuracyMs: 120, lo: 20, hi: 270 },
  { offsetMs: 151, accuracyMs: 4, lo: 140, hi: 160 },
];
const numbers = (d: string) => (d.match(/-?[\d.]+/g) ?? []).map(Number);

describe('the search interval', () => {
  it('stands around the estimate of now', () => {
    const { estimates, middle } = searchLayout(steps, 10, size);
    expect(estimates).toHaveLength(3);
    expect(estimates[2].y).toBe(middle);
    // A greater offset lies higher.
    expect(estimates[0].y).toBeLessThan(middle);
    expect(estimates[1].y).toBeGreaterThan(middle);
  });

  it('leaves room for the requests that are still to come', () => {
    const lastX = (of: number) => searchLayout(steps, of, size).estimates.at(-1)?.x;
    expect(lastX(10)).toBeLessThan(200);
    expect(lastX(3)).toBe(size.width - LABELS);
    expect(lastX(2)).toBe(size.width - LABELS);
  });

  it('narrows as the interval does', () => {
    const xy = numbers(searchLayout(steps, 3, size).proven);
    const ys = xy.filter((_, i) => i % 2 === 1);
    const [first, , last, lastLow, , firstLow] = ys;
    expect(firstLow - first).toBeGreaterThan(lastLow - last);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ys)).toBeLessThanOrEqual(size.height);
  });

  it('reaches to the edge where nothing is proven', () => {
    const open = [{ offsetMs: 0, accuracyMs: 900, lo: -100, hi: Infinity }];
    expect(numbers(searchLayout(open, 5, size).proven).every(Number.isFinite)).toBe(true);
  });

  it('draws nothing before the first request', () => {
    const layout = searchLayout([], 1, size);
    expect(layout.proven).toBe('');
    expect(layout.estimates).toEqual([]);
  });
});
