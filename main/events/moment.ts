/**
 * What is to be told at an instant, prepared before it: an event's trigger, or an alarm that announces it. Whoever tells it (the
 * bridge, in a thread of its own) then has nothing left to look up.
 */
import type { CoreMessage, Trigger } from '../../api/protocol/messages.ts';
import type { WebhookJob } from './webhook.ts';

export type AlarmMessage = Extract<CoreMessage, { type: 'alarm' }>;

export interface Moment {
  /** `eventId/scheduledEpochMs` for a trigger, `eventId/scheduledEpochMs/beforeMs` for an alarm. */
  readonly id: string;
  /** When it is due, monotonic. */
  readonly at: number;
  readonly message: Omit<Trigger, 'firedEpochMs' | 'latenessMs'> | AlarmMessage;
  /** What the server's clock shows at `at`; with an aim at arrival, what it will show when a request sent then arrives. */
  readonly serverEpochMs: number;
  readonly webhook: WebhookJob | null;
}

export interface Outlet {
  /** The same id again replaces it. */
  prepare(moment: Moment): void;
  withdraw(id: string): void;
}

/** What is told of a moment that fired at `firedAt` (monotonic). */
export function messageAt({ at, message, serverEpochMs }: Moment, firedAt: number): Trigger | AlarmMessage {
  if (message.type === 'alarm') return message;
  const latenessMs = Math.max(0, firedAt - at);
  return { ...message, firedEpochMs: serverEpochMs + latenessMs, latenessMs };
}
