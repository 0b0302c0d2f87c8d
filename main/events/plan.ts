/** One event and its next occurrence: what is to be told of it, and how it is shown. Pure. */
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { Shown } from '../timing/zone.ts';
import { dateAndTime, zoneAt } from '../timing/zone.ts';
import type { EventClock } from './event-clock.ts';
import type { EventRecord, Outcome } from './event-state.ts';
import type { Moment } from './moment.ts';
import { nextOccurrence, timetableOf, type Timetable } from './occurrence.ts';

export interface Plan {
  readonly record: EventRecord;
  readonly timetable: Timetable;
  next: Shown | null;
  /** When that is due, monotonic, as reckoned last. */
  dueAt: number | null;
  /** As it was told last, if it was. */
  toldDueAt: number | null | undefined;
  /** The ids of its alarms that have rung. */
  readonly rung: Set<string>;
}

export function planOf(record: EventRecord): Plan {
  const timetable = timetableOf(record.event);
  const next = nextOccurrence(timetable, record.lastEpochMs ?? record.afterEpochMs);
  return { record, timetable, next, dueAt: null, toldDueAt: undefined, rung: new Set() };
}

export const triggerId = ({ record }: Plan, epochMs: number) => `${record.id}/${epochMs}`;
export const alarmId = (plan: Plan, epochMs: number, beforeMs: number) =>
  `${triggerId(plan, epochMs)}/${beforeMs}`;

export function triggerMoment(
  plan: Plan,
  epochMs: number,
  at: number,
  clock: EventClock,
  serverName: string,
): Moment {
  const { id: eventId, event } = plan.record;
  const { serverId, name, payload, webhook, action, aim, allowsPrivate } = event;
  return {
    id: triggerId(plan, epochMs),
    at,
    message: {
      type: 'trigger',
      eventId,
      serverId,
      name,
      scheduledEpochMs: epochMs,
      clock: clock.kind,
      accuracyMs: clock.accuracyMs(at),
      precisionMs: clock.precisionMs(at),
      ...(payload !== undefined && { payload }),
      ...(action && { action }),
    },
    serverEpochMs: clock.epochMs(at) + clock.leadMs(aim, epochMs),
    webhook: webhook && {
      eventId,
      scheduledEpochMs: epochMs,
      serverName,
      webhook,
      allowsPrivate,
      idempotencyKey: `ticketime-${eventId}-${epochMs}`,
    },
  };
}

export function alarmMoment(
  plan: Plan,
  epochMs: number,
  at: number,
  clock: EventClock,
  alarm: ScheduledEvent['alarms'][number],
): Moment {
  const { id: eventId, event } = plan.record;
  const { serverId, name } = event;
  return {
    id: alarmId(plan, epochMs, alarm.beforeMs),
    at,
    message: { type: 'alarm', eventId, serverId, name, scheduledEpochMs: epochMs, ...alarm },
    serverEpochMs: clock.epochMs(at),
    webhook: null,
  };
}

/** `anchorMs`: wall minus monotonic clock. */
export function shownEvent({ record, next, dueAt }: Plan, anchorMs: number): ScheduledEvent {
  const { id, createdEpochMs, firings } = record;
  const { serverId, name, time, zone, repeat, aim, alarms, payload, webhook, action } = record.event;
  return {
    ...{ id, serverId, name, time, zone, repeat, aim, alarms, webhook, action },
    ...(payload !== undefined && { payload }),
    nextEpochMs: next?.epochMs ?? null,
    dueEpochMs: dueAt === null ? null : dueAt + anchorMs,
    state: next ? 'scheduled' : 'done',
    note: next?.note ?? null,
    createdEpochMs,
    firings: [...firings],
  };
}

/** What a person is told of an occurrence that did not fire, or may not have. */
export function sentenceOf({ record, timetable: { zone } }: Plan, outcome: Outcome, epochMs: number): string {
  const time = `${dateAndTime(zone, epochMs)} (${zoneAt(zone, epochMs)})`;
  return outcome === 'missed'
    ? `"${record.event.name}" was missed: ${time} passed while this computer slept or was held up, or Ticketime was not running, so it did not fire.`
    : `Whether "${record.event.name}" fired at ${time} is not known, because Ticketime was ended just then: it is not fired again.`;
}
