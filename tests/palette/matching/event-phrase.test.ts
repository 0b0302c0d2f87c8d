import { expect, test } from 'vitest';
import { eventPhrase } from '../../../palette/matching/event-phrase.ts';

/** A Tuesday afternoon. */
const NOW = { year: 2026, month: 12, day: 22, hour: 15, minute: 30 };

test.for<[string, string, string]>([
  ['20:00 melon', '2026-12-22T20:00:00', 'melon'],
  ['내일 20시', '2026-12-23T20:00:00', ''],
  ['tomorrow 8pm interpark', '2026-12-23T20:00:00', 'interpark'],
  ['12/24 20:00', '2026-12-24T20:00:00', ''],
  ['12월 24일 오후 8시 인터파크', '2026-12-24T20:00:00', '인터파크'],
  ['인터파크 저녁 8시 반', '2026-12-22T20:30:00', '인터파크'],
  ['멜론 모레 오전 11시 5분', '2026-12-24T11:05:00', '멜론'],
  ['2027-01-02 09:30:15', '2027-01-02T09:30:15', ''],
  ['1/2 12am', '2027-01-02T00:00:00', ''],
  ['10:00 sugang', '2026-12-23T10:00:00', 'sugang'],
  ['오후 8:00 멜론', '2026-12-22T20:00:00', '멜론'],
  ['PM 8:00', '2026-12-22T20:00:00', ''],
  ['tomorrow 8:30 p.m.', '2026-12-23T20:30:00', ''],
  ['낮 2시', '2026-12-23T14:00:00', ''],
  ['낮 11시', '2026-12-23T11:00:00', ''],
  ['새벽 2시', '2026-12-23T02:00:00', ''],
  ['내일 정오', '2026-12-23T12:00:00', ''],
  ['내일20시', '2026-12-23T20:00:00', ''],
  ['12월24일오후8시 인터파크', '2026-12-24T20:00:00', '인터파크'],
])('"%s" is %s of "%s"', ([text, time, server]) => {
  expect(eventPhrase(text, NOW)).toEqual({ time, server });
});

test.for(['melon', '내일', 'tickets.interpark.com', '25:00', '127.0.0.1:8080', 'room 8'])(
  '"%s" names no time',
  (text) => {
    expect(eventPhrase(text, NOW)).toBeNull();
  },
);

test.for<[string, string]>([
  ['밤 12시', '2026-12-23T00:00:00'],
  ['오늘 밤 12시', '2026-12-23T00:00:00'],
  ['내일 24시', '2026-12-24T00:00:00'],
  ['12/31 24:00', '2027-01-01T00:00:00'],
  ['오늘 밤 1시', '2026-12-23T01:00:00'],
  ['내일 0시', '2026-12-23T00:00:00'],
])('midnight ends the day that is named, and begins it only as 0: "%s" is %s', ([text, time]) => {
  expect(eventPhrase(text, NOW)?.time).toBe(time);
});

test.for(['2/31 20:00', '13/1 20:00', '2026-02-30 09:00', '13:00 am', '오전 20시'])(
  '"%s" is a day or a time that there is not, and no other is made of it',
  (text) => {
    expect(eventPhrase(text, NOW)).toBeNull();
  },
);
