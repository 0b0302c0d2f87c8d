import { describe, expect, test } from 'vitest';
import { drawDelayMs } from '../../main/practice/delays.ts';
import { exponential, seededRandom } from '../../main/practice/random.ts';

const draws = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('seededRandom', () => {
  test('repeats itself for the same seed, and differs for another', () => {
    expect(draws(7, 100)).toEqual(draws(7, 100));
    expect(draws(7, 100)).not.toEqual(draws(8, 100));
  });

  test('gives the published sequence of Mulberry32', () => {
    expect(draws(0, 3).map((value) => Math.round(value * 2 ** 32))).toEqual([1144304738, 1416247, 958946056]);
  });

  test.each([0, 1, 2, 12345, -1])('spreads evenly over [0, 1) from seed %i', (seed) => {
    const values = draws(seed, 20_000);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((value) => Math.floor(value * 10) === tenth).length / values.length;
      expect(share).toBeGreaterThan(0.09);
      expect(share).toBeLessThan(0.11);
    }
  });
});

describe('exponential', () => {
  test('has the mean that was asked for, and a median of ln 2 times that', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 20_000 }, () => exponential(random, 5)).sort((a, b) => a - b);
    expect(mean(values)).toBeCloseTo(5, 0);
    expect(values[10_000]).toBeCloseTo(5 * Math.LN2, 0);
    expect(values[0]).toBeGreaterThanOrEqual(0);
  });

  test('is finite at both ends of the random numbers', () => {
    expect(exponential(() => 0, 5)).toBeCloseTo(0);
    expect(Number.isFinite(exponential(() => 1 - 2 ** -32, 5))).toBe(true);
  });
});

describe('drawDelayMs', () => {
  test('is the base alone on a path without jitter or spikes', () => {
    expect(drawDelayMs({ baseMs: 15 }, seededRandom(1))).toBe(15);
  });

  test('adds jitter of the given mean, and spikes as often as was asked for', () => {
    const random = seededRandom(1);
    const path = { baseMs: 15, jitterMs: 1, spikeProbability: 0.05, spikeMs: 500 };
    const values = Array.from({ length: 20_000 }, () => drawDelayMs(path, random));
    const spikes = values.filter((value) => value > 500);
    expect(spikes.length / values.length).toBeCloseTo(0.05, 2);
    expect(mean(values.filter((value) => value < 500))).toBeCloseTo(16, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(15);
  });

  test('draws the same jitter whether or not there are spikes', () => {
    const calm = seededRandom(9);
    const rough = seededRandom(9);
    for (let i = 0; i < 100; i++) {
      const without = drawDelayMs({ baseMs: 1, jitterMs: 2 }, calm);
      const spiked = drawDelayMs({ baseMs: 1, jitterMs: 2, spikeProbability: 1, spikeMs: 50 }, rough);
      expect(spiked - without).toBeCloseTo(50, 9);
    }
  });
});
