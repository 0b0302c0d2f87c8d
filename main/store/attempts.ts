import type { Database } from './sqlite.ts';

/** One attempt to deliver a webhook. */
export interface AttemptRecord {
  readonly seq: number;
  readonly eventId: string;
  /** Which of the event's moments it is for. */
  readonly occurrenceEpochMs: number;
  /** 1 for the first. */
  readonly attempt: number;
  readonly startedEpochMs: number;
  /** The HTTP status; null when no reply came. */
  readonly status: number | null;
  /** From the start to the reply or the failure, ms. */
  readonly latencyMs: number;
  /** Why it failed; null when it did not. */
  readonly error: string | null;
}

export interface Attempts {
  /** Returns its number. */
  add(record: Omit<AttemptRecord, 'seq'>): number;
  /** The newest `limit`, newest first. */
  forEvent(eventId: string, limit: number): AttemptRecord[];
}

interface Row {
  readonly seq: number;
  readonly event_id: string;
  readonly occurrence_epoch_ms: number;
  readonly attempt: number;
  readonly started_epoch_ms: number;
  readonly status: number | null;
  readonly latency_ms: number;
  readonly error: string | null;
}

const COLUMNS = 'event_id, occurrence_epoch_ms, attempt, started_epoch_ms, status, latency_ms, error';

export function createAttempts(database: Database): Attempts {
  const adding = database.query<{ seq: number }>(
    `INSERT INTO attempts (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
  );
  const forEvent = database.query<Row>(
    `SELECT seq, ${COLUMNS} FROM attempts WHERE event_id = ? ORDER BY seq DESC LIMIT ?`,
  );
  return {
    add(record) {
      const [{ seq }] = adding.all(
        record.eventId,
        record.occurrenceEpochMs,
        record.attempt,
        record.startedEpochMs,
        record.status,
        record.latencyMs,
        record.error,
      );
      return seq;
    },
    forEvent: (eventId, limit) => forEvent.all(eventId, limit).map(recordOf),
  };
}

function recordOf(row: Row): AttemptRecord {
  return {
    seq: row.seq,
    eventId: row.event_id,
    occurrenceEpochMs: row.occurrence_epoch_ms,
    attempt: row.attempt,
    startedEpochMs: row.started_epoch_ms,
    status: row.status,
    latencyMs: row.latency_ms,
    error: row.error,
  };
}
