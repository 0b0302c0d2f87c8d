import { describe, expect, it } from 'vitest';
import { fitLine } from '../../../palette/charts/fit.ts';

const HOUR = 3_600_000;
const START = 1_790_000_000_000;
const points = (offsets: number[], precisionMs = 1) =>
  offsets.map((offsetMs, i) => ({ at: START + i * HOUR, offsetMs, precisionMs }));

/** Standard normal, the same each time. */
function normal(seed: number): () => number {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

describe('the line through offsets', () => {
  it('is not drawn through fewer than three, or through one instant', () => {
    expect(fitLine(points([1, 2]))).toBeNull();
    expect(fitLine([0, 1, 2].map((offsetMs) => ({ at: START, offsetMs, precisionMs: 1 })))).toBeNull();
  });

  it('finds a steady drift', () => {
    const line = fitLine(points([10, 12, 14, 16]));
    expect(line?.slope).toBeCloseTo(2 / HOUR, 12);
    expect(line?.at(START + 4 * HOUR).offsetMs).toBeCloseTo(18);
  });

  it('gives a blunt point little weight', () => {
    const line = fitLine([
      ...points([0, 0, 0, 0]),
      { at: START + 4 * HOUR, offsetMs: 500, precisionMs: 1000 },
    ]);
    expect(Math.abs(line?.at(START).offsetMs ?? NaN)).toBeLessThan(0.1);
  });

  it('is less sure of itself when the points scatter more than their error bars say', () => {
    const [calm, wild] = [fitLine(points([0, 0.1, -0.1, 0.1, 0])), fitLine(points([0, 50, -50, 50, 0]))];
    expect(wild?.slopeAccuracy).toBeGreaterThan(10 * (calm?.slopeAccuracy ?? NaN));
  });

  it('holds the true drift within its ± in 95 of 100 cases or more', () => {
    const draw = normal(7);
    let held = 0;
    for (let run = 0; run < 1000; run++) {
      const line = fitLine(points(Array.from({ length: 6 }, (_, i) => 0.5 * i + draw() / 1.96)));
      if (line && Math.abs(line.slope - 0.5 / HOUR) <= line.slopeAccuracy) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(940);
  });
});
