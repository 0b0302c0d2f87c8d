/**
 * Opens the database: made when there is none, brought to the newest form, looked at, and mended when it is damaged.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '../failure.ts';
import { CHAINED, checkStore, doTablesHold, integrity, isOtherKeys, readHead, type Damage } from './check.ts';
import { folderFailure, makeFolder, makePrivateFile } from './data-folder.ts';
import { asideName, backupName, DATABASE, KEY, type StoreFiles } from './files.ts';
import { KEY_BYTES, readKey, writeKey } from './key.ts';
import { create, migrate, newerFailure, setUp, signSchema, versionOf, type Migration } from './migrations.ts';
import { counted } from './recovery-words.ts';
import { recover, type Recovery } from './recovery.ts';
import { signAnew } from './resign.ts';
import { signer, type Sign } from './sign.ts';
import { isDamage, openHandle, sqliteFailure, type Handle } from './sqlite.ts';

/** Up to this size the whole file is looked at on every start: some 20 ms. Of a larger one the end, and the rest by `verify`. */
const SMALL_BYTES = 2e6;

export interface Opened {
  readonly handle: Handle;
  readonly key: Buffer;
  readonly recovery: Recovery | null;
}

/** Throws a Failure. */
export function openStoreFile(
  files: StoreFiles,
  migrations: readonly Migration[],
  nowEpochMs: number,
): Opened {
  try {
    return new Opening(files, migrations, nowEpochMs).open();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw folderFailure(error, files.folder);
    throw sqliteFailure(error, files.database);
  }
}

/** What was found: a sound database, which is open then; damage; or that another key signed it. */
type Found = { readonly handle: Handle } | { readonly damage: Damage } | 'other-key';

const MISSING: Found = { damage: { file: 'it was missing or empty', tablesHold: false, chains: [] } };

class Opening {
  private readonly files: StoreFiles;
  private readonly migrations: readonly Migration[];
  private readonly nowEpochMs: number;

  constructor(files: StoreFiles, migrations: readonly Migration[], nowEpochMs: number) {
    this.files = files;
    this.migrations = migrations;
    this.nowEpochMs = nowEpochMs;
  }

  open(): Opened {
    const { files, nowEpochMs } = this;
    const wasThere = existsSync(files.database) && statSync(files.database).size > 0;
    const key = readKey(files);
    makePrivateFile(files.folder, DATABASE);
    if (!key) return wasThere ? this.openUnproven('was missing') : this.openNew();
    if (key.length !== KEY_BYTES) return this.openUnproven('was damaged');
    const sign = signer(key);
    const found = wasThere ? this.look(sign) : MISSING;
    if (found === 'other-key') return this.openUnproven('is not the one that this was signed with');
    if ('handle' in found) return { handle: found.handle, key, recovery: null };
    const recovery = recover(files, found.damage, sign, sign, nowEpochMs);
    return { handle: this.lookAgain(sign), key, recovery };
  }

  /** The key is written last: where there is one, there was a database. */
  private openNew(): Opened {
    const key = randomBytes(KEY_BYTES);
    const handle = openHandle(this.files.database);
    create(handle, signer(key), this.migrations);
    writeKey(this.files, key);
    return { handle, key, recovery: null };
  }

  private look(sign: Sign): Found {
    const handle = openHandle(this.files.database);
    try {
      const damage = this.examine(handle, sign);
      if (!damage) {
        rmSync(this.files.suspicion, { force: true });
        return { handle };
      }
      const found = isOtherKeys(handle, sign) ? 'other-key' : { damage };
      handle.close();
      return found;
    } catch (error) {
      handle.close();
      if (!isUnreadable(error)) throw error;
      return { damage: { file: (error as Error).message, tablesHold: false, chains: [] } };
    }
  }

  private examine(handle: Handle, sign: Sign): Damage | null {
    const { files, migrations } = this;
    begin(handle);
    const version = versionOf(handle);
    if (version > migrations.length && readHead(handle, sign, 'schema')?.seq === version) {
      throw newerFailure(files.folder);
    }
    if (version < migrations.length && doTablesHold(handle, sign)) this.migrate(handle, sign);
    const isSmall = statSync(files.database).size <= SMALL_BYTES;
    return checkStore(handle, sign, isSmall || existsSync(files.suspicion) ? 'all' : 'end');
  }

  /** With a copy of how it was before. */
  private migrate(handle: Handle, sign: Sign): void {
    if (integrity(handle) !== null) return; // what is damaged is mended first
    makeFolder(this.files.backups);
    handle.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(this.files.database, backupName(this.files, this.nowEpochMs));
    migrate(handle, sign, this.migrations);
  }

  private lookAgain(sign: Sign): Handle {
    const found = this.look(sign);
    if (found !== 'other-key' && 'handle' in found) return found.handle;
    throw new Failure(
      'store-unmendable',
      `What is kept in ${this.files.folder} is damaged and could not be mended: move that folder away to begin anew, or name another one with --data-dir.`,
    );
  }

  /** Without the key nothing can be proven: what can be read is kept as it is, and signed anew with a new key. */
  private openUnproven(why: string): Opened {
    const { files, nowEpochMs } = this;
    const key = randomBytes(KEY_BYTES);
    const sign = signer(key);
    const damage = this.adopt(sign);
    const mended = damage && recover(files, damage, null, sign, nowEpochMs);
    const aside = existsSync(files.key) ? asideName(files.key, 'unusable', nowEpochMs) : null;
    if (aside) renameSync(files.key, aside);
    writeKey(files, key);
    const handle = this.lookAgain(sign);
    const counts = CHAINED.map(({ name }) => ({ name, count: readHead(handle, sign, name)?.count ?? 0 }));
    if (!mended && !aside && counts.every(({ count }) => count === 0)) return { handle, key, recovery: null };
    const kept = counts.map(({ name, count }) => counted(name, count)).join(', ');
    const old = aside === null ? '' : `; the old one is kept as ${basename(aside)}`;
    const sentence = `The key ${join(files.folder, KEY)} ${why}, so nothing proves that what is kept there is unchanged (${kept}): it is kept as it is, and a new key proves it from now on${old}.`;
    return {
      handle,
      key,
      recovery: {
        sentences: [sentence, ...(mended?.sentences ?? [])],
        keptAside: mended?.keptAside ?? null,
        lost: mended?.lost ?? { estimates: 0, journal: 0 },
      },
    };
  }

  /** Signs what is there anew; returns the damage that is in the way of that. */
  private adopt(sign: Sign): Damage | null {
    const handle = openHandle(this.files.database);
    try {
      begin(handle);
      if (versionOf(handle) > this.migrations.length) throw newerFailure(this.files.folder);
      const file = integrity(handle);
      if (file !== null) return { file, tablesHold: true, chains: [] };
      if (versionOf(handle) === 0) create(handle, sign, this.migrations);
      migrate(handle, sign, this.migrations);
      handle.transaction(() => {
        CHAINED.forEach((table) => signAnew(handle, sign, table, 0));
        signSchema(handle, sign);
      })();
      return null;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return { file: (error as Error).message, tablesHold: false, chains: [] };
    } finally {
      handle.close();
    }
  }
}

/** Reads the file for the first time, and finds out whether it can be written. */
function begin(handle: Handle): void {
  setUp(handle);
  handle.exec('BEGIN IMMEDIATE; ROLLBACK');
}

/**
 * Damage as SQLite puts it: also a form of the file that it does not know, and a file that may be written (it was opened so)
 * but says of itself that it may not.
 */
function isUnreadable(error: unknown): boolean {
  const { code } = error as { code?: string };
  return isDamage(error) || code === 'SQLITE_ERROR' || code === 'SQLITE_READONLY';
}
