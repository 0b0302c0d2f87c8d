import { expect, test } from 'vitest';
import { createClockWatch, type Readings } from '../../main/clock/clock-watch.ts';

/** A watch over readings that the test changes. */
function watched(): { readings: { -readonly [K in keyof Readings]: number }; check: () => unknown } {
  const readings = { anchorMs: 1e12, monotonicMs: 5000, bootMs: 9000 };
  const watch = createClockWatch(() => ({ ...readings }));
  return { readings, check: () => watch.check() };
}

test('undisturbed clocks report nothing', () => {
  const { readings, check } = watched();
  readings.monotonicMs += 60_000;
  readings.bootMs += 60_000;
  expect(check()).toBeNull();
});

test('a slew of 500 ppm over ten seconds is no step', () => {
  const { readings, check } = watched();
  readings.anchorMs += 5;
  expect(check()).toBeNull();
});

test.each([250, -250, 3_600_000])('a wall clock set by %d ms is a step by that much, told once', (byMs) => {
  const { readings, check } = watched();
  readings.anchorMs += byMs;
  expect(check()).toEqual({ kind: 'step', byMs });
  expect(check()).toBeNull();
});

test('a monotonic clock that stood still while time since boot went on was a suspend', () => {
  const { readings, check } = watched();
  readings.anchorMs += 60_000;
  readings.monotonicMs += 1000;
  readings.bootMs += 61_000;
  expect(check()).toEqual({ kind: 'suspend', forMs: 60_000 });
});

test('a sleep that the monotonic clock counted leaves the axis whole: nothing to report', () => {
  const { readings, check } = watched();
  readings.monotonicMs += 61_000;
  readings.bootMs += 61_000;
  expect(check()).toBeNull();
});

test('a time since boot in whole seconds does not look like a suspend', () => {
  const { readings, check } = watched();
  readings.monotonicMs += 100;
  readings.bootMs += 1000;
  expect(check()).toBeNull();
});
