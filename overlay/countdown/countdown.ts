/** The time that is left until an event, as it is shown. */
import type { Alarm, ScheduledEvent } from '../../api/client/client.ts';

/** The bar is full for at least so long before the event, and for no more, ms. */
const LEAST_BAR_MS = 60_000;
const MOST_BAR_MS = 600_000;
const MARK_MS = 1000;

/** The next event of these servers; null when none has a time to come. */
export function nextEvent(
  events: Iterable<ScheduledEvent>,
  serverIds: readonly string[],
): (ScheduledEvent & { readonly nextEpochMs: number }) | null {
  let next: (ScheduledEvent & { readonly nextEpochMs: number }) | null = null;
  for (const event of events) {
    const { nextEpochMs } = event;
    if (nextEpochMs === null || !serverIds.includes(event.serverId)) continue;
    // By the core's clock when that is known: two servers' clocks may be far apart.
    const isSooner = !next || (event.dueEpochMs ?? nextEpochMs) < (next.dueEpochMs ?? next.nextEpochMs);
    if (isSooner) next = { ...event, nextEpochMs };
  }
  return next;
}

/** From when on the bar empties, ms before the event: the first alarm mark, if that is neither near nor far. */
export function barMs(alarms: readonly Alarm[]): number {
  const first = Math.max(0, ...alarms.map(({ beforeMs }) => beforeMs));
  return first > MOST_BAR_MS ? LEAST_BAR_MS : Math.max(LEAST_BAR_MS, first);
}

/** Whether an alarm mark has just passed. */
export function isAtMark(leftMs: number, alarms: readonly Alarm[]): boolean {
  return alarms.some(({ beforeMs }) => leftMs <= beforeMs && beforeMs - leftMs < MARK_MS);
}

/** Where on the bar the marks stand, 0 (the event) to 1. */
export function marks(alarms: readonly Alarm[]): number[] {
  const whole = barMs(alarms);
  return [...new Set(alarms.map(({ beforeMs }) => beforeMs / whole))].filter(
    (share) => share > 0 && share < 1,
  );
}

/** Until the next alarm mark, or the event, ms; null when all have passed. */
export function untilNextMark(leftMs: number, alarms: readonly Alarm[]): number | null {
  const waits = [0, ...alarms.map(({ beforeMs }) => beforeMs)]
    .map((beforeMs) => leftMs - beforeMs)
    .filter((ms) => ms > 0);
  return waits.length > 0 ? Math.min(...waits) : null;
}
