/**
 * An instant as a clock shows it, in a zone. Pure, but for `localZone`, which asks this computer for its own.
 *
 * Digits are cut, never rounded: a clock shows a second from its beginning to its end.
 */

export interface Zone {
  /** As the time zone database has it: "Asia/Seoul". */
  readonly name: string;
  /** Minutes east of UTC at an instant. */
  minutesAt(epochMs: number): number;
}

/** The zone this computer is set to (or TZ says). */
export function localZone(): Zone {
  return {
    name: Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutesAt: (epochMs) => -new Date(epochMs).getTimezoneOffset(),
  };
}

function isoIn(zone: Zone, epochMs: number): string {
  const whole = Math.floor(epochMs);
  return new Date(whole + zone.minutesAt(whole) * 60_000).toISOString();
}

/** "13:05:09", with `digits` (0 to 3) digits of the second: "13:05:09.12". */
export function timeOfDay(zone: Zone, epochMs: number, digits: number): string {
  return isoIn(zone, epochMs).slice(11, digits === 0 ? 19 : 20 + digits);
}

/** "2026-02-14". */
export function dateOf(zone: Zone, epochMs: number): string {
  return isoIn(zone, epochMs).slice(0, 10);
}

/** "Asia/Seoul, UTC+09:00"; "UTC" alone where there is nothing to add. */
export function zoneAt(zone: Zone, epochMs: number): string {
  const minutes = zone.minutesAt(epochMs);
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const offset = `UTC${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return minutes === 0 && zone.name === 'UTC' ? 'UTC' : `${zone.name}, ${offset}`;
}

/** How many digits of the second are known at this ±: none from 500 ms up, all three below 5 ms. */
export function knownDigits(accuracyMs: number): number {
  if (accuracyMs >= 500) return 0;
  if (accuracyMs >= 50) return 1;
  return accuracyMs >= 5 ? 2 : 3;
}
