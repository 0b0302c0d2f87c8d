import type { ZoneOffset } from '../../overlay/page/zone-offset.ts';

/** Digits of a time of day, cut and never rounded: a clock shows a second from its beginning to its end. */
export function digits(
  epochMs: number,
  zone: ZoneOffset,
): { readonly hms: string; readonly fraction: string } {
  const time = new Date(Math.floor(epochMs + zone.at(epochMs))).toISOString();
  return { hms: time.slice(11, 19), fraction: time.slice(20, 23) };
}
