/** Which moment of an event is nearest, and whether it is so near that nothing may get in its way. Pure. */
import type { ScheduledEvent } from '../../api/protocol/event.ts';

export interface Moment {
  readonly eventId: string;
  /** The event's. */
  readonly name: string;
  /** Until its first alarm, ms; negative when that has been. */
  readonly alarmInMs: number;
  /** Until it is due, ms; negative when it has been. */
  readonly dueInMs: number;
}

/** What a person does before a sale (signing in, choosing a seat) takes so long, and an update or a sleep would spoil it. */
export const NEAR_BEFORE_MS = 30 * 60_000;
/** What follows it at once (a webhook that is tried again, a page that is slow) is let end in peace. */
export const NEAR_AFTER_MS = 2 * 60_000;

type Planned = Pick<ScheduledEvent, 'id' | 'name' | 'alarms' | 'dueEpochMs' | 'firings'>;

/**
 * The nearest that is still to come; while none of those is near, one that has just been. Null when there is neither.
 *
 * @param nowEpochMs the core's wall clock
 */
export function nextMoment(events: Iterable<Planned>, nowEpochMs: number): Moment | null {
  const all = [...events].flatMap((event) => momentsOf(event, nowEpochMs));
  const byTime = all.sort((a, b) => a.dueInMs - b.dueInMs);
  const next = byTime.find(({ dueInMs }) => dueInMs > 0) ?? null;
  if (isNear(next)) return next;
  return byTime.findLast((moment) => moment.dueInMs <= 0 && isNear(moment)) ?? next;
}

/** From half an hour before until two minutes after. */
export function isNear(moment: Moment | null): moment is Moment {
  return moment !== null && moment.dueInMs <= NEAR_BEFORE_MS && moment.dueInMs >= -NEAR_AFTER_MS;
}

/** The next occurrence and the last one: an event that has fired names its next occurrence, or none, from then on. */
function momentsOf({ id, name, alarms, dueEpochMs, firings }: Planned, nowEpochMs: number): Moment[] {
  const firstMs = Math.max(0, ...alarms.map(({ beforeMs }) => beforeMs));
  // The last one's time is the server's, which is off by seconds at the most, where it is a clock at all.
  const times = [dueEpochMs, firings.at(0)?.scheduledEpochMs ?? null];
  return times
    .filter((time) => time !== null)
    .map((time) => ({
      eventId: id,
      name,
      alarmInMs: time - firstMs - nowEpochMs,
      dueInMs: time - nowEpochMs,
    }));
}
