/**
 * What an event is, from what happened to it: the journal's entries, replayed. The journal is the only record of events.
 *
 * - `added`, `removed`: by whoever schedules.
 * - `armed`: from here on the occurrence may fire at `dueAt`, and not before. `disarmed`: it has not, and will not as it was armed.
 * - `fired`, `missed`, `unsure`: what became of an occurrence. It has one outcome, and then never fires again.
 */
import type { Firing, ScheduledEvent } from '../../api/protocol/event.ts';

/** What is asked for, every wish resolved. */
export type ResolvedEvent = Pick<
  ScheduledEvent,
  'serverId' | 'name' | 'time' | 'zone' | 'repeat' | 'aim' | 'alarms' | 'payload' | 'webhook' | 'action'
> & {
  /** Whether its webhook may go to this computer and its own network. */
  readonly allowsPrivate: boolean;
};

export interface Added {
  readonly event: ResolvedEvent;
  /** By the server's clock, when it was added: its occurrences come after that. */
  readonly afterEpochMs: number;
}

export interface ArmedAs {
  readonly scheduledEpochMs: number;
  /** Monotonic, on this axis (clock/axis.ts). */
  readonly dueAt: number;
  readonly axis: string;
  /** The same by the wall clock. */
  readonly dueEpochMs: number;
}

export type Outcome = Firing['outcome'];

/** One thing that happened to an event, as the store keeps it. */
export interface JournalEntry {
  readonly epochMs: number;
  readonly kind: string;
  readonly eventId: string;
  readonly data: unknown;
}

export interface EventRecord extends Added {
  readonly id: string;
  readonly createdEpochMs: number;
  /** Newest first; the newest MOST_FIRINGS. */
  firings: readonly Firing[];
  /** The last occurrence that has an outcome. */
  lastEpochMs: number | null;
  /** As it was armed, and when by the wall clock, if nothing has become of it yet. */
  armed: (ArmedAs & { readonly armedEpochMs: number }) | null;
}

export const MOST_FIRINGS = 20;

export type Records = Map<string, EventRecord>;

export function replay(entries: Iterable<JournalEntry>): Records {
  const records: Records = new Map();
  for (const entry of entries) apply(records, entry);
  return records;
}

export function apply(records: Records, { epochMs, kind, eventId: id, data }: JournalEntry): void {
  if (kind === 'added') {
    const created = { id, createdEpochMs: epochMs, firings: [], lastEpochMs: null, armed: null };
    const { event, afterEpochMs } = data as Added;
    // Journals of before there were plugins say nothing of an action.
    records.set(id, { event: { ...event, action: event.action ?? null }, afterEpochMs, ...created });
    return;
  }
  const record = records.get(id);
  if (!record) return; // its beginning has been lost with a damaged file
  if (kind === 'removed') records.delete(id);
  if (kind === 'armed') record.armed = { ...(data as ArmedAs), armedEpochMs: epochMs };
  if (kind === 'disarmed') record.armed = null;
  if (!isOutcome(kind)) return;
  const firing: Firing = { ...(data as Omit<Firing, 'outcome'>), outcome: kind };
  record.firings = [firing, ...record.firings].slice(0, MOST_FIRINGS);
  record.lastEpochMs = Math.max(record.lastEpochMs ?? -Infinity, firing.scheduledEpochMs);
  record.armed = null;
}

function isOutcome(kind: string): kind is Outcome {
  return kind === 'fired' || kind === 'missed' || kind === 'unsure';
}

/**
 * Whether an occurrence that was armed when the program ended may have fired. On one axis that is certain to say no before its
 * due instant; between two the wall clock has to do, unless it has been put back behind the arming.
 */
export function mayHaveFired(
  armed: EventRecord['armed'] & {},
  now: { readonly at: number; readonly axis: string; readonly epochMs: number },
): boolean {
  if (armed.axis === now.axis) return now.at >= armed.dueAt;
  return now.epochMs < armed.armedEpochMs || now.epochMs >= armed.dueEpochMs;
}
