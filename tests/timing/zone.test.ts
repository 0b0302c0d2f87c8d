import { expect, test } from 'vitest';
import { instantAsBefore, instantsOf, namedZone, wallAt, type Zone } from '../../main/timing/zone.ts';

const at = (iso: string) => Date.parse(iso);
const zone = (name: string) => namedZone(name) as Zone;

test('a clock shows a time once as a rule, twice or never where it is put back or forward', () => {
  const shown = (name: string, wall: string) =>
    instantsOf(zone(name), at(`${wall}Z`)).map((ms) => new Date(ms).toISOString());
  expect(shown('America/New_York', '2026-07-01T12:00:00')).toEqual(['2026-07-01T16:00:00.000Z']);
  expect(shown('America/New_York', '2026-11-01T01:30:00')).toEqual([
    '2026-11-01T05:30:00.000Z',
    '2026-11-01T06:30:00.000Z',
  ]);
  expect(shown('America/New_York', '2027-03-14T02:30:00')).toEqual([]);
  expect(shown('Asia/Seoul', '2026-11-22T12:00:00')).toEqual(['2026-11-22T03:00:00.000Z']);
  // Half an hour is put back at 02:00.
  expect(shown('Australia/Lord_Howe', '2027-04-04T01:45:00')).toEqual([
    '2027-04-03T14:45:00.000Z',
    '2027-04-03T15:15:00.000Z',
  ]);
  // A whole day was left out.
  expect(shown('Pacific/Apia', '2011-12-30T12:00:00')).toEqual([]);
  expect(new Date(instantAsBefore(zone('Pacific/Apia'), at('2011-12-30T12:00Z'))).toISOString()).toBe(
    '2011-12-30T22:00:00.000Z',
  );
});

test('every instant is among those at which the clocks show what they show then', () => {
  for (const name of [
    'Asia/Seoul',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ])
    for (let ms = at('2010-01-01T00:10:00Z'); ms < at('2028-01-01T00:00:00Z'); ms += 55 * 3_600_000)
      expect(instantsOf(zone(name), wallAt(zone(name), ms))).toContain(ms);
});

test('a zone is as far from UTC as its clocks are', () => {
  const then = at('2026-11-22T00:00:00Z');
  expect(zone('Asia/Kathmandu').minutesAt(then)).toBe(345);
  expect(zone('America/St_Johns').minutesAt(then)).toBe(-210);
  expect(zone('+09:00').minutesAt(then)).toBe(540);
  expect(zone('UTC').minutesAt(then)).toBe(0);
});

test('a name that no zone has is none', () => {
  expect(namedZone('Mars/Olympus')).toBeNull();
  expect(namedZone('')).toBeNull();
});
