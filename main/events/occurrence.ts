/**
 * When an event happens: the instants of the server's clock that its time and its repetition name. Pure.
 *
 * A repetition is of what the clock on the wall shows, whatever summer time does to the hours between. A time that clocks leap
 * over is as much later as they leap; of one that they show twice, the first is taken.
 */
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import { Failure } from '../failure.ts';
import { instantShown, namedZone, wallAt, type Shown, type Zone } from '../timing/zone.ts';

export interface Timetable {
  readonly zone: Zone;
  readonly repeat: ScheduledEvent['repeat'];
  /** What the clock shows the first time, as if it were UTC. */
  readonly wallMs: number;
  /** The instant that was given, when it was one. */
  readonly epochMs: number | null;
}

const DAY_MS = 86_400_000;
/** A week and a day hold every repetition; a day more, for one that a zone has left out of its calendar. */
const MOST_DAYS = 10;
const SUNDAY = 0;
const SATURDAY = 6;

const PARTS = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/** Throws a Failure with the sentence to show. */
export function timetableOf(event: Pick<ScheduledEvent, 'time' | 'zone' | 'repeat'>): Timetable {
  const { time: text, repeat } = event;
  const zone = namedZone(event.zone);
  if (!zone)
    throw new Failure(
      'unknown-zone',
      `"${event.zone}" is no time zone: name one by its continent and city, as in Asia/Seoul.`,
    );
  const [, date, time, from] = (PARTS.exec(text) ?? []) as (string | undefined)[];
  if (!date || !time)
    throw new Failure(
      'bad-time',
      `"${text}" is no time: write one as in 2026-12-24T20:00, 2026-12-24T20:00:00.000 or 2026-12-24T20:00+09:00.`,
    );
  const midnightMs = Date.parse(`${date}T00:00Z`);
  // Some engines take 30 February for 2 March.
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(date))
    throw new Failure(
      'no-such-day',
      `"${text}" names a day that is not in the calendar: check its month and day.`,
    );
  const wallMs = Date.parse(`${date}T${time}Z`);
  if (!(wallMs < midnightMs + DAY_MS))
    throw new Failure(
      'no-such-time',
      `"${text}" is no time of a day: hours go from 00 to 23, minutes and seconds from 00 to 59.`,
    );
  if (!from) return { zone, repeat, wallMs, epochMs: null };
  const epochMs = Date.parse(text);
  if (Number.isNaN(epochMs) || Math.abs(epochMs - wallMs) > 14 * 3_600_000)
    throw new Failure('no-such-zone', `"${text}" is in no time zone: they go from -12:00 to +14:00.`);
  return { zone, repeat, wallMs: wallAt(zone, epochMs), epochMs };
}

/** The first occurrence after `afterEpochMs`; null when there is none any more. */
export function nextOccurrence(timetable: Timetable, afterEpochMs: number): Shown | null {
  const { zone, repeat, wallMs, epochMs } = timetable;
  if (repeat === 'once') {
    const only = epochMs === null ? instantShown(zone, wallMs, -Infinity) : { epochMs };
    return only.epochMs > afterEpochMs ? only : null;
  }
  const firstDay = Math.floor(wallMs / DAY_MS);
  // The day before may still come: by as much as clocks leap over it.
  const dayBefore = Math.floor(wallAt(zone, Math.max(afterEpochMs, -DAY_MS)) / DAY_MS) - 1;
  const fromDay = Math.max(firstDay, dayBefore);
  for (let day = fromDay; day < fromDay + MOST_DAYS; day++) {
    if (!isOn(repeat, day, firstDay)) continue;
    const shown = instantShown(zone, wallMs + (day - firstDay) * DAY_MS, (epochMs ?? -Infinity) - 1);
    if (shown.epochMs > afterEpochMs) return shown;
  }
  return null;
}

/** Days since 1 January 1970. */
function isOn(repeat: Timetable['repeat'], day: number, firstDay: number): boolean {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  if (repeat === 'weekdays') return weekday !== SATURDAY && weekday !== SUNDAY;
  return repeat === 'daily' || (day - firstDay) % 7 === 0;
}
