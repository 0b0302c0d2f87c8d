/**
 * An event, as somebody types it: `20:00 melon`, `내일 20시`, `tomorrow 8pm interpark`, `12/24 20:00`. Days and times are those of the
 * server's clock, or of whoever asks.
 */

export interface EventPhrase {
  /** As an event has it: 2026-12-24T20:00:00. */
  readonly time: string;
  /** What is left: the server that is meant; empty when none is named. */
  readonly server: string;
}

export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Now, as a clock on the wall shows it. */
export interface WallNow extends Day {
  readonly hour: number;
  readonly minute: number;
}

interface Piece {
  readonly pattern: RegExp;
  readonly read: (
    found: RegExpExecArray,
    now: WallNow,
  ) => Partial<{ day: Day; minutes: number; seconds: number }> | null;
}

const DAYS: readonly Piece[] = [
  { pattern: /(?:^|\s)(?:내일|tomorrow)(?=\s|$)/i, read: (_, now) => ({ day: after(now, 1) }) },
  { pattern: /(?:^|\s)모레(?=\s|$)/, read: (_, now) => ({ day: after(now, 2) }) },
  { pattern: /(?:^|\s)(?:오늘|today)(?=\s|$)/i, read: (_, now) => ({ day: after(now, 0) }) },
  {
    pattern: /(?:^|\s)(\d{4})-(\d{1,2})-(\d{1,2})(?=\s|$|T)/,
    read: ([, year, month, day]) => real({ year: Number(year), month: Number(month), day: Number(day) }),
  },
  {
    pattern: /(?:^|\s)(\d{1,2})(?:\/|월\s?)(\d{1,2})일?(?=\s|$)/,
    read: ([, month, day], now) => coming(Number(month), Number(day), now),
  },
];

const PART = '(오전|오후|새벽|아침|낮|저녁|밤|am|pm|a\\.m\\.|p\\.m\\.)';
const HALF = '(?:\\s?(am|pm|a\\.m\\.|p\\.m\\.))?';

const TIMES: readonly Piece[] = [
  {
    pattern: new RegExp(
      `(?:^|\\s|T)(?:${PART}\\s?)?([01]?\\d|2[0-4]):([0-5]\\d)(?::([0-5]\\d))?${HALF}(?=\\s|$)`,
      'i',
    ),
    read: ([, part, hour, minute, second, half]) =>
      timeOf(Number(hour), Number(minute), Number(second || 0), part || half),
  },
  {
    pattern: /(?:^|\s)(1[0-2]|0?[1-9])\s?(am|pm|a\.m\.|p\.m\.)(?=\s|$)/i,
    read: ([, hour, half]) => timeOf(Number(hour), 0, 0, half),
  },
  {
    pattern: new RegExp(
      `(?:^|\\s)(?:${PART}\\s?)?([01]?\\d|2[0-4])시(?:\\s?(?:([0-5]?\\d)분|(반)))?(?:에)?(?=\\s|$)`,
    ),
    read: ([, part, hour, minute, isHalf]) =>
      timeOf(Number(hour), isHalf ? 30 : Number(minute || 0), 0, part),
  },
  { pattern: /(?:^|\s)(?:정오|noon)(?:에)?(?=\s|$)/i, read: () => timeOf(12, 0, 0, undefined) },
];

/** Day and time written as one word: 내일20시, 12월24일오후8시. */
const RUN_TOGETHER = /(오늘|내일|모레|\d일)(?=\d|오전|오후|새벽|아침|낮|저녁|밤)/g;
const DAY_MINUTES = 24 * 60;

/** Null: no time is named, or a day or time that there is not. Without a day, the next time that the clock shows it. */
export function eventPhrase(text: string, now: WallNow): EventPhrase | null {
  const time = first(TIMES, text.replaceAll(RUN_TOGETHER, '$1 '), now);
  if (time?.read?.minutes === undefined) return null;
  const dated = first(DAYS, time.rest, now);
  if (dated?.read === null) return null;
  const { minutes, seconds = 0 } = time.read;
  // 24시, and the small hours of a night, are of the day after the one that is named.
  const nextDays = Math.floor(minutes / DAY_MINUTES);
  const ofDay = minutes % DAY_MINUTES;
  const isOver = ofDay <= now.hour * 60 + now.minute;
  const day = dated?.read.day ? after(dated.read.day, nextDays) : after(now, isOver ? 1 : 0);
  const clock = [Math.floor(ofDay / 60), ofDay % 60, seconds].map(two).join(':');
  return {
    time: `${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(day.day)}T${clock}`,
    server: (dated?.rest ?? time.rest).trim().replaceAll(/\s+/g, ' '),
  };
}

/** What is named first in the list; `read` is null when there is no such day or time. */
function first(pieces: readonly Piece[], text: string, now: WallNow) {
  for (const { pattern, read } of pieces) {
    const found = pattern.exec(text);
    if (found)
      return {
        read: read(found, now),
        rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`,
      };
  }
  return null;
}

/** Null: the part of the day has no such hour. */
function timeOf(hour: number, minute: number, seconds: number, part: string | undefined) {
  const of24 = hourOf(hour, part?.toLowerCase().replaceAll('.', ''));
  return of24 === null ? null : { minutes: of24 * 60 + minute, seconds };
}

/** Of the day that is named; from 24 on, of the next. */
function hourOf(hour: number, part: string | undefined): number | null {
  switch (part) {
    case 'am':
    case '오전':
    case '새벽':
    case '아침':
      return hour > 12 ? null : hour % 12;
    case 'pm':
    case '오후':
      return hour < 12 ? hour + 12 : hour;
    case '낮': // 낮 11시 is before noon, 낮 2시 after it
      return hour < 7 ? hour + 12 : hour;
    case '저녁':
    case '밤': // 밤 12시 ends the day, 밤 1시 is later still
      return hour === 12 || (part === '밤' && hour < 6) ? (hour % 12) + 24 : hour < 12 ? hour + 12 : hour;
    default:
      return hour;
  }
}

const two = (value: number) => String(value).padStart(2, '0');

function after({ year, month, day }: Day, days: number): Day {
  return dayOf(Date.UTC(year, month - 1, day + days));
}

function dayOf(utcMs: number): Day {
  const date = new Date(utcMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Null for a day that no calendar has. */
function real(day: Day): { day: Day } | null {
  const { month, day: of } = dayOf(Date.UTC(day.year, day.month - 1, day.day));
  return month === day.month && of === day.day ? { day } : null;
}

/** The next one of that name, today included. */
function coming(month: number, day: number, now: WallNow): { day: Day } | null {
  const isOver = month < now.month || (month === now.month && day < now.day);
  return real({ year: now.year + (isOver ? 1 : 0), month, day });
}
