import { describe, expect, it } from 'vitest';
import { boxLayout, PARTS } from '../../../palette/charts/box-layout.ts';

const said = (ms: number) => `${ms.toFixed(1)} ms`;
const usual = { min: 18.2, q1: 19.4, median: 20.6, q3: 22.8, max: 31 };

describe('a box plot', () => {
  it('keeps the five in their order, within its width', () => {
    const { at } = boxLayout(usual, 600, said);
    const places = PARTS.map((part) => at[part]);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(at.min).toBeGreaterThan(0);
    expect(at.max).toBeLessThan(600);
  });

  it('labels all five, apart from each other, also where it is narrow', () => {
    const { labels } = boxLayout({ ...usual, q1: 18.3, median: 18.4, q3: 18.5 }, 380, said);
    expect(labels.map(({ text }) => text)).toEqual(['18.2 ms', '18.3 ms', '18.4 ms', '18.5 ms', '31.0 ms']);
    const gaps = labels.slice(1).map(({ at }, i) => at - labels[i].at);
    expect(Math.min(...gaps)).toBeGreaterThan(45);
  });

  it('goes by factors when one reply came very late, and says so', () => {
    const late = boxLayout({ ...usual, max: 2000 }, 600, said);
    expect(late.isLogarithmic).toBe(true);
    expect(late.at.q3 - late.at.q1).toBeGreaterThan(15);
    expect(boxLayout(usual, 600, said).isLogarithmic).toBe(false);
  });

  it('says a figure once when all are the same, and stands in the middle', () => {
    const { labels, at } = boxLayout({ min: 5, q1: 5, median: 5, q3: 5, max: 5 }, 400, said);
    expect(labels.map(({ text }) => text)).toEqual(['5.0 ms']);
    expect(at.median).toBe(200);
  });
});
