/**
 * Copies of the database, made while it is in use. A copy counts only after all of it was looked at, so that no good one is
 * ever given up for a damaged one.
 */
import { renameSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '../failure.ts';
import type { Damage } from './check.ts';
import { folderFailure, makeFolder, makePrivateFile } from './data-folder.ts';
import { backupName, backupsIn, removeDatabase, syncFolder, unfinishedIn, type StoreFiles } from './files.ts';

/** Copies that are kept. */
export const GENERATIONS = 3;

/** @param copy makes the copy into an empty file, and says what is wrong with it. */
export async function makeBackup(
  files: StoreFiles,
  nowEpochMs: number,
  copy: (file: string) => Promise<Damage | null>,
): Promise<void> {
  const finished = backupName(files, nowEpochMs);
  const unfinished = `${finished}.unfinished`;
  makeFolder(files.backups);
  try {
    unfinishedIn(files).forEach(removeDatabase); // of a run that was killed
    makePrivateFile(files.backups, basename(unfinished));
    if (await copy(unfinished)) {
      throw new Failure(
        'backup-damaged',
        `The backup was not kept, for what is kept in ${files.folder} is damaged: start Ticketime again, and it is mended.`,
      );
    }
    renameSync(unfinished, finished);
    syncFolder(files.backups);
    const others = backupsIn(files).filter((file) => file !== finished);
    others.slice(GENERATIONS - 1).forEach(removeDatabase);
  } catch (error) {
    removeDatabase(unfinished);
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw folderFailure(error, files.backups);
    throw error;
  }
}
