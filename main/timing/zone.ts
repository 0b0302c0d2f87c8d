/**
 * Time zones, and the instants at which their clocks show a time.
 *
 * The model: what a clock shows ("wall", the date and time as if they were UTC, in ms) is the instant plus the zone's distance from
 * UTC there. That distance changes at some instants; where it grows, clocks leap over times that then never come, and where it
 * shrinks they show some twice.
 *
 * Digits are cut, never rounded: a clock shows a second from its beginning to its end.
 */

export interface Zone {
  /** As the time zone database has it: "Asia/Seoul". */
  readonly name: string;
  /** Minutes east of UTC at an instant. */
  minutesAt(epochMs: number): number;
}

/** The instant that is meant by a time, and what a person should know of the choice, if anything. */
export interface Shown {
  readonly epochMs: number;
  readonly note?: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Those that were asked for: what knows a zone's history is large, and slow to make. */
const known = new Map<string, Zone>();

/** A zone of the time zone database ("Asia/Seoul"), or a fixed one ("+09:00"); null when there is none of this name. */
export function namedZone(name: string): Zone | null {
  const zone = known.get(name) ?? makeZone(name);
  if (zone) known.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  return {
    name: format.resolvedOptions().timeZone,
    minutesAt(epochMs) {
      // "GMT" alone, or "GMT-03:30".
      const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(epochMs)) ?? [];
      return sign ? Number(`${sign}1`) * (60 * Number(hours) + Number(minutes)) : 0;
    },
  };
}

/** What a clock in `zone` shows at an instant. */
export function wallAt(zone: Zone, epochMs: number): number {
  return epochMs + zone.minutesAt(epochMs) * MINUTE_MS;
}

/** The instants at which a clock in `zone` shows `wallMs`, in order: one as a rule, two when clocks are put back over it, none when they leap. */
export function instantsOf(zone: Zone, wallMs: number): number[] {
  const candidates = [wallMs - DAY_MS, wallMs + DAY_MS].map((at) => wallMs - zone.minutesAt(at) * MINUTE_MS);
  return [...new Set(candidates)].filter((epochMs) => wallAt(zone, epochMs) === wallMs).sort((a, b) => a - b);
}

/** What a clock shows that nobody put forward: the instant for a time that the clocks leap over. */
export function instantAsBefore(zone: Zone, wallMs: number): number {
  return wallMs - zone.minutesAt(wallMs - DAY_MS) * MINUTE_MS;
}

/** The first instant after `afterEpochMs` at which the clocks show that; if there is none, the last one, or what they leap to. */
export function instantShown(zone: Zone, wallMs: number, afterEpochMs: number): Shown {
  const [first, second] = instantsOf(zone, wallMs) as (number | undefined)[];
  const typed = new Date(wallMs).toISOString();
  const [date, time] = [typed.slice(0, 10), typed.slice(11, 19)];
  if (first === undefined) {
    const epochMs = instantAsBefore(zone, wallMs);
    const taken = timeOfDay(zone, epochMs, 0);
    return {
      epochMs,
      note: `${time} does not exist on ${date} in ${zone.name}, where clocks are put forward over it: ${taken} is taken.`,
    };
  }
  if (second === undefined) return { epochMs: first };
  if (first <= afterEpochMs) return { epochMs: second };
  return {
    epochMs: first,
    note:
      `${time} comes twice on ${date} in ${zone.name}, where clocks are put back over it: the first one ` +
      `(${zoneAt(zone, first)}) is taken.`,
  };
}

function isoIn(zone: Zone, epochMs: number): string {
  return new Date(wallAt(zone, Math.floor(epochMs))).toISOString();
}

/** "13:05:09", with `digits` (0 to 3) digits of the second: "13:05:09.12". */
export function timeOfDay(zone: Zone, epochMs: number, digits: number): string {
  return isoIn(zone, epochMs).slice(11, digits === 0 ? 19 : 20 + digits);
}

/** "2026-02-14". */
export function dateOf(zone: Zone, epochMs: number): string {
  return isoIn(zone, epochMs).slice(0, 10);
}

/** "2026-12-24 20:00:00", with ms when there are any. */
export function dateAndTime(zone: Zone, epochMs: number): string {
  return `${dateOf(zone, epochMs)} ${timeOfDay(zone, epochMs, epochMs % 1000 === 0 ? 0 : 3)}`;
}

/** "Asia/Seoul, UTC+09:00"; "UTC" alone where there is nothing to add. */
export function zoneAt(zone: Zone, epochMs: number): string {
  const minutes = zone.minutesAt(epochMs);
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const offset = `UTC${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return minutes === 0 && zone.name === 'UTC' ? 'UTC' : `${zone.name}, ${offset}`;
}
