/** Scheduled events, for people. Pure. */
import type { Firing, ScheduledEvent } from '../../api/protocol/event.ts';
import { namedZone, dateAndTime } from '../timing/zone.ts';
import type { Zone } from './clock-face.ts';
import { timeLeft } from './when-words.ts';

/** A line each, in columns; `names` of the servers by their ids, `here` this computer's zone. */
export function eventLines(
  events: readonly ScheduledEvent[],
  names: ReadonlyMap<string, string>,
  nowEpochMs: number,
  here: Zone,
): string[] {
  const columns = events.map((event) => [
    event.id,
    timeWords(event, here),
    event.name,
    names.get(event.serverId) ?? event.serverId,
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(...columns.map((column) => column[i].length)));
  return events.flatMap((event, row) => {
    const line = columns[row].map((text, i) => text.padEnd(widths[i])).join('  ');
    const told = `  ${line}  ${whenWords(event, nowEpochMs)}`;
    return [
      told,
      ...(event.action ? [`    ${actionWords(event.action)}`] : []),
      ...(event.note ? [`    ${event.note}`] : []),
    ];
  });
}

/** "asks for led-bridge.light with {"colour":"#ff0000"}". */
function actionWords({ kind, input }: NonNullable<ScheduledEvent['action']>): string {
  return `asks for ${kind}${Object.keys(input).length === 0 ? '' : ` with ${JSON.stringify(input)}`}`;
}

/** "2026-12-24 20:00:00 (Asia/Seoul), daily"; of one that has none left, its last time. */
function timeWords({ nextEpochMs, time, zone, repeat, firings }: ScheduledEvent, here: Zone): string {
  const [last] = firings as (Firing | undefined)[];
  const epochMs = nextEpochMs ?? last?.scheduledEpochMs;
  const shown = epochMs === undefined ? time : dateAndTime(namedZone(zone) ?? here, epochMs);
  return `${shown} (${zone})${repeat === 'once' ? '' : `, ${repeat}`}`;
}

/** "in 2 h 12 min 3 s"; of one that has none left, what became of it. */
export function whenWords({ dueEpochMs, firings }: ScheduledEvent, nowEpochMs: number): string {
  if (dueEpochMs !== null) return `in ${timeLeft(Math.max(0, dueEpochMs - nowEpochMs))}`;
  const [last] = firings as (Firing | undefined)[];
  return last ? outcomeWords(last) : 'over';
}

function outcomeWords({ outcome, latenessMs }: Firing): string {
  switch (outcome) {
    case 'fired':
      return latenessMs === null ? 'fired' : `fired, ${latenessMs.toFixed(2)} ms late`;
    case 'missed':
      return 'missed';
    case 'unsure':
      return 'not known whether it fired, for the core died around that moment';
  }
}
