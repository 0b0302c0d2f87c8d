import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../main/store/store.ts';
import { temporaryStore, type Kept } from './kept.ts';
import { NOON } from './noon.ts';
import { checkFile, smallStore } from './small.ts';
import { someEstimate } from './some.ts';

const DAY_MS = 86_400_000;
const PAGE_BYTES = 4096;

function backups({ folder }: Kept): string[] {
  return readdirSync(join(folder, 'backups'));
}

function contentOf(store: Store): unknown {
  return [
    store.estimates.page('a', { limit: 100 }),
    store.journal.all(),
    store.servers.list(),
    store.references.since(0),
    store.attempts.forEvent('e', 100),
  ];
}

/** A store with a backup, and what is in it. */
async function backedUp(): Promise<{ kept: Kept; content: unknown }> {
  const kept = smallStore();
  const store = kept.open();
  store.references.add({ measuredAtEpochMs: NOON, reference: {}, anchorMs: 0, axis: '', at: 0 });
  await store.backup();
  const content = contentOf(store);
  store.close();
  return { kept, content };
}

describe('backups', () => {
  test('are kept for three generations', async () => {
    const kept = smallStore();
    const store = kept.open();
    for (let day = 0; day < 5; day++) {
      kept.nowEpochMs = NOON + day * DAY_MS;
      await store.backup();
    }
    expect(backups(kept)).toEqual([24, 25, 26].map((day) => `ticketime-202611${day}T120000000Z.db`));
    // Set back, the clock makes the new one seem old: it is kept all the same.
    kept.nowEpochMs = NOON - DAY_MS;
    await store.backup();
    expect(backups(kept)).toEqual([21, 25, 26].map((day) => `ticketime-202611${day}T120000000Z.db`));
  });

  test('hold what was there when they were made, while more is written', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    for (let index = 0; index < 500; index++) store.estimates.add(someEstimate('a', NOON + index));
    const progress = { isDone: false };
    const backup = store.backup().finally(() => (progress.isDone = true));
    let count = 500;
    for (; !progress.isDone; count++) {
      store.estimates.add(someEstimate('a', NOON + count));
      await breathe();
    }
    await backup;
    expect(store.estimates.count('a')).toBe(count);
    store.close();
    const copy = { ...kept, file: join(kept.folder, 'backups', backups(kept)[0]) };
    expect(checkFile(copy)).toBeNull();
    expect(backups(kept)).toHaveLength(1);
  });

  test('are not made of what does not hold, and the good ones stay', async () => {
    const { kept, content } = await backedUp();
    const store = kept.open();
    kept.tamper(`UPDATE journal SET kind = 'fired' WHERE seq = 2`);
    kept.nowEpochMs += DAY_MS;
    await expect(store.backup()).rejects.toThrow(
      expect.objectContaining({
        code: 'backup-damaged',
        message: `The backup was not kept, for what is kept in ${kept.folder} is damaged: start Ticketime again, and it is mended.`,
      }) as Error,
    );
    expect(backups(kept)).toHaveLength(1);
    store.close();
    const next = kept.open();
    expect(contentOf(next)).toEqual(content);
    expect(kept.told.slice(1)).toEqual([
      'From the backups came back: 1 schedule entry.',
      'Nothing was lost.',
    ]);
  });

  test('leave nothing behind when they are cut short', async () => {
    const kept = smallStore();
    const store = kept.open();
    const backup = store.backup();
    store.close();
    await expect(backup).rejects.toThrow(
      expect.objectContaining({
        code: 'store-closed',
        message: 'The store was closed before this was finished: do it again.',
      }) as Error,
    );
    writeFileSync(join(kept.folder, 'backups/ticketime-20200101T000000000Z.db.unfinished'), 'killed');
    await kept.open().backup();
    expect(backups(kept)).toEqual(['ticketime-20261122T120000000Z.db']);
  });

  test.for<[string, (file: string) => void]>([
    ['lost', (file) => rmSync(file)],
    ['emptied', (file) => truncateSync(file, 0)],
    ['cut in the middle', (file) => truncateSync(file, 8192)],
    ['overwritten', (file) => writeFileSync(file, 'This is no database at all. '.repeat(1000))],
    ['overwritten with zeros', (file) => writeFileSync(file, Buffer.alloc(65536))],
  ])('bring everything back when the file is %s', async ([, ruin]) => {
    const { kept, content } = await backedUp();
    ruin(kept.file);
    const hadBytes = existsSync(kept.file) && statSync(kept.file).size > 0;
    const store = kept.open();
    expect(contentOf(store)).toEqual(content);
    expect(kept.told[0]).toMatch(/ was damaged \(.+\) and has been mended/);
    expect(kept.told.filter((sentence) => sentence.startsWith('Nothing'))).toEqual([
      'Nothing proves the end of the measurements: any made after 2026-11-22T12:00:00.006Z are lost.',
      'Nothing proves the end of the schedule entries: any made after 2026-11-22T12:00:00.006Z are lost.',
    ]);
    expect(existsSync(store.recovery?.keptAside ?? '')).toBe(hadBytes);
    store.close();
    expect(checkFile(kept)).toBeNull();
    expect(kept.open().recovery).toBeNull();
  });

  test('that are damaged themselves are passed over', async () => {
    const { kept, content } = await backedUp();
    writeFileSync(join(kept.folder, 'backups/ticketime-20261123T120000000Z.db'), 'no database');
    writeFileSync(join(kept.folder, 'backups/ticketime-20261124T120000000Z.db'), '');
    rmSync(kept.file);
    expect(contentOf(kept.open())).toEqual(content);
  });

  test('that are missing leave an empty store, and that is told', () => {
    const kept = smallStore();
    rmSync(kept.file);
    const store = kept.open();
    expect(store.journal.all()).toEqual([]);
    expect(kept.told).toEqual([
      `What is kept in ${kept.folder} was damaged (it was missing or empty) and has been mended.`,
      'Nothing proves the end of the measurements: any made are lost.',
      'Nothing proves the end of the schedule entries: any made are lost.',
    ]);
    store.close();
    expect(kept.open().recovery).toBeNull();
  });
});

/** The pages that hold the rows of `estimates`, in the order of the rows; 0 is the file's first. */
function leavesOf({ file }: Kept): number[] {
  const handle = new Sqlite(file, { readonly: true });
  const sql = `SELECT pageno - 1 FROM dbstat WHERE name = 'estimates' AND pagetype = 'leaf' ORDER BY path`;
  const leaves = handle.prepare(sql).pluck().all() as number[];
  handle.close();
  return leaves;
}

/** The first byte of a page says what kind of page it is. */
function ruinPage(file: string, page: number): void {
  const bytes = readFileSync(file);
  bytes[page * PAGE_BYTES] = 0xff;
  writeFileSync(file, bytes);
}

describe('a large store', () => {
  test('is looked at as a whole by verify; the damage in its middle is mended at the next start', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    for (let index = 0; index < 2500; index++) store.estimates.add(someEstimate('a', NOON + index, index));
    store.close();
    kept.tamper(`UPDATE estimates SET measured_at_epoch_ms = 1 WHERE seq = 77`);
    const quick = kept.open();
    expect(quick.recovery).toBeNull();
    expect(await quick.verify()).toEqual({
      file: null,
      tablesHold: true,
      chains: [{ table: 'estimates', damaged: [77], displaced: [], missing: 0, endHolds: true }],
    });
    quick.close();
    const mended = kept.open();
    expect(mended.recovery?.lost).toEqual({ estimates: 1, journal: 0 });
    expect(mended.estimates.count('a')).toBe(2499);
    expect(await mended.verify()).toBeNull();
    mended.close();
    // At its end it is looked at on every start.
    kept.tamper('DELETE FROM estimates WHERE seq = 2500');
    const third = kept.open();
    expect(third.recovery?.lost).toEqual({ estimates: 1, journal: 0 });
    third.close();
    expect(kept.open().recovery).toBeNull();
  });

  test.for(['first', 'middle', 'last'] as const)(
    'keeps the rows in all other pages when the %s one cannot be read',
    (which) => {
      const kept = temporaryStore();
      const store = kept.open();
      for (let index = 0; index < 2500; index++) store.estimates.add(someEstimate('a', NOON + index, index));
      store.close();
      const leaves = leavesOf(kept);
      const place = { first: 0, middle: leaves.length >> 1, last: leaves.length - 1 }[which];
      ruinPage(kept.file, leaves[place]);
      writeFileSync(join(kept.folder, 'ticketime.damaged'), '');
      const mended = kept.open();
      const lost = mended.recovery?.lost.estimates ?? 0;
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(6);
      expect(mended.estimates.count('a')).toBe(2500 - lost);
      expect(kept.told.at(-1)).toBe(
        `Lost, for no backup has it: ${lost} ${lost === 1 ? 'measurement' : 'measurements'}.`,
      );
      mended.close();
      expect(checkFile(kept)).toBeNull();
    },
  );
});
