/** What a clock on the screen shows: in which zone, and how many digits of it are known. */
import type { Zone } from '../timing/zone.ts';

export { dateOf, timeOfDay, zoneAt, type Zone } from '../timing/zone.ts';

/** The zone this computer is set to (or TZ says). */
export function localZone(): Zone {
  return {
    name: Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutesAt: (epochMs) => -new Date(epochMs).getTimezoneOffset(),
  };
}

/** How many digits of the second are known at this ±: none from 500 ms up, all three below 5 ms. */
export function knownDigits(accuracyMs: number): number {
  if (accuracyMs >= 500) return 0;
  if (accuracyMs >= 50) return 1;
  return accuracyMs >= 5 ? 2 : 3;
}
