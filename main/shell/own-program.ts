/** What starts this app. Pure. */
import { basename, dirname } from 'node:path';
import { shellWord } from '../shell-word.ts';

export interface Own {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the process. */
  readonly execPath: string;
}

/** What electron-builder calls a portable Ticketime. */
const PORTABLE_NAME = 'ticketime';

/**
 * The file that unpacks itself into another folder each time, to run from there: an AppImage, a portable program. Null when this app is
 * none. Variables of another one, from whose terminal this app was started, say nothing of it.
 */
export function wrapperOf({ env, execPath }: Own): string | null {
  const { APPIMAGE, APPDIR, PORTABLE_EXECUTABLE_FILE, PORTABLE_EXECUTABLE_APP_FILENAME } = env;
  if (APPIMAGE !== undefined && APPDIR !== undefined && basename(APPDIR) === basename(dirname(execPath)))
    return APPIMAGE;
  const isPortable = PORTABLE_EXECUTABLE_APP_FILENAME?.toLowerCase() === PORTABLE_NAME;
  return isPortable ? (PORTABLE_EXECUTABLE_FILE ?? null) : null;
}

/** The file that a person has. */
export const ownFile = (own: Own): string => wrapperOf(own) ?? own.execPath;

/**
 * As a POSIX shell takes it.
 * @param checkout the folder of the app, which Electron has to be told; null where the app is packaged
 */
export const ownCommand = (own: Own, checkout: string | null): string =>
  [ownFile(own), ...(checkout === null ? [] : [checkout])].map(shellWord).join(' ');
