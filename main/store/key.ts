/**
 * The key of the checksums, in a file of its own beside the database. Without it nothing that is kept can be proven, so it is
 * written once, before the first row, and never changed.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import { folderFailure } from './data-folder.ts';
import { syncFile, syncFolder, type StoreFiles } from './files.ts';

/** 256 bits. */
export const KEY_BYTES = 32;

/** Null when there is none; of another length when it was damaged. */
export function readKey(files: StoreFiles): Buffer | null {
  try {
    return readFileSync(files.key);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new Failure(
      'key-unreadable',
      `The key ${files.key} cannot be read, without which nothing that is kept can be proven (${message}): give this user the right to read it.`,
      { cause: error },
    );
  }
}

/** Whole or not at all. */
export function writeKey(files: StoreFiles, key: Buffer): void {
  const unfinished = `${files.key}.new`;
  try {
    writeFileSync(unfinished, key, { mode: 0o600 });
    syncFile(unfinished);
    renameSync(unfinished, files.key);
    syncFolder(files.folder);
  } catch (error) {
    throw folderFailure(error, files.folder);
  }
}
