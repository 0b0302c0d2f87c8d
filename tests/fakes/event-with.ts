import type { ScheduledEvent } from '../../api/protocol/event.ts';

/** An event that is still to come, in Seoul, but for `parts`. */
export function eventWith(parts: Partial<ScheduledEvent> = {}): ScheduledEvent {
  return {
    id: 'e1',
    serverId: 'abcd',
    name: 'Sale',
    time: '2026-12-24T20:00',
    zone: 'Asia/Seoul',
    repeat: 'once',
    aim: 'server-time',
    alarms: [],
    webhook: null,
    action: null,
    nextEpochMs: 1,
    dueEpochMs: 1,
    state: 'scheduled',
    note: null,
    createdEpochMs: 0,
    firings: [],
    ...parts,
  };
}
