import type { Chain, ChainedTable } from './chain.ts';
import type { Database } from './sqlite.ts';

/** One thing that happened to an event. What an event is now follows from its entries; none is ever changed or taken out. */
export interface JournalEntry {
  /** Given by the store: higher for each one, never given twice. */
  readonly seq: number;
  readonly epochMs: number;
  /** What happened; the store does not know what it means. */
  readonly kind: string;
  readonly eventId: string;
  /** Kept as JSON. */
  readonly data: unknown;
}

export interface Journal {
  /** Returns its number. It is on the disk then. */
  append(entry: Omit<JournalEntry, 'seq'>): number;
  /** Oldest first. */
  all(): JournalEntry[];
  /** Oldest first. */
  forEvent(eventId: string): JournalEntry[];
}

export const JOURNAL: ChainedTable = {
  name: 'journal',
  columns: ['epoch_ms', 'kind', 'event_id', 'data'],
  timeColumn: 'epoch_ms',
};

interface Row {
  readonly seq: number;
  readonly epoch_ms: number;
  readonly kind: string;
  readonly event_id: string;
  readonly data: string;
}

const SELECT = `SELECT seq, ${JOURNAL.columns.join(', ')} FROM journal`;

export function createJournal(database: Database, chain: Chain): Journal {
  const all = database.query<Row>(`${SELECT} ORDER BY seq`);
  const forEvent = database.query<Row>(`${SELECT} WHERE event_id = ? ORDER BY seq`);
  return {
    append: ({ epochMs, kind, eventId, data }) =>
      chain.append([epochMs, kind, eventId, JSON.stringify(data ?? null)]),
    all: () => all.all().map(entryOf),
    forEvent: (eventId) => forEvent.all(eventId).map(entryOf),
  };
}

function entryOf({ seq, epoch_ms, kind, event_id, data }: Row): JournalEntry {
  return { seq, epochMs: epoch_ms, kind, eventId: event_id, data: JSON.parse(data) };
}
