/**
 * Every byte of a store's file is changed in turn. Each change is found by the check, or what is kept reads as before.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../main/store/chain.ts';
import { CHAINED, checkStore } from '../../main/store/check.ts';
import { signer } from '../../main/store/sign.ts';
import type { Handle } from '../../main/store/sqlite.ts';
import type { Store } from '../../main/store/store.ts';
import type { Kept } from './kept.ts';
import { bytesOf, checkFile, SEQS, smallStore } from './small.ts';

function contentOf(handle: Handle): string {
  return JSON.stringify(
    CHAINED.map((table) =>
      handle.prepare(`SELECT ${columnsOf(table)} FROM ${table.name} ORDER BY seq`).all(),
    ),
  );
}

/** What a change of the file leads to. */
function outcomeOf(bytes: Buffer, kept: Kept, content: string): 'found' | 'as before' | 'not found' {
  const handle = new Sqlite(bytes);
  try {
    const sign = signer(readFileSync(join(kept.folder, 'ticketime.key')));
    if (checkStore(handle, sign, 'all')) return 'found';
    return contentOf(handle) === content ? 'as before' : 'not found';
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return 'found';
    throw error;
  } finally {
    handle.close();
  }
}

/**
 * The bytes that hold something: all but the empty middle of SQLite's pages, of which each 64th is taken. (All of them take
 * two minutes; none made a difference.)
 */
function bytesInUse(bytes: Buffer): number[] {
  const isEmpty = (at: number) => bytes.subarray(Math.max(0, at - 8), at + 9).every((byte) => byte === 0);
  return Array.from(bytes.keys()).filter((at) => at % 64 === 0 || !isEmpty(at));
}

/** One bit off, another one from byte to byte. */
function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1 << (at % 8);
  return changed;
}

describe('any one byte of the file that is changed', () => {
  test('is found, or what is kept reads as before', () => {
    const kept = smallStore();
    const bytes = bytesOf(kept);
    const sound = new Sqlite(bytes);
    const content = contentOf(sound);
    sound.close();
    const outcomes = { found: 0, 'as before': 0 };
    for (const at of bytesInUse(bytes)) {
      const outcome = outcomeOf(changedAt(bytes, at), kept, content);
      if (outcome === 'not found') expect.fail(`the change of byte ${at} was not found`);
      outcomes[outcome] += 1;
    }
    expect(outcomes.found).toBeGreaterThan(3000);
  });

  test.for([true, false])('is mended, and without loss where there is a backup: %s', async (hasBackup) => {
    const kept = smallStore();
    if (hasBackup) {
      const store = kept.open();
      await store.backup();
      store.close();
    }
    const bytes = readFileSync(kept.file);
    const original = new Map<string, unknown>();
    const inspect = () => {
      const rows = new Map<string, unknown>();
      const handle = new Sqlite(kept.file, { readonly: true });
      for (const { name, columns } of CHAINED) {
        const sql = `SELECT seq, ${columns.join(', ')} FROM ${name}`;
        for (const row of handle.prepare<[], { seq: number }>(sql).all()) rows.set(`${name} ${row.seq}`, row);
      }
      handle.close();
      return rows;
    };
    inspect().forEach((row, name) => original.set(name, row));
    let mendings = 0;
    for (const at of bytesInUse(bytes).filter((_, index) => index % 83 === 0)) {
      for (const ending of ['-wal', '-shm']) rmSync(kept.file + ending, { force: true });
      writeFileSync(kept.file, changedAt(bytes, at));
      const { recovery } = openAndClose(kept);
      if (recovery) mendings += 1;
      expect(checkFile(kept)).toBeNull();
      const rows = inspect();
      // Nothing is there that was not, and what is not there any more was told.
      rows.forEach((row, name) => expect(row).toEqual(original.get(name)));
      if (hasBackup) expect(rows.size, `byte ${at}`).toBe(original.size);
      for (const { name } of CHAINED) {
        const left = SEQS[name].filter((seq) => rows.has(`${name} ${seq}`)).length;
        if (recovery?.lost[name] !== null)
          expect(recovery?.lost[name] ?? 0, `byte ${at}`).toBe(SEQS[name].length - left);
      }
    }
    expect(mendings).toBeGreaterThan(30);
  });
});

function openAndClose(kept: Kept): Store {
  const store = kept.open();
  store.close();
  return store;
}
