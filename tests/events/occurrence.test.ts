import { describe, expect, test } from 'vitest';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import { nextOccurrence, timetableOf } from '../../main/events/occurrence.ts';

type Repeat = ScheduledEvent['repeat'];

const at = (iso: string) => Date.parse(iso);
/** The next `count` occurrences after an instant, in UTC. */
function occurrences(time: string, zone: string, repeat: Repeat, after: string, count: number): string[] {
  const timetable = timetableOf({ time, zone, repeat });
  const found: string[] = [];
  let next = nextOccurrence(timetable, at(after));
  for (; next && found.length < count; next = nextOccurrence(timetable, next.epochMs))
    found.push(new Date(next.epochMs).toISOString().slice(0, 16));
  return found;
}

describe('an event comes when the clocks of its zone show its time', () => {
  const cases: [time: string, zone: string, repeat: Repeat, after: string, instants: string[]][] = [
    ['2026-12-24T20:00', 'Asia/Seoul', 'once', '2026-11-22T00:00Z', ['2026-12-24T11:00']],
    ['2026-12-24T20:00', 'Asia/Seoul', 'once', '2026-12-24T11:00Z', []],
    ['2026-12-24T20:00Z', 'Asia/Seoul', 'once', '2026-11-22T00:00Z', ['2026-12-24T20:00']],
    ['2026-12-24T20:00+09:00', 'Europe/London', 'once', '2026-11-22T00:00Z', ['2026-12-24T11:00']],
    ['2091-12-24T20:00', 'Asia/Seoul', 'once', '2026-11-22T00:00Z', ['2091-12-24T11:00']],
    // Seoul keeps no summer time.
    [
      '2026-03-01T20:00',
      'Asia/Seoul',
      'daily',
      '2026-03-28T12:00Z',
      ['2026-03-29T11:00', '2026-03-30T11:00'],
    ],
    // The first day comes first.
    [
      '2026-12-24T20:00',
      'Asia/Seoul',
      'daily',
      '2026-11-22T00:00Z',
      ['2026-12-24T11:00', '2026-12-25T11:00'],
    ],
    ['2026-12-24T20:00', 'Asia/Seoul', 'daily', '2026-12-30T10:59Z', ['2026-12-30T11:00']],
    ['2026-12-24T20:00', 'Asia/Seoul', 'daily', '2026-12-30T11:00Z', ['2026-12-31T11:00']],
    // A day of the zone is not one of UTC: 07:00 on Monday in Seoul is still Sunday there.
    [
      '2026-11-23T07:00',
      'Asia/Seoul',
      'weekdays',
      '2026-11-22T00:00Z',
      ['2026-11-22T22:00', '2026-11-23T22:00'],
    ],
    // Friday, then Monday.
    [
      '2026-11-20T09:00',
      'Europe/London',
      'weekdays',
      '2026-11-20T08:00Z',
      ['2026-11-20T09:00', '2026-11-23T09:00'],
    ],
    // First asked for on a Saturday.
    [
      '2026-11-21T09:00',
      'Europe/London',
      'weekdays',
      '2026-11-20T08:00Z',
      ['2026-11-23T09:00', '2026-11-24T09:00'],
    ],
    [
      '2026-11-21T09:00',
      'Europe/London',
      'weekly',
      '2026-11-21T09:00Z',
      ['2026-11-28T09:00', '2026-12-05T09:00'],
    ],
    ['2026-02-28T09:00', 'UTC', 'daily', '2028-02-28T09:00Z', ['2028-02-29T09:00', '2028-03-01T09:00']],
    // London puts its clocks back on 25 October 2026: 09:00 stays 09:00.
    [
      '2026-10-01T09:00',
      'Europe/London',
      'daily',
      '2026-10-24T07:00Z',
      ['2026-10-24T08:00', '2026-10-25T09:00'],
    ],
    [
      '2026-10-03T09:00',
      'Europe/London',
      'weekly',
      '2026-10-24T07:00Z',
      ['2026-10-24T08:00', '2026-10-31T09:00'],
    ],
    // New York leaps over 02:00 to 03:00 on 14 March 2027; and shows 01:00 to 02:00 twice on 1 November 2026.
    [
      '2027-03-01T02:30',
      'America/New_York',
      'daily',
      '2027-03-13T00:00Z',
      ['2027-03-13T07:30', '2027-03-14T07:30', '2027-03-15T06:30'],
    ],
    [
      '2026-10-01T01:30',
      'America/New_York',
      'daily',
      '2026-10-31T00:00Z',
      ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    // The second of the two, when it was named.
    [
      '2026-11-01T01:30-05:00',
      'America/New_York',
      'daily',
      '2026-10-31T00:00Z',
      ['2026-11-01T06:30', '2026-11-02T06:30'],
    ],
    ['2026-11-01T01:30-05:00', 'America/New_York', 'once', '2026-10-31T00:00Z', ['2026-11-01T06:30']],
    // An instant is repeated by the clocks of the event's zone.
    [
      '2026-10-24T08:00Z',
      'Europe/London',
      'daily',
      '2026-10-24T07:00Z',
      ['2026-10-24T08:00', '2026-10-25T09:00'],
    ],
    // Lord Howe moves its clocks by half an hour: on 4 April 2027 back at 02:00, on 4 October 2026 forward at 02:00.
    [
      '2027-04-01T01:45',
      'Australia/Lord_Howe',
      'daily',
      '2027-04-03T00:00Z',
      ['2027-04-03T14:45', '2027-04-04T15:15'],
    ],
    [
      '2026-10-01T02:15',
      'Australia/Lord_Howe',
      'daily',
      '2026-10-02T20:00Z',
      ['2026-10-03T15:45', '2026-10-04T15:15'],
    ],
    // Apia left 30 December 2011 out: what is asked for on it comes 24 hours later, together with the next, and once.
    [
      '2011-12-28T12:00',
      'Pacific/Apia',
      'daily',
      '2011-12-29T00:00Z',
      ['2011-12-29T22:00', '2011-12-30T22:00', '2011-12-31T22:00'],
    ],
    [
      '2011-12-23T12:00',
      'Pacific/Apia',
      'weekly',
      '2011-12-24T00:00Z',
      ['2011-12-30T22:00', '2012-01-05T22:00'],
    ],
    ['2011-12-30T12:00', 'Pacific/Apia', 'once', '2011-12-01T00:00Z', ['2011-12-30T22:00']],
  ];
  test.for(cases)('%s in %s, %s, after %s', ([time, zone, repeat, after, instants]) => {
    expect(occurrences(time, zone, repeat, after, Math.max(1, instants.length))).toEqual(instants);
  });
});

test('every repetition goes on for years, forward, on the days and at the time that it should', () => {
  for (const zone of [
    'Asia/Seoul',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ]) {
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    for (const [repeat, days] of [
      ['daily', 1],
      ['weekdays', 1.4],
      ['weekly', 7],
    ] as const) {
      const timetable = timetableOf({ time: '2026-01-05T12:00', zone, repeat });
      let last = at('2026-01-01T00:00Z');
      let count = 0;
      for (
        let next = nextOccurrence(timetable, last);
        next && next.epochMs < at('2029-01-01T00:00Z');
        next = nextOccurrence(timetable, last)
      ) {
        expect(next.epochMs).toBeGreaterThan(last);
        expect(shown.format(next.epochMs)).toMatch(
          repeat === 'daily'
            ? /12:00$/
            : repeat === 'weekly'
              ? /^Mon.*12:00$/
              : /^(Mon|Tue|Wed|Thu|Fri).*12:00$/,
        );
        last = next.epochMs;
        count++;
      }
      expect(Math.abs(count - (3 * 365.25 - 4) / days)).toBeLessThan(2);
    }
  }
});

test('what is chosen where clocks are put forward or back is told', () => {
  const noteOf = (time: string, zone: string) =>
    nextOccurrence(timetableOf({ time, zone, repeat: 'once' }), 0)?.note;
  expect(noteOf('2027-03-14T02:30', 'America/New_York')).toBe(
    '02:30:00 does not exist on 2027-03-14 in America/New_York, where clocks are put forward over it: 03:30:00 is taken.',
  );
  expect(noteOf('2026-11-01T01:30', 'America/New_York')).toBe(
    '01:30:00 comes twice on 2026-11-01 in America/New_York, where clocks are put back over it: the first one (America/New_York, UTC-04:00) is taken.',
  );
  expect(noteOf('2026-11-01T01:30-05:00', 'America/New_York')).toBeUndefined();
  expect(noteOf('2026-11-01T12:00', 'America/New_York')).toBeUndefined();
});

test.for([
  [
    '2026-02-30T20:00',
    'UTC',
    '"2026-02-30T20:00" names a day that is not in the calendar: check its month and day.',
  ],
  [
    '2027-02-29T20:00Z',
    'UTC',
    '"2027-02-29T20:00Z" names a day that is not in the calendar: check its month and day.',
  ],
  [
    '2026-13-01T20:00',
    'UTC',
    '"2026-13-01T20:00" names a day that is not in the calendar: check its month and day.',
  ],
  [
    '2026-12-24T24:00',
    'UTC',
    '"2026-12-24T24:00" is no time of a day: hours go from 00 to 23, minutes and seconds from 00 to 59.',
  ],
  [
    '2026-12-24T20:60',
    'UTC',
    '"2026-12-24T20:60" is no time of a day: hours go from 00 to 23, minutes and seconds from 00 to 59.',
  ],
  [
    '2026-12-24T20:00+15:00',
    'UTC',
    '"2026-12-24T20:00+15:00" is in no time zone: they go from -12:00 to +14:00.',
  ],
  [
    '2026-12-24T20:00+09:70',
    'UTC',
    '"2026-12-24T20:00+09:70" is in no time zone: they go from -12:00 to +14:00.',
  ],
  [
    '2026-12-24T20:00',
    'Mars/Olympus',
    '"Mars/Olympus" is no time zone: name one by its continent and city, as in Asia/Seoul.',
  ],
  [
    '20:00',
    'UTC',
    '"20:00" is no time: write one as in 2026-12-24T20:00, 2026-12-24T20:00:00.000 or 2026-12-24T20:00+09:00.',
  ],
] as const)('%s in %s cannot be meant, and that is told in one sentence', ([time, zone, sentence]) => {
  expect(() => timetableOf({ time, zone, repeat: 'once' })).toThrow(sentence);
});
