import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS, type Migration } from '../../main/store/migrations.ts';
import { openStore } from '../../main/store/store.ts';
import { temporaryStore, type Kept } from './kept.ts';
import { NOON } from './noon.ts';
import { checkFile } from './small.ts';
import { someEstimate, someServer } from './some.ts';

const NEXT: readonly Migration[] = [
  ...MIGRATIONS,
  (handle) =>
    handle.exec(`ALTER TABLE servers ADD COLUMN note TEXT; UPDATE servers SET note = 'from ' || name;`),
];

/** A store as its first form was written; see make-version-1.ts. */
function versionOne(): Kept {
  const kept = temporaryStore();
  for (const name of ['ticketime.db', 'ticketime.key']) {
    copyFileSync(join(import.meta.dirname, 'version-1', name), join(kept.folder, name));
  }
  return kept;
}

function open({ folder, told }: Kept, migrations: readonly Migration[]) {
  const tell = (sentence: string) => told.push(sentence);
  return openStore({ folder, nowEpochMs: () => NOON, tell }, migrations);
}

function ask(kept: Kept, sql: string): unknown {
  const handle = new Sqlite(kept.file, { readonly: true });
  const answer = handle.prepare(sql).pluck().get();
  handle.close();
  return answer;
}

describe('a store of the first form', () => {
  test('opens with all that it holds', () => {
    const kept = versionOne();
    const store = kept.open();
    expect(store.recovery).toBeNull();
    expect(store.servers.list()).toEqual([
      someServer('a', { zone: 'Asia/Seoul', trimMs: -20, favourite: true }),
    ]);
    expect(store.estimates.page('a', { limit: 9 })).toEqual(
      [6, 5, 4, 2, 1].map((index) => ({ seq: index, ...someEstimate('a', NOON + index, index) })),
    );
    expect(store.journal.all().map(({ data }) => data)).toEqual(
      [1, 2, 3, 4, 5, 6].map((index) => ({ index })),
    );
    expect(store.references.latest()?.reference).toEqual({ source: 'sntp', offsetMs: 1.5 });
    expect(store.attempts.forEvent('e1', 9)).toHaveLength(1);
    expect(store.estimates.add(someEstimate('a', NOON))).toBe(7);
    store.close();
    expect(checkFile(kept)).toBeNull();
  });

  test('is brought to the next form, with a copy of how it was, and then refused by the first', () => {
    const kept = versionOne();
    const store = open(kept, NEXT);
    expect(store.recovery).toBeNull();
    expect(store.estimates.count('a')).toBe(5);
    store.close();
    expect(checkFile(kept)).toBeNull();
    expect(ask(kept, 'PRAGMA user_version')).toBe(MIGRATIONS.length + 1);
    expect(ask(kept, 'SELECT note FROM servers')).toBe('from a');

    const [copy] = readdirSync(join(kept.folder, 'backups'));
    const old = temporaryStore();
    copyFileSync(join(kept.folder, 'backups', copy), old.file);
    copyFileSync(join(kept.folder, 'ticketime.key'), join(old.folder, 'ticketime.key'));
    expect(checkFile(old)).toBeNull();
    expect(ask(old, 'PRAGMA user_version')).toBe(MIGRATIONS.length);

    // Opening it again changes nothing more.
    open(kept, NEXT).close();
    expect(readdirSync(join(kept.folder, 'backups'))).toEqual([copy]);
    expect(() => open(kept, MIGRATIONS)).toThrow(
      expect.objectContaining({
        code: 'store-newer',
        message: `What is kept in ${kept.folder} was last used by a newer Ticketime: install the newest one, or name another folder with --data-dir.`,
      }),
    );
    expect(kept.told).toEqual([]);
  });

  test('is as it was when a step fails half-way', () => {
    const kept = versionOne();
    const failing: Migration = (handle) => {
      handle.exec('DELETE FROM servers; ALTER TABLE servers ADD COLUMN x TEXT; ');
      throw new Error('half-way');
    };
    expect(() => open(kept, [...MIGRATIONS, failing])).toThrow('half-way');
    expect(checkFile(kept)).toBeNull();
    const store = kept.open();
    expect(store.recovery).toBeNull();
    expect(store.servers.list()).toHaveLength(1);
  });

  test('is mended before it is brought to another form', () => {
    const kept = versionOne();
    kept.tamper(`UPDATE journal SET kind = 'fired' WHERE seq = 2`);
    const store = open(kept, NEXT);
    expect(store.recovery?.lost).toEqual({ estimates: 0, journal: 1 });
    expect(store.journal.all().map(({ seq }) => seq)).toEqual([1, 3, 4, 5, 6]);
    store.close();
    expect(checkFile(kept)).toBeNull();
    expect(ask(kept, 'PRAGMA user_version')).toBe(MIGRATIONS.length + 1);
  });
});
