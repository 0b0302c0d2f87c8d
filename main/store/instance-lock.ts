/**
 * One Ticketime on one folder. The lock is an empty SQLite file that is held exclusively: the kernel lets go of it at any
 * death of the process, so that no lock is ever left behind.
 */
import { Failure } from '../failure.ts';
import { makePrivateFile } from './data-folder.ts';
import { openHandle, sqliteFailure, type Handle } from './sqlite.ts';

export interface FolderLock {
  release(): void;
}

/** Holds the folder until it is released or the process ends. Throws the Failure `already-running` when another one holds it. */
export function lockFolder(folder: string): FolderLock {
  const file = makePrivateFile(folder, 'ticketime.lock');
  const handle = openHandle(file, { busyMs: 0 });
  try {
    hold(handle);
  } catch (error) {
    handle.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new Failure(
        'already-running',
        `Ticketime is already running on ${folder}: use that one, stop it first, or name another folder with --data-dir.`,
      );
    }
    throw sqliteFailure(error, file);
  }
  return { release: () => handle.close() };
}

/** Nothing is ever written to the file: the open transaction is the lock. */
function hold(handle: Handle): void {
  handle.pragma('journal_mode = MEMORY');
  handle.exec('BEGIN EXCLUSIVE');
}
