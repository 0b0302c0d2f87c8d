import { describe, expect, test } from 'vitest';
import { dateOf, knownDigits, localZone, timeOfDay, zoneAt, type Zone } from '../../main/cli/clock-face.ts';

const fixed = (name: string, minutes: number): Zone => ({ name, minutesAt: () => minutes });
const seoul = fixed('Asia/Seoul', 540);
const utc = fixed('UTC', 0);
const at = Date.UTC(2026, 1, 14, 20, 5, 9, 129);

describe('the time of day', () => {
  test.each([
    [3, '05:05:09.129'],
    [2, '05:05:09.12'],
    [1, '05:05:09.1'],
    [0, '05:05:09'],
  ])('with %d digits is cut, not rounded: %s', (digits, text) => {
    expect(timeOfDay(seoul, at + 0.9, digits)).toBe(text);
  });

  test('is that of the zone, and so is the date', () => {
    expect(`${dateOf(utc, at)} ${timeOfDay(utc, at, 0)}`).toBe('2026-02-14 20:05:09');
    expect(`${dateOf(seoul, at)} ${timeOfDay(seoul, at, 0)}`).toBe('2026-02-15 05:05:09');
  });
});

test.each([
  [seoul, 'Asia/Seoul, UTC+09:00'],
  [fixed('America/St_Johns', -210), 'America/St_Johns, UTC-03:30'],
  [fixed('Asia/Kathmandu', 345), 'Asia/Kathmandu, UTC+05:45'],
  [fixed('Europe/London', 0), 'Europe/London, UTC+00:00'],
  [utc, 'UTC'],
])('a zone is told by its name and its offset ($name)', (zone, text) => {
  expect(zoneAt(zone, at)).toBe(text);
});

test('the zone of this computer agrees with its own clock', () => {
  const zone = localZone();
  expect(timeOfDay(zone, at, 0)).toBe(new Date(at).toTimeString().slice(0, 8));
});

test.each([
  [700, 0],
  [499, 1],
  [49, 2],
  [4.9, 3],
])('at ± %d ms, %d digits of the second are known', (accuracyMs, digits) => {
  expect(knownDigits(accuracyMs)).toBe(digits);
});
