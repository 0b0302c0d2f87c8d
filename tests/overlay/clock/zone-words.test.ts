import { expect, test } from 'vitest';
import { ZoneOffset } from '../../../overlay/page/zone-offset.ts';
import { utcWords, zoneWords } from '../../../overlay/clock/zone-words.ts';

const JULY = Date.UTC(2026, 6, 1);
const said = (zone: string, at = JULY) => zoneWords(zone, at, new ZoneOffset(zone).at(at));

test('a zone is named as people name it, with its offset', () => {
  expect(said('Asia/Seoul')).toBe('KST UTC+9');
  expect(said('America/New_York')).toBe('EDT UTC−4');
  expect(said('America/New_York', Date.UTC(2026, 0, 1))).toBe('EST UTC−5');
  expect(said('Asia/Kolkata')).toBe('IST UTC+5:30');
});

test('a zone without a name of its own is its offset', () => {
  expect(said('Asia/Kathmandu')).toBe('UTC+5:45');
  expect(said('UTC')).toBe('UTC');
});

test('an offset west of Greenwich has a minus', () => {
  expect(utcWords(-12_600_000)).toBe('UTC−3:30');
});
