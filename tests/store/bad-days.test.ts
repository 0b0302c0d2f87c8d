import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { Chain } from '../../main/store/chain.ts';
import { readHead } from '../../main/store/check.ts';
import { createEstimates, ESTIMATES } from '../../main/store/estimates.ts';
import { signer } from '../../main/store/sign.ts';
import { Database, openHandle, requireNodeApi, storeFailure } from '../../main/store/sqlite.ts';
import { temporaryFolder, temporaryStore, type Kept } from './kept.ts';
import { NOON } from './noon.ts';
import { checkFile, smallStore } from './small.ts';
import { someEstimate } from './some.ts';

function failure(code: string, message: string): Failure {
  return expect.objectContaining({ code, message }) as Failure;
}

interface Outcome {
  readonly seq?: number;
  readonly code?: string;
  readonly message?: string;
  readonly told: readonly string[];
}

/** What happens to a user whom the system may refuse something. */
async function asNobody(folder: string): Promise<Outcome> {
  const script = join(import.meta.dirname, 'as-nobody.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
  return JSON.parse(stdout) as Outcome;
}

/** A folder that nobody may write in, though it is nobody's. */
function nobodysFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const own = join(folder, 'own');
  mkdirSync(own);
  if (process.getuid?.() === 0) chownSync(own, 65534, 65534);
  return own;
}

describe('a full disk', () => {
  test('refuses what has no room, loses nothing, and goes on when there is room', () => {
    const kept = smallStore();
    const handle = openHandle(kept.file);
    const sign = signer(readFileSync(join(kept.folder, 'ticketime.key')));
    const head = readHead(handle, sign, 'estimates');
    if (!head) expect.fail('the head does not hold');
    const database = new Database(handle);
    const estimates = createEstimates(database, new Chain(database, sign, ESTIMATES, head));
    handle.pragma(`max_page_count = ${handle.pragma('page_count', { simple: true }) as number}`);
    const full = failure(
      'disk-full',
      `The disk that holds ${kept.folder} is full, so this was not kept; all that was kept before is safe: make room and try again.`,
    );
    const add = () => estimates.add(someEstimate('a', NOON));
    const addAll = () => {
      for (;;) add();
    };
    expect(addAll).toThrow(full);
    const count = estimates.count('a');
    expect(add).toThrow(full);
    expect(estimates.count('a')).toBe(count);
    expect(checkFile(kept)).toBeNull();
    handle.pragma('max_page_count = 1000000');
    expect(add()).toBe(count + 2); // one that is gone had a number as well
    expect(estimates.count('a')).toBe(count + 1);
    handle.close();
    const store = kept.open();
    expect(store.recovery).toBeNull();
    expect(store.estimates.count('a')).toBe(count + 1);
  });
});

describe.skipIf(process.platform === 'win32')('a user without the right', () => {
  test('to write in the folder is told so, and which one', async () => {
    const folder = nobodysFolder();
    expect((await asNobody(folder)).seq).toBe(1);
    expect((await asNobody(folder)).seq).toBe(2);
    const empty = nobodysFolder();
    chmodSync(empty, 0o555);
    expect(await asNobody(empty)).toEqual({
      code: 'folder-unwritable',
      message: `The folder ${empty} cannot be written (EACCES): give this user the right to, or name another one with --data-dir.`,
      told: [],
    });
    const below = join(empty, 'new');
    expect((await asNobody(below)).message).toBe(
      `The folder ${below} cannot be written (EACCES): give this user the right to, or name another one with --data-dir.`,
    );
    // A folder with a store in it, which was closed: SQLite needs to make its log beside it.
    chmodSync(folder, 0o555);
    expect(await asNobody(folder)).toEqual({
      code: 'store-unwritable',
      message: `${folder}/ticketime.db cannot be written (SQLITE_READONLY_DIRECTORY): give this user the right to write there, or name another folder with --data-dir.`,
      told: [],
    });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'ticketime.db'), 0o444);
    expect((await asNobody(folder)).code).toBe('folder-unwritable');
    chmodSync(join(folder, 'ticketime.db'), 0o600);
    expect((await asNobody(folder)).seq).toBe(3);
  });

  test('to read the key is told so', async () => {
    const folder = nobodysFolder();
    await asNobody(folder);
    const key = join(folder, 'ticketime.key');
    chmodSync(key, 0o000);
    expect(await asNobody(folder)).toEqual({
      code: 'key-unreadable',
      message: `The key ${key} cannot be read, without which nothing that is kept can be proven (EACCES: permission denied, open '${key}'): give this user the right to read it.`,
      told: [],
    });
  });
});

test('a database that another program has locked is left alone, then and later', () => {
  const kept = smallStore();
  const other = new Sqlite(kept.file);
  const locked = failure(
    'store-locked',
    `Another program has locked ${kept.file}: close that program and try again.`,
  );
  other.exec('BEGIN IMMEDIATE');
  expect(() => kept.open()).toThrow(locked);
  other.exec('ROLLBACK');
  const store = kept.open();
  other.exec('BEGIN IMMEDIATE');
  const entry = { epochMs: NOON, kind: 'k', eventId: 'e', data: null };
  expect(() => store.journal.append(entry)).toThrow(locked);
  expect(store.journal.all()).toHaveLength(6);
  other.exec('ROLLBACK');
  other.close();
  expect(store.journal.append(entry)).toBe(7);
  expect(kept.told).toEqual([]);
});

describe('the key', () => {
  const contentOf = (kept: Kept) => {
    const store = kept.open();
    const content = [store.estimates.page('a', { limit: 9 }), store.journal.all(), store.servers.list()];
    store.close();
    return content;
  };

  test('that is missing leaves what is kept unproven: that is told, and all is kept as it is', () => {
    const kept = smallStore();
    const content = contentOf(kept);
    rmSync(join(kept.folder, 'ticketime.key'));
    expect(contentOf(kept)).toEqual(content);
    expect(kept.told).toEqual([
      `The key ${join(kept.folder, 'ticketime.key')} was missing, so nothing proves that what is kept there is unchanged (5 measurements, 6 schedule entries): it is kept as it is, and a new key proves it from now on.`,
    ]);
    expect(checkFile(kept)).toBeNull();
    const next = kept.open();
    expect(next.recovery).toBeNull();
    expect(next.journal.append({ epochMs: NOON, kind: 'k', eventId: 'e', data: null })).toBe(7);
  });

  test.for<[string, Buffer]>([
    ['is not the one that this was signed with', Buffer.alloc(32, 7)],
    ['was damaged', Buffer.alloc(31)],
  ])('that %s is put aside', ([why, other]) => {
    const kept = smallStore();
    const content = contentOf(kept);
    writeFileSync(join(kept.folder, 'ticketime.key'), other);
    expect(contentOf(kept)).toEqual(content);
    expect(kept.told).toHaveLength(1);
    expect(kept.told[0]).toContain(`ticketime.key ${why}, so nothing proves`);
    const [aside] = readdirSync(kept.folder).filter((name) => name.startsWith('ticketime.key.unusable-'));
    expect(kept.told[0]).toContain(`; the old one is kept as ${aside}.`);
    expect(readFileSync(join(kept.folder, aside))).toEqual(other);
    expect(checkFile(kept)).toBeNull();
  });

  test('that is missing with a damaged file: what can be read is kept', () => {
    const kept = smallStore();
    const content = contentOf(kept);
    rmSync(join(kept.folder, 'ticketime.key'));
    const bytes = readFileSync(kept.file);
    bytes.writeUInt32BE(7, 36); // free pages: there are none
    writeFileSync(kept.file, bytes);
    expect(contentOf(kept)).toEqual(content);
    expect(kept.told).toHaveLength(4);
    expect(kept.told[1]).toMatch(/ was damaged \(.*\) and has been mended/);
    expect(checkFile(kept)).toBeNull();
  });

  test('that was lost before anything was kept is made anew without a word', () => {
    const kept = temporaryStore();
    kept.open().close();
    rmSync(join(kept.folder, 'ticketime.key'));
    expect(kept.open().recovery).toBeNull();
    expect(kept.told).toEqual([]);
  });
});

test('a page that cannot be read while the store is open is told, and mended at the next start', () => {
  const kept = temporaryStore();
  const store = kept.open();
  for (let index = 0; index < 2000; index++) store.estimates.add(someEstimate('a', NOON + index, index));
  store.close();
  const bytes = readFileSync(kept.file);
  // Every page but the first ones and those at the end, which the quick look at the start sees.
  for (let at = 300 * 4096; at < 400 * 4096; at += 4096) bytes.fill(0xee, at, at + 64);
  writeFileSync(kept.file, bytes);
  const open = kept.open();
  expect(open.recovery).toBeNull();
  expect(() => open.estimates.page('a', { limit: 2000 })).toThrow(
    failure(
      'store-damaged',
      `${kept.file} is damaged: start Ticketime again, and it is mended with what can be proven and with the backups.`,
    ),
  );
  open.close();
  const mended = kept.open();
  expect(mended.recovery).not.toBeNull();
  expect(mended.estimates.page('a', { limit: 2000 }).length).toBeGreaterThan(1500);
});

test('an old Node is named before it would crash', () => {
  expect(() => requireNodeApi('9')).toThrow(
    failure(
      'node-too-old',
      `Node ${process.version} is too old to keep anything (its Node-API is 9, not 10): install Node 24 or later.`,
    ),
  );
  expect(() => requireNodeApi(undefined)).toThrow(Failure);
  requireNodeApi('10');
});

test.skipIf(process.platform === 'win32')(
  'a write that the system refuses loses nothing of what was kept',
  async () => {
    const kept = temporaryStore();
    const script = join(import.meta.dirname, 'until-refused.ts');
    // No file of this process may grow beyond 500 or 1000 kB, as the shell counts.
    const command = `ulimit -f 1000; exec "$0" "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      command,
      process.execPath,
      script,
      kept.folder,
    ]);
    const outcome = JSON.parse(stdout) as { kept: number; code: string; message: string };
    expect(outcome.code).toBe('disk-failed');
    expect(outcome.message).toBe(
      `The disk that holds ${kept.folder} failed (SQLITE_IOERR_WRITE), so this was not done; all that was kept before is safe: see to the disk and try again.`,
    );
    const store = kept.open();
    expect(outcome.kept).toBeGreaterThan(10);
    expect(store.estimates.count('a')).toBe(outcome.kept);
    expect(store.estimates.add(someEstimate('a', NOON))).toBe(outcome.kept + 1);
    expect(kept.told).toEqual([]);
  },
);

test('a disk that fails is one sentence; what is not the disk’s stays a bug', () => {
  expect(storeFailure('SQLITE_IOERR_FSYNC', '/f/ticketime.db')?.message).toBe(
    'The disk that holds /f failed (SQLITE_IOERR_FSYNC), so this was not done; all that was kept before is safe: see to the disk and try again.',
  );
  expect(storeFailure('SQLITE_CONSTRAINT', '/f/ticketime.db')).toBeNull();
});
