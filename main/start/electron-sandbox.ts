/**
 * Whether Chromium can have its sandbox here. On Linux it is made of user namespaces, which some systems keep from ordinary programs
 * (Ubuntu since 23.10); else of a helper beside Electron that belongs to root, which npm cannot give it. With neither, Electron aborts.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shellWord } from '../shell-word.ts';

/** By which a kernel says that only some programs may have namespaces of their own: the file, and what it says then. */
const REFUSALS = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/user/max_user_namespaces', '0'],
] as const;
const SETUID = 0o4000;

/** What is asked of the system. */
export interface Look {
  /** A file's text, trimmed; null where there is none. */
  readonly text: (path: string) => string | null;
  /** Null where there is no such file. */
  readonly owned: (path: string) => { readonly uid: number; readonly mode: number } | null;
}

/** Why it cannot, to be followed by a consequence; null when it can. */
export function sandboxObstacle(
  binary: string,
  platform: NodeJS.Platform,
  { text, owned }: Look = SYSTEM,
): string | null {
  if (platform !== 'linux' || !REFUSALS.some(([path, refusal]) => text(path) === refusal)) return null;
  const path = join(dirname(binary), 'chrome-sandbox');
  const held = owned(path);
  if (held?.uid === 0 && (held.mode & SETUID) !== 0) return null;
  const helper = shellWord(path);
  return `This system keeps Electron from its sandbox until you run "sudo chown root:root ${helper} && sudo chmod 4755 ${helper}" once`;
}

const SYSTEM: Look = {
  text: (path) => attempt(() => readFileSync(path, 'utf8').trim()),
  owned: (path) => attempt(() => statSync(path)),
};

function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}
