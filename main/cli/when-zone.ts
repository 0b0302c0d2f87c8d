/** Time zones by name, and the instants at which their clocks show a time. */
import { UsageError } from './arguments.ts';
import type { Zone } from './clock-face.ts';

const DAY_MS = 86_400_000;

/** A zone of the time zone database ("Asia/Seoul"), or a fixed one ("+09:00"). */
export function namedZone(name: string): Zone {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    throw new UsageError(
      'unknown-zone',
      `"${name}" is no time zone: name one by its continent and city, as in --zone Asia/Seoul.`,
      'when',
    );
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

/**
 * The instants at which a clock in `zone` shows `wallMs` (the date and time as if they were UTC), in order: one as a rule,
 * two when clocks are put back over it, none when they are put forward over it.
 */
export function instantsOf(zone: Zone, wallMs: number): number[] {
  const candidates = [wallMs - DAY_MS, wallMs + DAY_MS].map((at) => wallMs - zone.minutesAt(at) * 60_000);
  return [...new Set(candidates)]
    .filter((epochMs) => epochMs + zone.minutesAt(epochMs) * 60_000 === wallMs)
    .sort((a, b) => a - b);
}

/** What a clock shows that nobody put forward: the instant for a time that the clocks leap over. */
export function instantAsBefore(zone: Zone, wallMs: number): number {
  return wallMs - zone.minutesAt(wallMs - DAY_MS) * 60_000;
}
