/** What starts this app. Pure. */
import { basename, dirname } from 'node:path';
import { shellWord } from '../shell-word.ts';

/** Of the process. */
export interface Running {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
}

export interface Own extends Running {
  /** What it has to be given each time, to be the same app with the same folder. */
  readonly words: readonly string[];
}

/** What electron-builder calls a portable Ticketime. */
const PORTABLE_NAME = 'ticketime';

/**
 * The file that unpacks itself into another folder each time, to run from there: an AppImage, a portable program. Null when this app is
 * none. Variables of another one, from whose terminal this app was started, say nothing of it.
 */
export function wrapperOf({ env, execPath }: Running): string | null {
  const { APPIMAGE, APPDIR, PORTABLE_EXECUTABLE_FILE, PORTABLE_EXECUTABLE_APP_FILENAME } = env;
  if (APPIMAGE !== undefined && APPDIR !== undefined && basename(APPDIR) === basename(dirname(execPath)))
    return APPIMAGE;
  const isPortable = PORTABLE_EXECUTABLE_APP_FILENAME?.toLowerCase() === PORTABLE_NAME;
  return isPortable ? (PORTABLE_EXECUTABLE_FILE ?? null) : null;
}

/** The file that a person has. */
export const ownFile = (running: Running): string => wrapperOf(running) ?? running.execPath;

/**
 * @param checkout the folder of the app, which Electron has to be told; null where the app is packaged
 * @param dataDir absolute; null for the usual one
 */
export const ownWords = (checkout: string | null, dataDir: string | null): string[] => [
  ...(checkout === null ? [] : [checkout]),
  ...(dataDir === null ? [] : ['--data-dir', dataDir]),
];

/** As a POSIX shell takes it. */
export const ownCommand = (own: Own): string => [ownFile(own), ...own.words].map(shellWord).join(' ');
