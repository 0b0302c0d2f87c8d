/**
 * The time that a person types, and the instant of the server's clock that it means. Pure.
 *
 * Reading comes first, before a server is asked anything; which instant is meant depends on what the server's clock
 * shows, and is resolved when that is known.
 */
import { Failure } from '../failure.ts';
import { dateAndTime, dateOf, instantShown, zoneAt, type Shown, type Zone } from '../timing/zone.ts';
import { UsageError } from './arguments.ts';

export type Wish =
  /** So many ms from now, at the next full second. */
  | { readonly kind: 'from-now'; readonly ms: number }
  /** An instant, its zone having been given. */
  | { readonly kind: 'instant'; readonly epochMs: number }
  /** What a clock shows: ms of the day, and the day (its midnight as if it were UTC), or the next day that has it. */
  | { readonly kind: 'wall'; readonly dayMs: number | null; readonly timeMs: number };

/** By the server's clock. */
export type Target = Shown;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
export const YEAR_MS = 366 * DAY_MS;

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}[:.\d]*)(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const FROM_NOW = /^\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/i;

/** Reads what was typed; throws a UsageError with the sentence to show. */
export function readTime(text: string): Wish {
  const fromNow = FROM_NOW.exec(text);
  if (fromNow) {
    const [days, hours, minutes, seconds] = fromNow
      .slice(1)
      .map((digits: string | undefined) => Number(digits ?? 0));
    return {
      kind: 'from-now',
      ms: days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS,
    };
  }
  const [, year, month, day, time = text, zone] = ISO.exec(text) ?? [];
  const timeMs = timeOf(time, text);
  if (!year) return { kind: 'wall', dayMs: null, timeMs };
  const dayMs = dayOf(Number(year), Number(month), Number(day), text);
  if (!zone) return { kind: 'wall', dayMs, timeMs };
  return { kind: 'instant', epochMs: dayMs + timeMs - aheadOfUtcMs(zone, text) };
}

function bad(code: string, sentence: string): UsageError {
  return new UsageError(code, sentence, 'when');
}

function timeOf(time: string, text: string): number {
  const parts = TIME.exec(time);
  if (!parts)
    throw bad(
      'bad-time',
      `"${text}" is no time: type one as in 20:00, 20:00:00.000, 2026-12-24T20:00, 2026-12-24T20:00+09:00 or +1h30m.`,
    );
  const [hours, minutes, seconds] = parts
    .slice(1, 4)
    .map((digits: string | undefined) => Number(digits ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59)
    throw bad(
      'no-such-time',
      `"${text}" is no time of a day: hours go from 00 to 23, minutes and seconds from 00 to 59.`,
    );
  const ms = Number((parts.at(4) ?? '').padEnd(3, '0'));
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + ms;
}

function dayOf(year: number, month: number, day: number, text: string): number {
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    throw bad('no-such-day', `"${text}" names a day that is not in the calendar: check its month and day.`);
  return dayMs;
}

function aheadOfUtcMs(zone: string, text: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [undefined, '+', '0'];
  const aheadMs = Number(`${sign}1`) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
  if (aheadMs < -12 * HOUR_MS || aheadMs > 14 * HOUR_MS || Number(minutes) > 59)
    throw bad('no-such-zone', `"${text}" is in no time zone: they go from -12:00 to +14:00.`);
  return aheadMs;
}

/** The instant that is meant, typed when the server's clock showed `nowEpochMs`. */
export function resolveTime(wish: Wish, nowEpochMs: number, zone: Zone): Target {
  if (wish.kind === 'instant') return { epochMs: wish.epochMs };
  if (wish.kind === 'from-now') return { epochMs: Math.ceil((nowEpochMs + wish.ms) / SECOND_MS) * SECOND_MS };
  if (wish.dayMs !== null) return instantShown(zone, wish.dayMs + wish.timeMs, -Infinity);
  const todayMs = Date.parse(dateOf(zone, nowEpochMs));
  const today = instantShown(zone, todayMs + wish.timeMs, nowEpochMs);
  return today.epochMs > nowEpochMs ? today : instantShown(zone, todayMs + DAY_MS + wish.timeMs, nowEpochMs);
}

/** Throws a Failure when the instant has passed by the server's clock, or is too far ahead. */
export function checkTarget({ epochMs }: Target, nowEpochMs: number, zone: Zone): void {
  const time = dateAndTime(zone, epochMs);
  if (epochMs <= nowEpochMs)
    throw new Failure(
      'time-passed',
      `${time} has passed: by the server's clock it is ${dateAndTime(zone, Math.floor(nowEpochMs / SECOND_MS) * SECOND_MS)} (${zoneAt(zone, nowEpochMs)}).`,
    );
  if (epochMs - nowEpochMs > YEAR_MS)
    throw new Failure('time-too-far', `${time} is more than a year ahead: ask again when it is nearer.`);
}
