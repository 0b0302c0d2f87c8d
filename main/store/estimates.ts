import type { Chain, ChainedTable } from './chain.ts';
import type { Database, Query } from './sqlite.ts';

/** What one sync found. */
export interface EstimateRecord {
  /** Given by the store: higher for each one, never given twice. */
  readonly seq: number;
  readonly serverId: string;
  /** This machine's wall clock. */
  readonly measuredAtEpochMs: number;
  /** The Measurement (main/sync/measurement.ts); kept as JSON. */
  readonly measurement: unknown;
  /** Each reply: when it was asked for, when it came and the `Date` in it, ms, relative to `measuredAtEpochMs`. */
  readonly samples: readonly (readonly [sentMs: number, receivedMs: number, dateMs: number])[];
  /** Wall clock minus monotonic clock when it was measured, ms. */
  readonly anchorMs: number;
  /** Which monotonic axis `at` lies on: another one after each start of this machine. */
  readonly axis: string;
  /** When it was measured: monotonic, ms. */
  readonly at: number;
  /** Server minus standard time, ms; null when no standard time was known. */
  readonly standardAheadMs: number | null;
  /** Half-width of the 95 % interval of `standardAheadMs`, ms. */
  readonly standardAccuracyMs: number | null;
}

export interface Page {
  /** Only what was kept before this one. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

export interface Estimates {
  /** Returns its number. It is on the disk then. */
  add(record: Omit<EstimateRecord, 'seq'>): number;
  /** The one kept last. */
  latest(serverId: string): EstimateRecord | null;
  /** Newest first. */
  page(serverId: string, page: Page): EstimateRecord[];
  /** Those measured at or after this instant, oldest first. */
  since(serverId: string, epochMs: number): EstimateRecord[];
  count(serverId: string): number;
}

export const ESTIMATES: ChainedTable = {
  name: 'estimates',
  columns: [
    'server_id',
    'measured_at_epoch_ms',
    'measurement',
    'samples',
    'anchor_ms',
    'axis',
    'at',
    'standard_ahead_ms',
    'standard_accuracy_ms',
  ],
  timeColumn: 'measured_at_epoch_ms',
};

interface Row {
  readonly seq: number;
  readonly server_id: string;
  readonly measured_at_epoch_ms: number;
  readonly measurement: string;
  readonly samples: Buffer;
  readonly anchor_ms: number;
  readonly axis: string;
  readonly at: number;
  readonly standard_ahead_ms: number | null;
  readonly standard_accuracy_ms: number | null;
}

const SELECT = `SELECT seq, ${ESTIMATES.columns.join(', ')} FROM estimates`;

export function createEstimates(database: Database, chain: Chain): Estimates {
  const paging: Query<Row> = database.query(
    `${SELECT} INDEXED BY estimates_by_number WHERE server_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const since: Query<Row> = database.query(
    `${SELECT} INDEXED BY estimates_by_time WHERE server_id = ? AND measured_at_epoch_ms >= ?
     ORDER BY measured_at_epoch_ms, seq`,
  );
  const counting = database.query<{ count: number }>(
    'SELECT count(*) AS count FROM estimates INDEXED BY estimates_by_number WHERE server_id = ?',
  );
  const page = (serverId: string, { beforeSeq = Number.MAX_SAFE_INTEGER, limit }: Page) =>
    paging.all(serverId, beforeSeq, limit).map(recordOf);
  return {
    add: (record) =>
      chain.append([
        record.serverId,
        record.measuredAtEpochMs,
        JSON.stringify(record.measurement),
        packed(record.samples),
        record.anchorMs,
        record.axis,
        record.at,
        record.standardAheadMs,
        record.standardAccuracyMs,
      ]),
    latest: (serverId) => page(serverId, { limit: 1 }).at(0) ?? null,
    page,
    since: (serverId, epochMs) => since.all(serverId, epochMs).map(recordOf),
    count: (serverId) => counting.get(serverId)?.count ?? 0,
  };
}

function recordOf(row: Row): EstimateRecord {
  return {
    seq: row.seq,
    serverId: row.server_id,
    measuredAtEpochMs: row.measured_at_epoch_ms,
    measurement: JSON.parse(row.measurement),
    samples: unpacked(row.samples),
    anchorMs: row.anchor_ms,
    axis: row.axis,
    at: row.at,
    standardAheadMs: row.standard_ahead_ms,
    standardAccuracyMs: row.standard_accuracy_ms,
  };
}

/** Three doubles a sample, low byte first: a third of what it takes as text. */
function packed(samples: EstimateRecord['samples']): Buffer {
  const bytes = Buffer.alloc(samples.length * 24);
  samples.flat().forEach((value, index) => bytes.writeDoubleLE(value, 8 * index));
  return bytes;
}

function unpacked(bytes: Buffer): EstimateRecord['samples'] {
  return Array.from({ length: Math.floor(bytes.length / 24) }, (_, index) => [
    bytes.readDoubleLE(24 * index),
    bytes.readDoubleLE(24 * index + 8),
    bytes.readDoubleLE(24 * index + 16),
  ]);
}
