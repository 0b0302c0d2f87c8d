import { describe, expect, test } from 'vitest';
import { equalMassOffsets, posterior, uniformBelow, type Posterior } from '../../main/timing/posterior.ts';
import type { Sample } from '../../main/timing/sample.ts';

const OFFSET = 250;
/** A sample of a server that is 250 ms ahead, stamped in the middle of its round trip. */
function sampleAt(sentEpochMs: number, delayMs: number): Sample {
  const dateEpochMs = Math.floor((sentEpochMs + delayMs / 2 + OFFSET) / 1000) * 1000;
  return { sentEpochMs, receivedEpochMs: sentEpochMs + delayMs, dateEpochMs };
}
function densityOf(...samples: Sample[]): Posterior {
  const density = posterior(samples, samples[samples.length - 1].receivedEpochMs);
  if (!density) throw new Error('contradiction');
  return density;
}

describe('the distribution of a stamp', () => {
  test.each([
    [-10, 0],
    [0, 0],
    [5, 0.25],
    [10, 0.5],
    [20, 1],
    [30, 1],
  ])('of 20 ms excess lies below %d ms with probability %d', (z, share) => {
    expect(uniformBelow(z, 20, 0.01)).toBeCloseTo(share, 2);
  });

  test('without excess is the noise alone', () => {
    expect(uniformBelow(0, 0, 0.1)).toBeCloseTo(0.5, 3);
    expect(uniformBelow(0.1, 0, 0.1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 3);
  });

  test('rises without a jump where its tails are cut off', () => {
    let last = 0;
    for (let z = -5; z < 25; z += 0.01) {
      const below = uniformBelow(z, 20, 0.1);
      expect(below).toBeGreaterThanOrEqual(last);
      expect(below - last).toBeLessThan(0.01);
      last = below;
    }
    expect(last).toBe(1);
  });
});

describe('the posterior', () => {
  test('has mass one, all of it inside the proven bound', () => {
    const { mass, firstMs, stepMs, bound } = densityOf(sampleAt(10_000, 30), sampleAt(11_400, 31));
    expect(mass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(firstMs).toBeGreaterThan(bound.lo);
    expect(firstMs + (mass.length - 1) * stepMs).toBeLessThan(bound.hi);
  });

  test('of one sample spreads evenly over a second', () => {
    const offsets = equalMassOffsets(densityOf(sampleAt(10_000, 30)), 100);
    expect(offsets[99] - offsets[0]).toBeGreaterThan(950);
    expect(offsets[99] - offsets[0]).toBeLessThan(1030);
  });

  test('narrows to the truth with samples just before and after the boundary', () => {
    const boundaryStamp = 11_750; // the server's clock reads 12,000 then
    const samples = [-400, 200, -100, 50, -20, 8, -3, 2].map((distance, i) =>
      sampleAt(boundaryStamp + i * 1000 + distance - 15, 30 + (i % 3) * 0.01),
    );
    const offsets = equalMassOffsets(densityOf(...samples), 100);
    expect(offsets[5]).toBeGreaterThan(OFFSET - 3);
    expect(offsets[94]).toBeLessThan(OFFSET + 4);
    expect(offsets[94] - offsets[5]).toBeLessThan(6);
  });

  test('is widened by a spike, never misled: a late sample at the boundary moves the median little', () => {
    const clean = [sampleAt(11_700, 30), sampleAt(12_745, 30), sampleAt(13_725, 30)];
    const without = equalMassOffsets(densityOf(...clean), 2);
    const spike = { sentEpochMs: 14_735, receivedEpochMs: 14_865, dateEpochMs: 14_000 };
    const withSpike = equalMassOffsets(densityOf(...clean, spike), 2);
    expect(Math.abs(withSpike[0] - without[0])).toBeLessThan(5);
  });

  test('of contradicting samples does not exist', () => {
    const wrong = { ...sampleAt(12_000, 30), dateEpochMs: 99_000 };
    expect(posterior([sampleAt(10_000, 30), wrong], 12_030)).toBeNull();
  });
});

test('offsets of equal mass ascend and divide the mass evenly', () => {
  const density: Posterior = {
    firstMs: 0,
    stepMs: 1,
    mass: Float64Array.of(0.25, 0.25, 0.5),
    bound: { lo: -0.5, hi: 2.5 },
  };
  expect([...equalMassOffsets(density, 4)]).toEqual([0, 1, 1.75, 2.25]);
});
