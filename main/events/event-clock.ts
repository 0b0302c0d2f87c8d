import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { Trigger } from '../../api/protocol/messages.ts';

/** The clock that an event goes by, over the core's monotonic clock (`at`). */
export interface EventClock {
  readonly kind: Trigger['clock'];
  /** Whether another one is about to take its place: what it says is past may not be. */
  readonly isProvisional: boolean;
  /** When it shows `epochMs`. */
  instantOf(epochMs: number): number;
  epochMs(at: number): number;
  /** Its 95 % interval's half-width, ms; null when nobody can tell. */
  accuracyMs(at: number): number | null;
  precisionMs(at: number): number | null;
  /** How long before it shows `epochMs` a request is to be sent, ms; 0 when the aim is not its arrival. */
  leadMs(aim: ScheduledEvent['aim'], epochMs: number): number;
}

/** When to act so that what is aimed at happens at `epochMs` of the clock: monotonic. */
export function dueAtOf(clock: EventClock, aim: ScheduledEvent['aim'], epochMs: number): number {
  return clock.instantOf(epochMs) - clock.leadMs(aim, epochMs);
}
