import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Damage } from '../../main/store/check.ts';
import type { Store } from '../../main/store/store.ts';
import type { Kept } from './kept.ts';
import { cellsOf, checkFile, oneByteOff, rawOf, SEQS, smallStore, TABLES, type Table } from './small.ts';

const FLIPS = [0x01, 0x80, 0xff];

/** The numbers of the rows that are there. */
function seqsOf(store: Store, table: Table): number[] {
  const rows = table === 'journal' ? store.journal.all() : store.estimates.since('a', -Infinity);
  return rows.map(({ seq }) => seq);
}

function contentOf(store: Store): unknown {
  return [store.estimates.since('a', -Infinity), store.journal.all(), store.servers.list()];
}

const untouched = (() => {
  let content: unknown;
  return (): unknown => {
    if (content === undefined) {
      const store = smallStore().open();
      content = contentOf(store);
      store.close();
    }
    return content;
  };
})();

/** Opens what was tampered with: it is told, the damaged file is kept, and what is there now holds. */
function mended(kept: Kept): Store {
  const store = kept.open();
  expect(store.recovery?.sentences).toEqual(kept.told);
  expect(kept.told[0]).toMatch(
    / was damaged \(.+\) and has been mended; the damaged file is kept as ticketime.db.damaged-/,
  );
  expect(readdirSync(kept.folder).filter((name) => name.includes('.damaged-'))).not.toEqual([]);
  expect(checkFile(kept)).toBeNull();
  return store;
}

describe('a small store', () => {
  test('holds as it was written, and holds a bridge', () => {
    const raw = rawOf(smallStore());
    expect(raw.check()).toBeNull();
    expect(cellsOf(raw.handle, 'estimates', 'seq = 4').bridge.hex).toHaveLength(64);
    raw.handle.close();
  });

  test.for(TABLES)('shows each single byte of each row of its %s that is changed', (table) => {
    const raw = rawOf(smallStore());
    let tried = 0;
    for (const seq of SEQS[table]) {
      for (const [column, cell] of Object.entries(cellsOf(raw.handle, table, `seq = ${seq}`))) {
        for (const value of oneByteOff(cell, FLIPS)) {
          const damage = raw.checkAfter(
            `UPDATE OR REPLACE ${table} SET ${column} = ${value} WHERE seq = ${seq}`,
          );
          tried += 1;
          if (!damage) expect.fail(`${table} ${seq}: ${column} = ${value} was not found`);
        }
      }
    }
    expect(tried).toBeGreaterThan(1500);
    raw.handle.close();
  });

  test('shows each single byte of its heads that is changed, and a head that is missing', () => {
    const raw = rawOf(smallStore());
    for (const chain of [...TABLES, 'schema']) {
      for (const [column, cell] of Object.entries(cellsOf(raw.handle, 'heads', `chain = '${chain}'`))) {
        for (const value of oneByteOff(cell, FLIPS)) {
          const damage = raw.checkAfter(`UPDATE heads SET ${column} = ${value} WHERE chain = '${chain}'`);
          if (!damage) expect.fail(`${chain}: ${column} = ${value} was not found`);
        }
      }
      expect(raw.checkAfter(`DELETE FROM heads WHERE chain = '${chain}'`)).not.toBeNull();
    }
    raw.handle.close();
  });

  test.for(TABLES)(
    'shows every row of its %s that is missing, moved, swapped, doubled or cut off',
    (table) => {
      const raw = rawOf(smallStore());
      const found = (...sql: string[]): Damage => {
        const damage = raw.checkAfter(...sql);
        if (!damage) expect.fail(`${sql.join('; ')} was not found`);
        return damage;
      };
      const chain = (damage: Damage) => damage.chains[0];
      for (const seq of SEQS[table]) {
        expect(chain(found(`DELETE FROM ${table} WHERE seq = ${seq}`)).missing).toBe(1);
        expect(chain(found(`UPDATE ${table} SET seq = 3000 WHERE seq = ${seq}`)).damaged).toEqual([3000]);
        const columns = Object.keys(cellsOf(raw.handle, table, `seq = ${seq}`))
          .slice(1)
          .join(', ');
        const copy = `INSERT INTO ${table} SELECT 1000, ${columns} FROM ${table} WHERE seq = ${seq}`;
        expect(chain(found(copy))).toMatchObject({ damaged: [1000], missing: -1 });
        // From here to the end.
        const cut = SEQS[table].filter((other) => other >= seq).length;
        expect(chain(found(`DELETE FROM ${table} WHERE seq >= ${seq}`))).toMatchObject({
          missing: cut,
          endHolds: false,
        });
        for (const other of SEQS[table].filter((number) => number > seq)) {
          const swap = [
            `SET seq = 999 WHERE seq = ${seq}`,
            `SET seq = ${seq} WHERE seq = ${other}`,
            `SET seq = ${other} WHERE seq = 999`,
          ];
          expect(chain(found(...swap.map((set) => `UPDATE ${table} ${set}`))).damaged).toEqual([seq, other]);
        }
      }
      raw.handle.close();
    },
  );

  test('shows a row that was taken out on purpose and is put in again', () => {
    const kept = smallStore();
    const before = rawOf(kept);
    const bridged = cellsOf(before.handle, 'estimates', 'seq = 4');
    const bridge = (hex: string | undefined) => (hex ? `x'${hex}'` : 'NULL');
    // Taking the bridge away, or giving one to a row that has none, is found as well.
    expect(before.checkAfter('UPDATE estimates SET bridge = NULL WHERE seq = 4')).not.toBeNull();
    expect(
      before.checkAfter(`UPDATE estimates SET bridge = ${bridge(bridged.bridge.hex)} WHERE seq = 5`),
    ).not.toBeNull();
    before.handle.close();
    const store = kept.open();
    store.servers.remove('a');
    store.close();
    const after = rawOf(kept);
    const values = Object.values(bridged).map(({ type, hex, value }) =>
      type === 'null'
        ? 'NULL'
        : type === 'text'
          ? `CAST(x'${hex}' AS TEXT)`
          : type === 'blob'
            ? `x'${hex}'`
            : String(value),
    );
    expect(after.checkAfter(`INSERT INTO estimates VALUES (${values.join(', ')})`)?.chains[0]).toMatchObject({
      table: 'estimates',
      damaged: [],
      displaced: [4],
      missing: -1,
      endHolds: false,
    });
    after.handle.close();
  });

  test('shows tables that nobody made', () => {
    const raw = rawOf(smallStore());
    const found = { file: null, tablesHold: false, chains: [] };
    expect(raw.checkAfter('CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM journal; END')).toEqual(
      found,
    );
    expect(raw.checkAfter('DROP INDEX journal_of_event')).toEqual(found);
    expect(raw.checkAfter('PRAGMA user_version = 2')).toEqual(found);
    expect(raw.checkAfter('DROP TABLE journal')?.file).toContain('no such table');
    raw.handle.close();
  });
});

describe('a store that was tampered with', () => {
  test.for(TABLES)(
    'loses of its %s no row but the one that was changed, and of that one says so',
    (table) => {
      for (const [index, seq] of SEQS[table].entries()) {
        const kept = smallStore();
        const column = table === 'journal' ? 'data' : 'measurement';
        kept.tamper(`UPDATE ${table} SET ${column} = replace(${column}, '"', '''') WHERE seq = ${seq}`);
        const store = mended(kept);
        expect(seqsOf(store, table)).toEqual(SEQS[table].filter((other) => other !== seq));
        const other = TABLES.filter((name) => name !== table)[0];
        expect(seqsOf(store, other)).toEqual(SEQS[other]);
        expect(store.recovery?.lost).toEqual({ estimates: 0, journal: 0, [table]: 1 });
        const [one] = table === 'journal' ? ['schedule entry'] : ['measurement'];
        expect(kept.told[0]).toContain(`(changed: 1 ${one}, number ${seq})`);
        expect(kept.told[1]).toBe(`Lost, for no backup has it: 1 ${one}.`);
        // Numbers go on where they were, even when it was the last one.
        if (index === SEQS[table].length - 1) {
          expect(store.journal.append({ epochMs: 1, kind: 'k', eventId: 'e', data: null })).toBe(7);
        }
        store.close();
      }
    },
  );

  test.for(TABLES)('loses nothing when only what chains its %s was changed', (table) => {
    for (const seq of SEQS[table]) {
      // After a gap nothing but the row itself says what was before it when it was written.
      const columns = table === 'estimates' && seq === 4 ? ['mac', 'bridge'] : ['prev', 'mac', 'bridge'];
      for (const column of columns) {
        const kept = smallStore();
        kept.tamper(`UPDATE ${table} SET ${column} = randomblob(32) WHERE seq = ${seq}`);
        const store = mended(kept);
        expect(contentOf(store)).toEqual(untouched());
        expect(kept.told.slice(1)).toEqual(['Nothing was lost.']);
        store.close();
      }
    }
  });

  test.for(TABLES)('puts every row of its %s that was moved or swapped back to its place', (table) => {
    const swaps = SEQS[table].flatMap((seq) =>
      SEQS[table]
        .filter((other) => other > seq)
        .map((other) => [
          `UPDATE ${table} SET seq = 999 WHERE seq = ${seq}`,
          `UPDATE ${table} SET seq = ${seq} WHERE seq = ${other}`,
          `UPDATE ${table} SET seq = ${other} WHERE seq = 999`,
        ]),
    );
    const moves = SEQS[table].map((seq) => [`UPDATE ${table} SET seq = ${seq + 50} WHERE seq = ${seq}`]);
    for (const sql of [...swaps, ...moves]) {
      const kept = smallStore();
      kept.tamper(...sql);
      const store = mended(kept);
      expect(contentOf(store)).toEqual(untouched());
      expect(kept.told.slice(1)).toEqual(['Nothing was lost.']);
      store.close();
    }
  });

  test.for(TABLES)('tells how many rows of its %s were removed, and keeps the others', (table) => {
    for (const seq of SEQS[table]) {
      for (const compare of ['=', '>=', '<=']) {
        const kept = smallStore();
        kept.tamper(`DELETE FROM ${table} WHERE seq ${compare} ${seq}`);
        const store = mended(kept);
        const left = SEQS[table].filter((other) =>
          compare === '=' ? other !== seq : compare === '>=' ? other < seq : other > seq,
        );
        expect(seqsOf(store, table)).toEqual(left);
        expect(store.recovery?.lost[table]).toBe(SEQS[table].length - left.length);
        expect(kept.told[0]).toContain(`missing: ${SEQS[table].length - left.length} `);
        store.close();
      }
    }
  });

  test('drops rows that were put in', () => {
    const kept = smallStore();
    kept.tamper(
      `INSERT INTO journal SELECT 100, epoch_ms, kind, 'forged', data, prev, mac, bridge FROM journal WHERE seq = 6`,
      `INSERT INTO estimates SELECT 3, server_id, measured_at_epoch_ms, measurement, samples, anchor_ms, axis, at,
       standard_ahead_ms, standard_accuracy_ms, prev, mac, bridge FROM estimates WHERE seq = 4`,
    );
    const store = mended(kept);
    expect(contentOf(store)).toEqual(untouched());
    expect(kept.told).toHaveLength(2);
    expect(kept.told[1]).toBe('Nothing was lost.');
  });

  test('without its signed end keeps all rows, and says that nothing proves the end', () => {
    const kept = smallStore();
    kept.tamper(`DELETE FROM heads WHERE chain = 'journal'`);
    const store = mended(kept);
    expect(contentOf(store)).toEqual(untouched());
    expect(store.recovery?.lost).toEqual({ estimates: 0, journal: null });
    expect(kept.told).toEqual([
      expect.stringContaining('(the end of the schedule entries does not hold)'),
      'Nothing proves the end of the schedule entries: any made after 2026-11-22T12:00:00.006Z are lost.',
    ]);
  });

  test('with a changed version of its tables is neither taken for a newer one nor lost', () => {
    for (const version of [0, 2, 77]) {
      const kept = smallStore();
      kept.tamper(`PRAGMA user_version = ${version}`);
      const store = mended(kept);
      expect(contentOf(store)).toEqual(untouched());
      expect(kept.told[0]).toContain('(the tables are not those that were made)');
      store.close();
    }
  });
});
