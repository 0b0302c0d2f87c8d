/** The zone that a person names. */
import { namedZone as zoneNamed, type Zone } from '../timing/zone.ts';
import { UsageError } from './arguments.ts';

/** A zone of the time zone database ("Asia/Seoul"), or a fixed one ("+09:00"). */
export function namedZone(name: string): Zone {
  const zone = zoneNamed(name);
  if (zone) return zone;
  throw new UsageError(
    'unknown-zone',
    `"${name}" is no time zone: name one by its continent and city, as in --zone Asia/Seoul.`,
    'when',
  );
}
