/** A small store with one of everything that a chain can have: rows, a bridge over a gap, both heads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { ChainedTable } from '../../main/store/chain.ts';
import { checkStore, type Damage } from '../../main/store/check.ts';
import { signer, type Sign } from '../../main/store/sign.ts';
import type { Handle } from '../../main/store/sqlite.ts';
import type { Store } from '../../main/store/store.ts';
import { temporaryStore, type Kept } from './kept.ts';
import { NOON } from './noon.ts';
import { someServer } from './some.ts';

export const TABLES = ['estimates', 'journal'] as const;
export type Table = ChainedTable['name'];

/** Estimates 1, 2, 4, 5, 6 (3 went with its server) and journal entries 1 to 6. */
export const SEQS: Record<Table, readonly number[]> = {
  estimates: [1, 2, 4, 5, 6],
  journal: [1, 2, 3, 4, 5, 6],
};

export function fill(store: Store): void {
  store.servers.add(someServer('a'));
  store.servers.add(someServer('b'));
  for (let index = 1; index <= 6; index++) {
    store.estimates.add({
      serverId: index === 3 ? 'b' : 'a',
      measuredAtEpochMs: NOON + index + 0.25,
      measurement: { offsetMs: index / 7 },
      samples: [[-index, index / 3, -7.5]],
      anchorMs: NOON - 7.125,
      axis: 'axis',
      at: 7.125 + index,
      standardAheadMs: index === 1 ? null : index / 9,
      standardAccuracyMs: index === 1 ? null : 0.5,
    });
    store.journal.append({ epochMs: NOON + index, kind: 'added', eventId: `e${index}`, data: { index } });
  }
  store.servers.remove('b');
}

/** Closed; its file is one piece. */
export function smallStore(): Kept {
  const kept = temporaryStore();
  const store = kept.open();
  fill(store);
  store.close();
  return kept;
}

export interface Raw {
  readonly handle: Handle;
  readonly sign: Sign;
  check(): Damage | null;
  /** What is found after a statement, which is then undone. */
  checkAfter(...sql: string[]): Damage | null;
}

/** The store's rows in memory, to be tampered with. */
export function rawOf(kept: Kept): Raw {
  const bytes = bytesOf(kept);
  const handle = new Sqlite(bytes);
  const sign = signer(readFileSync(join(kept.folder, 'ticketime.key')));
  const check = () => checkStore(handle, sign, 'all');
  return {
    handle,
    sign,
    check,
    checkAfter(...sql) {
      handle.exec('BEGIN');
      try {
        for (const statement of sql) handle.exec(statement);
        return check();
      } finally {
        handle.exec('ROLLBACK');
      }
    },
  };
}

/** The bytes of the file, as one that needs no log beside it: so it can be opened in memory. */
export function bytesOf(kept: Kept): Buffer {
  const bytes = readFileSync(kept.file);
  bytes[18] = bytes[19] = 1; // "File format write version" and "read version": 2 is WAL, 1 is not
  return bytes;
}

/** What is found in the file as it is now. */
export function checkFile({ file, folder }: Kept): Damage | null {
  const handle = new Sqlite(file, { readonly: true });
  try {
    return checkStore(handle, signer(readFileSync(join(folder, 'ticketime.key'))), 'all');
  } finally {
    handle.close();
  }
}

/** A row's columns as SQL would write them. */
export type Cells = Record<string, Cell>;

export interface Cell {
  /** The type of the value. */
  readonly type: string;
  readonly hex: string;
  readonly value: unknown;
  /** The type of the column. */
  readonly column: string;
}

export function cellsOf(handle: Handle, table: string, where: string): Cells {
  const columns = handle.pragma(`table_info(${table})`) as { name: string; type: string }[];
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const cell = handle
        .prepare(
          `SELECT typeof(${name}) AS type, hex(CAST(${name} AS BLOB)) AS hex, ${name} AS value FROM ${table} WHERE ${where}`,
        )
        .get();
      return [name, { ...(cell as Cell), column: type }];
    }),
  );
}

/** Every value that differs from this one in a single byte of how it is kept, as SQL literals. */
export function* oneByteOff({ type, hex, value, column }: Cell, flips: readonly number[]): Generator<string> {
  if (type === 'null') yield column === 'BLOB' ? "x'00'" : '0';
  else if (type === 'text' || type === 'blob') {
    for (let at = 0; at < hex.length; at += 2) {
      for (const flip of flips) {
        const byte = (parseInt(hex.slice(at, at + 2), 16) ^ flip).toString(16).padStart(2, '0');
        const literal = `x'${hex.slice(0, at)}${byte}${hex.slice(at + 2)}'`;
        yield type === 'text' ? `CAST(${literal} AS TEXT)` : literal;
      }
    }
  } else {
    for (let at = 0; at < 8; at++) {
      for (const flip of flips) yield numberOff(type, value as number, at, flip);
    }
  }
}

function numberOff(type: string, value: number, at: number, flip: number): string {
  const bytes = Buffer.alloc(8);
  if (type === 'integer') {
    bytes.writeBigInt64BE(BigInt(value));
    bytes[at] ^= flip;
    return bytes.readBigInt64BE().toString();
  }
  bytes.writeDoubleBE(value);
  bytes[at] ^= flip;
  const off = bytes.readDoubleBE();
  if (Number.isNaN(off)) return '0'; // SQLite keeps no NaN
  if (!Number.isFinite(off)) return off > 0 ? '9e999' : '-9e999';
  return off.toExponential(20).replace('e+', 'e');
}
