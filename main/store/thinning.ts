/**
 * Gives up old rows, so that the file stays small for years: all of a month are kept, then one an hour up to a year, then one a
 * day; webhook attempts go after a year. Of an hour or a day the last row stays, so that the latest one of a server always does.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Chain } from './chain.ts';
import type { Database, Query } from './sqlite.ts';

export interface ThinResult {
  readonly estimates: number;
  readonly references: number;
  readonly attempts: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30 * DAY_MS;
const YEAR_MS = 365 * DAY_MS;

/** Rows looked at in one slice: some 8 ms when all of them go. */
const SLICE = 100;
/** Pages given back to the disk at a time, and the share of free pages that is worth it (the others are used again). */
const PAGES = 100;
const FREE_SHARE = 0.2;

interface Place {
  readonly seq: number;
  readonly at: number;
}

/** Rows to walk along in the order of time, from a place on, up to (not including) an instant. */
interface Walk {
  next(from: Place, endEpochMs: number): Place[];
  remove(seqs: readonly number[]): unknown;
}

export class Thinning {
  private readonly database: Database;
  private readonly estimates: Chain;
  private readonly nextServer: Query<{ server_id: string }>;
  private readonly ofServer: Query<Place>;
  private readonly references: Walk;
  private readonly oldAttempts: Query;
  private readonly newest: Query<{ at: number | null }>;
  private isStopped = false;

  constructor(database: Database, estimates: Chain) {
    this.database = database;
    this.estimates = estimates;
    this.nextServer = database.query(
      'SELECT server_id FROM estimates WHERE server_id > ? ORDER BY server_id LIMIT 1',
    );
    this.ofServer = database.query(
      `SELECT seq, measured_at_epoch_ms AS at FROM estimates INDEXED BY estimates_by_time
       WHERE server_id = ? AND measured_at_epoch_ms < ? AND (measured_at_epoch_ms, seq) >= (?, ?)
       ORDER BY measured_at_epoch_ms, seq LIMIT ${SLICE}`,
    );
    const references: Query<Place> = database.query(
      `SELECT seq, measured_at_epoch_ms AS at FROM reference_times INDEXED BY reference_times_by_time
       WHERE measured_at_epoch_ms < ? AND (measured_at_epoch_ms, seq) >= (?, ?)
       ORDER BY measured_at_epoch_ms, seq LIMIT ${SLICE}`,
    );
    const removing = database.query('DELETE FROM reference_times WHERE seq = ?');
    this.references = {
      next: ({ at, seq }, end) => references.all(end, at, seq),
      remove: (seqs) => database.write(() => seqs.map((seq) => removing.run(seq))),
    };
    this.oldAttempts = database.query(
      `DELETE FROM attempts WHERE seq IN (SELECT seq FROM attempts WHERE started_epoch_ms < ? LIMIT ${SLICE})`,
    );
    this.newest = database.query(
      `SELECT max(at) AS at FROM (SELECT max(measured_at_epoch_ms) AS at FROM reference_times
       UNION ALL SELECT measured_at_epoch_ms FROM estimates WHERE seq = (SELECT max(seq) FROM estimates))`,
    );
  }

  /** A slice at a time: between two the thread is free. Ends early when it is stopped. */
  async run(nowEpochMs: number): Promise<ThinResult> {
    // Against what was measured last: a clock that is set wrong for a moment must not make everything old.
    const now = Math.min(nowEpochMs, this.newest.get()?.at ?? nowEpochMs);
    const gone = { estimates: 0, references: 0, attempts: 0 };
    try {
      for (const id of this.servers()) {
        const walk: Walk = {
          next: ({ at, seq }, end) => this.ofServer.all(id, end, at, seq),
          remove: (seqs) => this.estimates.remove(seqs),
        };
        await this.thin(now, walk, (rows) => (gone.estimates += rows));
      }
      await this.thin(now, this.references, (rows) => (gone.references += rows));
      let rows: number;
      do {
        rows = this.oldAttempts.run(now - YEAR_MS);
        gone.attempts += rows;
        await this.rest();
      } while (rows === SLICE);
      await this.giveBack();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    return gone;
  }

  stop(): void {
    this.isStopped = true;
  }

  private *servers(): Generator<string> {
    let id = '';
    for (let next = this.nextServer.get(id); next; next = this.nextServer.get(id)) {
      id = next.server_id;
      yield id;
    }
  }

  private async thin(now: number, walk: Walk, count: (removed: number) => void): Promise<void> {
    await this.thinTo(DAY_MS, -Infinity, now - YEAR_MS, walk, count);
    await this.thinTo(HOUR_MS, now - YEAR_MS, now - MONTH_MS, walk, count);
  }

  /** Of what is from `begin` up to `end`, leaves the last row of each stretch of `widthMs`. */
  private async thinTo(
    widthMs: number,
    begin: number,
    end: number,
    walk: Walk,
    count: (removed: number) => void,
  ): Promise<void> {
    const stretch = ({ at }: Place) => Math.floor(at / widthMs);
    let from: Place = { at: begin, seq: 0 };
    for (;;) {
      const rows = walk.next(from, end);
      const seqs = rows
        .filter((row, index) => index + 1 < rows.length && stretch(row) === stretch(rows[index + 1]))
        .map(({ seq }) => seq);
      if (seqs.length > 0) {
        walk.remove(seqs);
        count(seqs.length);
        await this.settle();
      }
      await this.rest();
      if (rows.length < SLICE) return;
      from = rows[rows.length - 1];
    }
  }

  private async giveBack(): Promise<void> {
    while (this.pragma('freelist_count') > Math.max(PAGES, FREE_SHARE * this.pragma('page_count'))) {
      this.database.told(() => this.database.handle.exec(`PRAGMA incremental_vacuum(${PAGES})`));
      await this.settle();
      await this.rest();
    }
  }

  /** Takes a slice from the log into the file at once, rather than ten slices' worth later. */
  private async settle(): Promise<void> {
    await this.rest();
    this.pragma('wal_checkpoint(PASSIVE)');
  }

  private async rest(): Promise<void> {
    await breathe();
    if (this.isStopped) throw new Stopped();
  }

  private pragma(name: string): number {
    const { database } = this;
    return database.told(() => database.handle.pragma(name, { simple: true }) as number);
  }
}

class Stopped extends Error {}
