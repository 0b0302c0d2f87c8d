import { describe, expect, test } from 'vitest';
import {
  advanceTrack,
  ageingPpm,
  beginTrack,
  offsetAt,
  rebaseTrack,
  skewPpm,
  type Track,
} from '../../main/timing/drift.ts';

const HOUR_MS = 3_600_000;
const point = (hours: number, offsetMs: number, precisionMs = 1) => ({
  at: hours * HOUR_MS,
  offsetMs,
  precisionMs,
});

/** A clock that gains 10 ppm (36 ms an hour), measured hourly. */
function steady(hours: number): Track {
  let track = beginTrack(point(0, 0));
  for (let i = 1; i <= hours; i++) track = advanceTrack(track, point(i, 36 * i));
  return track;
}

describe('the drift of a clock', () => {
  test('is not known from one measurement', () => {
    const { skewPpm: ppm, accuracyPpm } = skewPpm(beginTrack(point(0, 0)));
    expect([ppm, accuracyPpm]).toEqual([0, expect.closeTo(47, 0)]);
  });

  test('is found from several, with its uncertainty', () => {
    const { skewPpm: ppm, accuracyPpm } = skewPpm(steady(12));
    expect(ppm).toBeCloseTo(10, 1);
    expect(accuracyPpm).toBeLessThan(5);
  });

  test('is little moved by one measurement that lies far off', () => {
    const off = advanceTrack(steady(12), point(13, 36 * 13 + 500));
    expect(off.surprise).toBeGreaterThan(3);
    const back = advanceTrack(off, point(14, 36 * 14));
    expect(Math.abs(offsetAt(back, 14 * HOUR_MS).offsetMs - 36 * 14)).toBeLessThan(2);
  });

  test('begins anew when a second measurement in a row lies far off: the clock was set', () => {
    let track = steady(12);
    for (const hour of [13, 14, 15]) track = advanceTrack(track, point(hour, 36 * hour + 5000));
    expect(offsetAt(track, 15 * HOUR_MS).offsetMs).toBeCloseTo(36 * 15 + 5000, 0);
    expect(skewPpm(track).skewPpm).toBeCloseTo(10, 0);
  });

  test('is not advanced by what was measured earlier', () => {
    const track = steady(3);
    expect(advanceTrack(track, point(2, 999))).toBe(track);
  });

  test('is never said to be faster than two quartz clocks pull apart', () => {
    let track = beginTrack(point(0, 0));
    for (let i = 1; i < 20; i++) track = advanceTrack(track, point(i, 3600 * i, 5000));
    expect(skewPpm(track).skewPpm).toBeLessThanOrEqual(100);
  });

  test('keeps its rate, and not its offset, on another axis', () => {
    const track = rebaseTrack(steady(12), { at: 5, offsetMs: -777, precisionMs: 4 });
    expect(offsetAt(track, 5).offsetMs).toBe(-777);
    expect(offsetAt(track, 5).precisionMs).toBeCloseTo(4, 6);
    expect(skewPpm(track).skewPpm).toBeCloseTo(10, 1);
    expect(ageingPpm(track)).toBeGreaterThan(ageingPpm(steady(12)));
    expect(ageingPpm(track)).toBeLessThan(20);
  });

  test('is the less certain the longer ago it was measured', () => {
    const track = steady(12);
    const widths = [12, 13, 18, 36].map((hour) => offsetAt(track, hour * HOUR_MS).precisionMs);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(ageingPpm(track, 36 * HOUR_MS)).toBeGreaterThan(ageingPpm(track));
  });
});
