/**
 * The folder that holds what Ticketime keeps: where the system keeps such things, or one of the person's choice.
 * It is made for this person alone (0700), and so is every file in it (0600).
 */
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';

/** What is asked of the system; given in tests. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * The folder, made when it is not there.
 *
 * @param chosen what the person named (`--data-dir`); it goes before TICKETIME_DATA_DIR, and that before the system's own.
 */
export function dataFolder(chosen: string | undefined): string {
  const here = { platform: process.platform, env: process.env, home: homedir() };
  const folder = dataFolderPath(chosen, here);
  makeFolder(folder);
  return folder;
}

/** Where the folder lies; makes nothing. */
export function dataFolderPath(chosen: string | undefined, { platform, env, home }: Surroundings): string {
  const named = chosen ?? env.TICKETIME_DATA_DIR;
  if (named) return resolve(named);
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Ticketime');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Ticketime');
  // The XDG specification: a relative path there is to be ignored.
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share');
  return join(data, 'ticketime');
}

/** Makes a folder that this person alone may read; one that is there stays as it is. */
export function makeFolder(folder: string): void {
  try {
    makeAll(folder);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  } catch (error) {
    throw folderFailure(error, folder);
  }
}

/** As `mkdir -p`. Node's own never ends where a file system such as /proc takes no folder (seen with Node 24). */
function makeAll(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeAll(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // somebody else was quicker
  }
}

/** Makes a file that this person alone may read; SQLite gives what it writes beside a database the same mode. */
export function makePrivateFile(folder: string, name: string): string {
  const file = join(folder, name);
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw folderFailure(error, folder);
  }
  return file;
}

/** The sentence for what the file system said about the folder; what it did not say is thrown on. */
export function folderFailure(error: unknown, folder: string): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  switch (code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return new Failure('not-a-folder', `${folder} is not a folder: name one with --data-dir.`, cause);
    case 'ENOENT': // a file system that takes no folders, as /proc
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failure(
        'folder-unwritable',
        `The folder ${folder} cannot be written (${code}): give this user the right to, or name another one with --data-dir.`,
        cause,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('disk-full', diskFull(folder), cause);
    case undefined:
      throw error;
    default:
      return new Failure(
        'folder-unusable',
        `The folder ${folder} cannot be used (${message}): name another one with --data-dir.`,
        cause,
      );
  }
}

export function diskFull(folder: string): string {
  return `The disk that holds ${folder} is full, so this was not kept; all that was kept before is safe: make room and try again.`;
}
