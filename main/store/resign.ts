/** Signs a whole chain anew, in the order of its rows' numbers: after a recovery, and after the key was lost. */
import { columnsOf, signRow, type ChainedTable, type Head } from './chain.ts';
import { rowOf } from './check.ts';
import { writeHead } from './migrations.ts';
import { NOTHING, type Sign } from './sign.ts';
import type { Handle, Stored } from './sqlite.ts';

/** Rows that are in memory at a time. */
const BATCH = 500;

/** @param leastSeq the highest number ever given, as far as it is known: no lower one is given again. */
export function signAnew(handle: Handle, sign: Sign, table: ChainedTable, leastSeq: number): Head {
  const reading = handle
    .prepare<[number], Stored[]>(
      `SELECT ${columnsOf(table)} FROM ${table.name} NOT INDEXED WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
    )
    .raw();
  const writing = handle.prepare(`UPDATE ${table.name} SET prev = ?, mac = ?, bridge = NULL WHERE seq = ?`);
  let [seq, count] = [0, 0];
  let last: Buffer = NOTHING;
  for (;;) {
    const rows = reading.all(seq).map(rowOf);
    for (const row of rows) {
      const mac = signRow(sign, table, row.seq, last, row.values);
      writing.run(last, mac, row.seq);
      [seq, last] = [row.seq, mac];
    }
    count += rows.length;
    if (rows.length < BATCH) break;
  }
  const head = { seq: Math.max(seq, leastSeq), count, last };
  writeHead(handle, sign, table.name, head);
  return head;
}
