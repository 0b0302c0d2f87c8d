/** Two servers' clocks against each other. */
import type { ServerNow } from '../../../api/client/client.ts';

export interface Difference {
  /** The one minus the other, ms; positive when the one is ahead. */
  readonly ms: number;
  /** 95 % half-width, ms: two independent measurements. */
  readonly accuracyMs: number;
}

type Clock = Pick<ServerNow, 'epochMs' | 'accuracyMs'>;

export function difference(one: Clock, other: Clock): Difference {
  return { ms: one.epochMs - other.epochMs, accuracyMs: Math.hypot(one.accuracyMs, other.accuracyMs) };
}

/** 20:00:00.123 of a day that is this long into it, ms; cut off, never rounded up. */
export function clockText(epochMs: number, zoneOffsetMs: number): string {
  const ms = Math.floor(epochMs + zoneOffsetMs);
  return new Date(ms).toISOString().slice(11, 23);
}

/** How far a zone is ahead of UTC at an instant, ms; zone null: this computer's own. */
export function zoneOffsetMs(epochMs: number, zone: string | null): number {
  const format = new Intl.DateTimeFormat('en', {
    timeZoneName: 'longOffset',
    ...(zone !== null && { timeZone: zone }),
  });
  const name = format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}
