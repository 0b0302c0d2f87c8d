/**
 * Two clocks that drift as real ones do: their skew walks at random and with the time of day. Measured now and then, the offset between the
 * measurements has to lie within what is said of it, and that has to be much less than what two unknown quartz clocks would allow.
 */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../main/practice/random.ts';
import { advanceTrack, ageingPpm, beginTrack, HORIZON_MS, skewPpm } from '../../main/timing/drift.ts';
import { quantile } from '../../main/timing/quartiles.ts';

const MINUTE_MS = 60_000;
const RUNS = 400;

/** Standard normal (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The offset of a wandering clock, minute by minute, ms. */
function wandering(random: () => number, minutes: number, walkPpm: number): Float64Array {
  const offsets = new Float64Array(minutes + 1);
  let skew = 15e-6 * normal(random);
  const phase = random() * 2 * Math.PI;
  for (let i = 1; i <= minutes; i++) {
    skew += (walkPpm * 1e-6 * normal(random)) / Math.sqrt(60);
    const daily = 1e-6 * Math.sin(phase + (2 * Math.PI * i) / (24 * 60));
    offsets[i] = offsets[i - 1] + (skew + daily) * MINUTE_MS;
  }
  return offsets;
}

interface Outcome {
  /** Share of the instants at which the truth lay within the ±. */
  readonly within: number;
  /** Median of the ± over that of clocks of which nothing is known. */
  readonly ofUnknown: number;
  /** 95 % quantile of the error, ms. */
  readonly p95Ms: number;
}

function simulate(syncs: number, everyMinutes: number, precisionMs: number, walkPpm = 1): Outcome {
  const random = seededRandom(syncs * 1000 + everyMinutes);
  const errors: number[] = [];
  const ratios: number[] = [];
  let within = 0;
  for (let run = 0; run < RUNS; run++) {
    const last = (syncs - 1) * everyMinutes;
    const offsets = wandering(random, last + HORIZON_MS / MINUTE_MS, walkPpm);
    const measured = (minute: number) => ({
      at: minute * MINUTE_MS,
      offsetMs: offsets[minute] + (precisionMs / 1.96) * normal(random),
      precisionMs,
    });
    let point = measured(0);
    let track = beginTrack(point);
    for (let i = 1; i < syncs; i++) {
      point = measured(i * everyMinutes);
      track = advanceTrack(track, point);
    }
    const afterMinutes = 1 + Math.floor(random() * (HORIZON_MS / MINUTE_MS - 1));
    const ageMs = afterMinutes * MINUTE_MS;
    const predicted = point.offsetMs + (skewPpm(track).skewPpm * ageMs) / 1e6;
    const error = Math.abs(predicted - offsets[last + afterMinutes]);
    const statedMs = precisionMs + (ageingPpm(track) * ageMs) / 1e6;
    errors.push(error);
    ratios.push(statedMs / (precisionMs + (ageingPpm(beginTrack(point)) * ageMs) / 1e6));
    if (error <= statedMs) within++;
  }
  return {
    within: within / RUNS,
    ofUnknown: quantile(Float64Array.from(ratios).sort(), 0.5),
    p95Ms: quantile(Float64Array.from(errors).sort(), 0.95),
  };
}

describe('a clock that drifts, between two measurements', () => {
  test.each([
    ['measured once', 1, 60, 1, 1],
    ['measured twice, a minute apart', 2, 1, 1, 1.01],
    ['measured twice, an hour apart', 2, 60, 1, 0.25],
    ['measured every hour for a day', 24, 60, 1, 0.25],
    ['measured every ten minutes for a day', 144, 10, 1, 0.25],
    ['measured roughly every hour for a day', 24, 60, 20, 0.6],
    ['measured every day for a week', 7, 24 * 60, 1, 0.35],
  ] as const)('%s, lies within what is stated', (title, syncs, everyMinutes, precisionMs, mostOfUnknown) => {
    const { within, ofUnknown, p95Ms } = simulate(syncs, everyMinutes, precisionMs);
    console.log(
      `${title}: within ${(100 * within).toFixed(1)} %, ± ${ofUnknown.toFixed(2)} of what unknown clocks would have, error p95 ${p95Ms.toFixed(1)} ms`,
    );
    expect(within).toBeGreaterThanOrEqual(0.95);
    expect(ofUnknown).toBeLessThanOrEqual(mostOfUnknown);
  });

  test('that wanders twice as much as reckoned with stays mostly within it', () => {
    expect(simulate(24, 60, 1, 4).within).toBeGreaterThan(0.75);
  });
});
