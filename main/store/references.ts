import type { Database } from './sqlite.ts';

/** Standard time against this machine's clock, as it was measured once. */
export interface ReferenceRecord {
  readonly seq: number;
  /** This machine's wall clock. */
  readonly measuredAtEpochMs: number;
  /** The ReferenceTime (main/sources/reference/reference-time.ts); kept as JSON. */
  readonly reference: unknown;
  /** Wall clock minus monotonic clock when it was measured, ms. */
  readonly anchorMs: number;
  /** Which monotonic axis `at` lies on. */
  readonly axis: string;
  /** When it was measured: monotonic, ms. */
  readonly at: number;
}

export interface References {
  /** Returns its number. */
  add(record: Omit<ReferenceRecord, 'seq'>): number;
  /** The one kept last. */
  latest(): ReferenceRecord | null;
  /** Those measured at or after this instant, oldest first. */
  since(epochMs: number): ReferenceRecord[];
}

interface Row {
  readonly seq: number;
  readonly measured_at_epoch_ms: number;
  readonly reference: string;
  readonly anchor_ms: number;
  readonly axis: string;
  readonly at: number;
}

const COLUMNS = 'measured_at_epoch_ms, reference, anchor_ms, axis, at';

export function createReferences(database: Database): References {
  const adding = database.query<{ seq: number }>(
    `INSERT INTO reference_times (${COLUMNS}) VALUES (?, ?, ?, ?, ?) RETURNING seq`,
  );
  const latest = database.query<Row>(`SELECT seq, ${COLUMNS} FROM reference_times ORDER BY seq DESC LIMIT 1`);
  const since = database.query<Row>(
    `SELECT seq, ${COLUMNS} FROM reference_times WHERE measured_at_epoch_ms >= ? ORDER BY measured_at_epoch_ms, seq`,
  );
  return {
    add({ measuredAtEpochMs, reference, anchorMs, axis, at }) {
      const [{ seq }] = adding.all(measuredAtEpochMs, JSON.stringify(reference), anchorMs, axis, at);
      return seq;
    },
    latest: () => latest.all().map(recordOf).at(0) ?? null,
    since: (epochMs) => since.all(epochMs).map(recordOf),
  };
}

function recordOf(row: Row): ReferenceRecord {
  return {
    seq: row.seq,
    measuredAtEpochMs: row.measured_at_epoch_ms,
    reference: JSON.parse(row.reference),
    anchorMs: row.anchor_ms,
    axis: row.axis,
    at: row.at,
  };
}
