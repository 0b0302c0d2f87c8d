import { expect, test } from 'vitest';
import { MeasuredClock } from '../../main/cli/measured-clock.ts';

const EPOCH = 1_700_000_000_000;
const clock = new MeasuredClock({
  offsetMs: 250.25,
  precisionMs: 1,
  accuracyMs: 1,
  anchorMs: EPOCH,
  measuredAt: 5000,
});

test('the server is the monotonic clock, plus what its wall clock was ahead of it, plus the offset', () => {
  expect(clock.epochMs(6000)).toBe(EPOCH + 6250.25);
});

test('its next second comes when its fraction has run out', () => {
  expect(clock.nextSecond(6000)).toEqual({ at: 6749.75, epochMs: EPOCH + 7000 });
});

test('a second that has just come is not the next one, whatever the last bits of a double say', () => {
  for (let i = 0; i < 1000; i++) {
    const odd = new MeasuredClock({
      offsetMs: i * 0.7123,
      precisionMs: 1,
      accuracyMs: 1,
      anchorMs: EPOCH + i / 3,
      measuredAt: 0,
    });
    const first = odd.nextSecond(i * 1.37);
    expect(odd.nextSecond(first.at).epochMs).toBe(first.epochMs + 1000);
  }
});

test('its ± grows from the moment it was measured', () => {
  expect(clock.accuracyMs(5000)).toBe(1);
  expect(clock.accuracyMs(65_000)).toBeCloseTo(4, 9);
  expect(clock.ageMs(65_000)).toBe(60_000);
});
