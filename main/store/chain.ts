/**
 * A chain of rows, in which every changed, removed, added or moved row is found.
 *
 * mac(row)    = sign(table, seq, prev, all columns)   proves the row by itself: that it was written here, under this number
 * prev(row)   = mac of the row before, when written    proves its place: nothing is missing before it, nothing was put in
 * bridge(row) = sign('bridge', table, seq, mac, mac of the row before now)
 *               stands in for `prev` where rows before it were taken out on purpose (thinning): one bridge over each gap,
 *               so that taking rows out signs as many rows anew as there are gaps, however long the chain is; null elsewhere
 * head        = sign('head', table, seq, count, last)  the highest number ever given, how many rows there are and the mac of the
 *               last one: proves that none is missing at the end. Written with each row in one transaction.
 *
 * What it cannot tell: that the whole folder was set back to an earlier state of itself.
 */
import { NOTHING, type Sign } from './sign.ts';
import type { Database, Query, Stored } from './sqlite.ts';

export interface ChainedTable {
  readonly name: 'estimates' | 'journal';
  /** All columns but `seq` and the chain's own, in the order in which they are signed. */
  readonly columns: readonly string[];
  /** Which of them says when. */
  readonly timeColumn: string;
}

export interface Head {
  readonly seq: number;
  readonly count: number;
  readonly last: Buffer;
}

export const EMPTY: Head = { seq: 0, count: 0, last: NOTHING };

/** The columns of a chained table's row as they are read, `seq` first. */
export function columnsOf(table: ChainedTable): string {
  return ['seq', ...table.columns, 'prev', 'mac', 'bridge'].join(', ');
}

export function signRow(
  sign: Sign,
  table: ChainedTable,
  seq: number,
  prev: Stored,
  values: readonly Stored[],
): Buffer {
  return sign([table.name, seq, prev, ...values]);
}

/** @param mac the row's own @param before the mac of the row before it now */
export function signBridge(
  sign: Sign,
  table: ChainedTable,
  seq: number,
  mac: Stored,
  before: Stored,
): Buffer {
  return sign(['bridge', table.name, seq, mac, before]);
}

export function signHead(sign: Sign, chain: string, head: Head): Buffer {
  return sign(['head', chain, head.seq, head.count, head.last]);
}

/** A chain that rows are added to. Its head is kept in memory: what is changed in the file meanwhile is not signed. */
export class Chain {
  private readonly database: Database;
  private readonly sign: Sign;
  private readonly table: ChainedTable;
  private head: Head;
  private readonly inserting: Query;
  private readonly removing: Query;
  private readonly bridging: Query;
  private readonly before: Query<{ mac: Buffer }>;
  private readonly after: Query<{ seq: number; prev: Buffer; mac: Buffer }>;
  private readonly heading: Query;

  constructor(database: Database, sign: Sign, table: ChainedTable, head: Head) {
    this.database = database;
    this.sign = sign;
    this.table = table;
    this.head = head;
    const { name, columns } = table;
    const marks = columns.map(() => '?').join(', ');
    this.inserting = database.query(
      `INSERT INTO ${name} (seq, ${columns.join(', ')}, prev, mac) VALUES (?, ${marks}, ?, ?)`,
    );
    this.removing = database.query(`DELETE FROM ${name} WHERE seq = ?`);
    this.bridging = database.query(`UPDATE ${name} SET bridge = ? WHERE seq = ?`);
    this.before = database.query(`SELECT mac FROM ${name} WHERE seq < ? ORDER BY seq DESC LIMIT 1`);
    this.after = database.query(`SELECT seq, prev, mac FROM ${name} WHERE seq > ? ORDER BY seq LIMIT 1`);
    this.heading = database.query(HEADING);
  }

  /** Adds rows, all or none, and returns the last one's number. They are on the disk when this returns. */
  append(...rows: readonly (readonly Stored[])[]): number {
    this.change((head) => {
      let { seq, count, last } = head;
      for (const row of rows) {
        // SQLite would keep half a character as something else, which would not hold.
        const values = row.map((value) => (typeof value === 'string' ? value.toWellFormed() : value));
        seq += 1;
        count += 1;
        const mac = signRow(this.sign, this.table, seq, last, values);
        this.inserting.run(seq, ...values, last, mac);
        last = mac;
      }
      return { seq, count, last };
    });
    return this.head.seq;
  }

  /** Takes these rows out, all or none, and bridges the gaps. */
  remove(seqs: readonly number[]): void {
    this.change((head) => {
      let count = head.count;
      for (const seq of seqs) count -= this.removing.run(seq);
      const bridged = new Set<number>();
      for (const seq of seqs) {
        const row = this.after.get(seq);
        if (!row || bridged.has(row.seq)) continue;
        bridged.add(row.seq);
        const mac = this.before.get(row.seq)?.mac ?? NOTHING;
        const isNext = row.prev.equals(mac);
        this.bridging.run(isNext ? null : signBridge(this.sign, this.table, row.seq, row.mac, mac), row.seq);
      }
      return { seq: head.seq, count, last: this.before.get(Number.MAX_SAFE_INTEGER)?.mac ?? NOTHING };
    });
  }

  private change(work: (head: Head) => Head): void {
    this.head = this.database.write(() => {
      const head = work(this.head);
      this.heading.run(
        this.table.name,
        head.seq,
        head.count,
        head.last,
        signHead(this.sign, this.table.name, head),
      );
      return head;
    });
  }
}

/** Writes a head: name, seq, count, last, mac. */
export const HEADING = 'INSERT OR REPLACE INTO heads (chain, seq, count, last, mac) VALUES (?, ?, ?, ?, ?)';
