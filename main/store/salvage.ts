/**
 * Takes out of a damaged chain every row that is proven, and says where rows may be missing.
 *
 * A row that is not proven is tried in each such place: under that number, after the row before it, before the row after
 * it. So rows that were moved go back to their places, and a row of which only the checksums were damaged is kept.
 */
import { columnsOf, signRow, type ChainedTable } from './chain.ts';
import { isLinked, isProven, rowOf, type Row } from './check.ts';
import { readable } from './readable.ts';
import { isSame, NOTHING, type Sign } from './sign.ts';
import type { Handle, Stored } from './sqlite.ts';

/** Numbers between two proven rows that are not neighbours: `from` to `to`, which may be Infinity. */
export interface Hole {
  readonly from: number;
  readonly to: number;
  /** The mac of the row before it. */
  readonly before: Stored;
  /** Whether the row after it (or the head) says that this is the mac before it. */
  readonly endsWith: (mac: Buffer) => boolean;
}

/** Rows and places are tried against each other: no more than this many of each (a second of work). */
const MOST_STRAYS = 100;
const MOST_PLACES = 500;

export interface Salvaged {
  readonly holes: readonly Hole[];
  /** How many rows were proven, put back ones included. */
  readonly kept: number;
}

/**
 * @param sign null when there is no key: then every row that can be read is taken as it is.
 * @param last the highest number ever given and the mac of the last row; null when that is not known.
 * @param keep is given each proven row.
 */
export function salvage(
  handle: Handle,
  sign: Sign | null,
  table: ChainedTable,
  last: { readonly seq: number; readonly last: Buffer } | null,
  keep: (seq: number, values: readonly Stored[]) => void,
): Salvaged {
  const holes: Hole[] = [];
  const strays: Row[] = [];
  let [seq, before, kept]: [number, Stored, number] = [0, NOTHING, 0];
  for (const read of readable(handle, table.name, columnsOf(table)).rows) {
    const row = rowOf(read);
    if (sign && !isProven(sign, table, row)) {
      if (strays.length < MOST_STRAYS) strays.push(row);
      continue;
    }
    if (sign && !isLinked(sign, table, row, before)) {
      const endsWith = (mac: Buffer) => isLinked(sign, table, row, mac);
      holes.push({ from: seq + 1, to: row.seq - 1, before, endsWith });
    }
    keep(row.seq, row.values);
    kept += 1;
    [seq, before] = [row.seq, row.mac];
  }
  if (!last) holes.push({ from: seq + 1, to: Infinity, before, endsWith: () => false });
  else if (!isSame(before, last.last))
    holes.push({ from: seq + 1, to: last.seq, before, endsWith: (mac) => mac.equals(last.last) });
  if (sign) {
    for (const found of putBack(sign, table, holes, strays)) {
      keep(found.seq, found.values);
      kept += 1;
    }
  }
  return { holes, kept };
}

function* putBack(
  sign: Sign,
  table: ChainedTable,
  holes: readonly Hole[],
  strays: readonly Row[],
): Generator<{ seq: number; values: readonly Stored[] }> {
  const taken = new Set<number>();
  for (const stray of strays) {
    const place = placeOf(sign, table, holes, stray, taken);
    if (place === null) continue;
    taken.add(place);
    yield { seq: place, values: stray.values };
  }
}

function placeOf(
  sign: Sign,
  table: ChainedTable,
  holes: readonly Hole[],
  stray: Row,
  taken: ReadonlySet<number>,
): number | null {
  let tried = 0;
  for (const { from, to, before, endsWith } of holes) {
    for (let seq = from; seq <= to && tried < MOST_PLACES; seq++) {
      if (taken.has(seq)) continue;
      tried += 1;
      for (const prev of [stray.prev, before]) {
        const mac = signRow(sign, table, seq, prev, stray.values);
        if (isSame(stray.mac, mac) || endsWith(mac)) return seq;
      }
    }
  }
  return null;
}
