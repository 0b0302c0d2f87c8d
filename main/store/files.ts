/** What lies where in the folder. */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface StoreFiles {
  readonly folder: string;
  readonly database: string;
  readonly key: string;
  /** Its being there says that damage was met: the next start looks at everything. */
  readonly suspicion: string;
  readonly backups: string;
}

export const DATABASE = 'ticketime.db';
export const KEY = 'ticketime.key';
export const SUSPICION = 'ticketime.damaged';

export function storeFiles(folder: string): StoreFiles {
  return {
    folder,
    database: join(folder, DATABASE),
    key: join(folder, KEY),
    suspicion: join(folder, SUSPICION),
    backups: join(folder, 'backups'),
  };
}

/** 20261122T101112345Z: sorts as time does, and is a file name everywhere. */
export function stampOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:.]/g, '');
}

/** A name beside `file` that says when and is not taken. */
export function asideName(file: string, what: string, epochMs: number): string {
  const name = `${file}.${what}-${stampOf(epochMs)}`;
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}

export function backupName(files: StoreFiles, epochMs: number): string {
  return join(files.backups, `ticketime-${stampOf(epochMs)}.db`);
}

/** What was being made when the process ended. */
export function unfinishedIn(files: StoreFiles): string[] {
  return readdirSync(files.backups)
    .filter((name) => name.endsWith('.unfinished'))
    .map((name) => join(files.backups, name));
}

/** The whole backups, newest first. */
export function backupsIn(files: StoreFiles): string[] {
  if (!existsSync(files.backups)) return [];
  return readdirSync(files.backups)
    .filter((name) => /^ticketime-\w+\.db$/.test(name))
    .sort()
    .reverse()
    .map((name) => join(files.backups, name));
}

/** The database with what SQLite writes beside it. */
export function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true });
}

/** Makes a rename or a new name in this folder last through a power failure. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  syncFile(folder);
}

export function syncFile(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
