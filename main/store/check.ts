/**
 * Finds out whether a store is as it was written: SQLite's own check of the file, the tables themselves, and both chains.
 */
import { columnsOf, signBridge, signHead, signRow, type ChainedTable, type Head } from './chain.ts';
import { ESTIMATES } from './estimates.ts';
import { JOURNAL } from './journal.ts';
import { HEADS, schemaHead, type HeadName } from './migrations.ts';
import { isSame, NOTHING, type Sign } from './sign.ts';
import { isDamage, type Handle, type Stored } from './sqlite.ts';

export const CHAINED: readonly ChainedTable[] = [ESTIMATES, JOURNAL];

export interface ChainDamage {
  readonly table: ChainedTable['name'];
  /** Numbers of the rows whose own checksum does not hold. */
  readonly damaged: readonly number[];
  /** Numbers of the rows that hold but do not stand after the row that was before them. */
  readonly displaced: readonly number[];
  /** Rows that were there and are not (negative: that were not and are); null when the head does not hold, or not all was looked at. */
  readonly missing: number | null;
  /** Whether the end of the chain is what its signed head says. */
  readonly endHolds: boolean;
}

export interface Damage {
  /** What SQLite says of the file; null when it is sound. */
  readonly file: string | null;
  /** Whether the tables are those that were made. */
  readonly tablesHold: boolean;
  /** The chains that do not hold. */
  readonly chains: readonly ChainDamage[];
}

/** Everything, or the last rows of each chain. */
export type Extent = 'all' | 'end';

/** How many rows `end` looks at: enough for what was being written when the power failed. */
const END_ROWS = 100;

/** A row as it is read: its number, its columns, and what chains it. */
export interface Row {
  readonly seq: number;
  readonly values: readonly Stored[];
  readonly prev: Stored;
  readonly mac: Stored;
  readonly bridge: Stored;
}

export function rowOf(read: readonly Stored[]): Row {
  const [prev, mac, bridge] = read.slice(-3);
  return { seq: read[0] as number, values: read.slice(1, -3), prev, mac, bridge };
}

/** Whether the row was written so, under this number. */
export function isProven(sign: Sign, table: ChainedTable, row: Row): boolean {
  return isSame(row.mac, signRow(sign, table, row.seq, row.prev, row.values));
}

/** Whether the row stands after the one with this mac. */
export function isLinked(sign: Sign, table: ChainedTable, row: Row, before: Stored): boolean {
  if (row.bridge === null) return Buffer.isBuffer(before) && isSame(row.prev, before);
  return isSame(row.bridge, signBridge(sign, table, row.seq, row.mac, before));
}

/** Null when there is none or it does not hold. */
export function readHead(handle: Handle, sign: Sign, chain: HeadName): Head | null {
  const row = handle.prepare('SELECT seq, count, last, mac FROM heads WHERE chain = ?').get(chain) as
    (Head & { mac: Stored }) | undefined;
  if (!row) return null;
  return isSame(row.mac, signHead(sign, chain, row))
    ? { seq: row.seq, count: row.count, last: row.last }
    : null;
}

/** What is wrong; null when nothing is. */
export function checkStore(handle: Handle, sign: Sign, extent: Extent): Damage | null {
  try {
    const file = extent === 'all' ? integrity(handle) : null;
    const tablesHold = doTablesHold(handle, sign);
    const chains = CHAINED.map((table) => checkChain(handle, sign, table, extent)).filter(
      (chain) => chain !== null,
    );
    return file !== null || !tablesHold || chains.length > 0 ? { file, tablesHold, chains } : null;
  } catch (error) {
    // What is not even a statement of SQL any more is damage as well: a table or a column is not there.
    if (!isDamage(error) && (error as { code?: string }).code !== 'SQLITE_ERROR') throw error;
    return { file: (error as Error).message, tablesHold: false, chains: [] };
  }
}

/** Whether another key than this one signed the store: not a single head or row of those looked at holds. */
export function isOtherKeys(handle: Handle, sign: Sign): boolean {
  try {
    if (HEADS.some((chain) => readHead(handle, sign, chain) !== null)) return false;
    return CHAINED.every(
      (table) => !lastRows(handle, table, END_ROWS).some((row) => isProven(sign, table, row)),
    );
  } catch {
    return false; // damaged
  }
}

/** What SQLite finds wrong with the whole file; null when it is sound. */
export function integrity(handle: Handle): string | null {
  const lines = handle.pragma('integrity_check(3)') as { integrity_check: string }[];
  const said = lines.map((line) => line.integrity_check.replaceAll('\n', ', ')).join('; ');
  return said === 'ok' ? null : said;
}

/** Whether the tables are those that were made, in the version that is signed. */
export function doTablesHold(handle: Handle, sign: Sign): boolean {
  const signed = readHead(handle, sign, 'schema');
  const found = schemaHead(handle, sign);
  return (
    signed !== null &&
    signed.seq === found.seq &&
    signed.count === found.count &&
    isSame(signed.last, found.last)
  );
}

function checkChain(handle: Handle, sign: Sign, table: ChainedTable, extent: Extent): ChainDamage | null {
  const head = readHead(handle, sign, table.name);
  const damaged: number[] = [];
  const displaced: number[] = [];
  let before: Stored = NOTHING;
  let count = 0;
  let seq = 0;
  const last = extent === 'end' ? lastRows(handle, table, END_ROWS) : null;
  const isWhole = last === null || last.length < END_ROWS;
  let isPlaceKnown = isWhole; // of the last rows, the first one's place cannot be told
  for (const row of last ?? allRows(handle, table)) {
    if (!isProven(sign, table, row)) damaged.push(row.seq);
    else if (isPlaceKnown && !isLinked(sign, table, row, before)) displaced.push(row.seq);
    isPlaceKnown = true;
    before = row.mac;
    seq = row.seq;
    count += 1;
  }
  const missing = head && isWhole ? head.count - count : null;
  const endHolds = head !== null && head.seq >= seq && isSame(before, head.last);
  const isSound = damaged.length === 0 && displaced.length === 0 && endHolds && (missing ?? 0) === 0;
  return isSound ? null : { table: table.name, damaged, displaced, missing, endHolds };
}

/** In order, one at a time. */
function* allRows(handle: Handle, table: ChainedTable): Generator<Row> {
  const sql = `SELECT ${columnsOf(table)} FROM ${table.name} NOT INDEXED ORDER BY seq`;
  const statement = handle.prepare<[], Stored[]>(sql).raw();
  for (const read of statement.iterate()) yield rowOf(read);
}

function lastRows(handle: Handle, table: ChainedTable, count: number): Row[] {
  const sql = `SELECT ${columnsOf(table)} FROM ${table.name} NOT INDEXED ORDER BY seq DESC LIMIT ${count}`;
  return handle.prepare<[], Stored[]>(sql).raw().all().map(rowOf).reverse();
}
