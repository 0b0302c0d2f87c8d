import { describe, expect, test } from 'vitest';
import type { UsageError } from '../../main/cli/arguments.ts';
import { checkTarget, readTime, resolveTime } from '../../main/cli/when-time.ts';
import { namedZone } from '../../main/cli/when-zone.ts';

const utc = namedZone('UTC');
const at = (iso: string) => Date.parse(iso);
const resolved = (text: string, now: string, zone = 'UTC') => {
  const { epochMs, note } = resolveTime(readTime(text), at(now), namedZone(zone));
  return [new Date(epochMs).toISOString(), note];
};

describe('the instant that a typed time means', () => {
  const cases: [text: string, now: string, zone: string, instant: string][] = [
    ['20:00', '2026-11-22T12:00:00Z', 'UTC', '2026-11-22T20:00:00.000Z'],
    ['20:00:00.000', '2026-11-22T12:00:00Z', 'UTC', '2026-11-22T20:00:00.000Z'],
    ['9:05', '2026-11-22T12:00:00Z', 'UTC', '2026-11-23T09:05:00.000Z'],
    ['20:00:30.5', '2026-11-22T12:00:00Z', 'UTC', '2026-11-22T20:00:30.500Z'],
    ['20:00', '2026-11-22T20:00:00Z', 'UTC', '2026-11-23T20:00:00.000Z'],
    ['20:00', '2026-11-22T12:00:00Z', 'Asia/Seoul', '2026-11-23T11:00:00.000Z'],
    ['20:00', '2026-11-22T10:00:00Z', 'Asia/Seoul', '2026-11-22T11:00:00.000Z'],
    ['00:00', '2026-12-31T23:59:50Z', 'UTC', '2027-01-01T00:00:00.000Z'],
    ['00:00', '2026-12-31T12:00:00Z', 'Asia/Seoul', '2026-12-31T15:00:00.000Z'],
    ['12:00', '2028-02-28T13:00:00Z', 'UTC', '2028-02-29T12:00:00.000Z'],
    ['12:00', '2027-02-28T13:00:00Z', 'UTC', '2027-03-01T12:00:00.000Z'],
    ['2028-02-29T20:00', '2028-01-01T00:00:00Z', 'UTC', '2028-02-29T20:00:00.000Z'],
    ['2026-12-24T20:00', '2026-11-22T12:00:00Z', 'Asia/Seoul', '2026-12-24T11:00:00.000Z'],
    ['2026-12-24 20:00:01', '2026-11-22T12:00:00Z', 'UTC', '2026-12-24T20:00:01.000Z'],
    ['2026-12-24T20:00Z', '2026-11-22T12:00:00Z', 'Asia/Seoul', '2026-12-24T20:00:00.000Z'],
    ['2026-12-24T20:00:00.250+09:00', '2026-11-22T12:00:00Z', 'UTC', '2026-12-24T11:00:00.250Z'],
    ['2026-12-24T20:00-0330', '2026-11-22T12:00:00Z', 'UTC', '2026-12-24T23:30:00.000Z'],
    ['2026-12-24T20:00+09', '2026-11-22T12:00:00Z', 'UTC', '2026-12-24T11:00:00.000Z'],
    ['+5m', '2026-11-22T12:00:00Z', 'UTC', '2026-11-22T12:05:00.000Z'],
    ['+90s', '2026-11-22T12:00:00.001Z', 'UTC', '2026-11-22T12:01:31.000Z'],
    ['+1h30m', '2026-11-22T12:00:00Z', 'UTC', '2026-11-22T13:30:00.000Z'],
    ['+1d', '2026-12-31T12:00:00Z', 'UTC', '2027-01-01T12:00:00.000Z'],
    // Summer time ends in Berlin on 25 October 2026 at 03:00, and begins on 28 March 2027 at 02:00.
    ['12:00', '2026-10-24T11:00:00Z', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
    ['12:00', '2027-03-27T12:00:00Z', 'Europe/Berlin', '2027-03-28T10:00:00.000Z'],
    ['02:30', '2026-10-25T00:45:00Z', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
  ];
  test.for(cases)('%s, typed at %s in %s', ([text, now, zone, instant]) => {
    expect(resolved(text, now, zone)).toEqual([instant, undefined]);
  });

  test('a time that comes twice is its first one, and that is told', () => {
    expect(resolved('02:30', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '02:30:00 comes twice on 2026-10-25 in Europe/Berlin, where clocks are put back over it: the first one (Europe/Berlin, UTC+02:00) is taken.',
    ]);
  });

  test('a time that clocks leap over is as much later, and that is told', () => {
    expect(resolved('2027-03-28T02:30', '2027-03-01T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2027-03-28T01:30:00.000Z',
      '02:30:00 does not exist on 2027-03-28 in Europe/Berlin, where clocks are put forward over it: 03:30:00 is taken.',
    ]);
  });
});

describe('what cannot be meant is told in one sentence', () => {
  const NO_TIME =
    'is no time: type one as in 20:00, 20:00:00.000, 2026-12-24T20:00, 2026-12-24T20:00+09:00 or +1h30m.';
  const NO_TIME_OF_DAY = 'is no time of a day: hours go from 00 to 23, minutes and seconds from 00 to 59.';
  const NO_DAY = 'names a day that is not in the calendar: check its month and day.';
  test.for([
    ['soon', NO_TIME],
    ['', NO_TIME],
    ['20', NO_TIME],
    ['20:0', NO_TIME],
    ['8pm', NO_TIME],
    ['2026-12-24', NO_TIME],
    ['+', NO_TIME],
    ['+5', NO_TIME],
    ['-5m', NO_TIME],
    ['24:00', NO_TIME_OF_DAY],
    ['20:60', NO_TIME_OF_DAY],
    ['23:59:60', NO_TIME_OF_DAY],
    ['2026-02-31T20:00', NO_DAY],
    ['2027-02-29T20:00Z', NO_DAY],
    ['2026-13-01T20:00', NO_DAY],
    ['2026-12-24T20:00+15:00', 'is in no time zone: they go from -12:00 to +14:00.'],
  ])('%s', ([text, sentence]) => {
    expect(() => readTime(text)).toThrow(
      expect.objectContaining<Partial<UsageError>>({ name: 'UsageError', message: `"${text}" ${sentence}` }),
    );
  });

  test('a zone that is none', () => {
    expect(() => namedZone('Mars/Olympus')).toThrow(
      '"Mars/Olympus" is no time zone: name one by its continent and city, as in --zone Asia/Seoul.',
    );
  });

  test('a time that has passed by the server’s clock, and one more than a year ahead', () => {
    const now = at('2026-11-22T12:00:00.700Z');
    expect(() => checkTarget({ epochMs: at('2026-11-22T12:00:00.5Z') }, now, utc)).toThrow(
      "2026-11-22 12:00:00.500 has passed: by the server's clock it is 2026-11-22 12:00:00 (UTC).",
    );
    expect(() => checkTarget({ epochMs: at('2027-11-24T12:00:00Z') }, now, utc)).toThrow(
      '2027-11-24 12:00:00 is more than a year ahead: ask again when it is nearer.',
    );
    checkTarget({ epochMs: at('2027-11-22T12:00:00Z') }, now, utc);
  });
});
