/** Opens the pages on this computer: each in a window of its own, or else in the person's usual browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  appArguments,
  appBrowsers,
  hasScreen,
  isConfined,
  usualBrowser,
  type Place,
  type WindowWish,
} from './browsers.ts';

export interface PageWindows {
  readonly how: 'windows' | 'browser' | 'nothing';
  /** Closes the windows that are its own to close. */
  close(): void;
}

const NONE: PageWindows = { how: 'nothing', close: () => undefined };

/** `folder`: the data folder, where the windows' browser keeps what it must. */
export async function openWindows(folder: string, wishes: readonly WindowWish[]): Promise<PageWindows> {
  const place: Place = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
  };
  if (!hasScreen(place)) return NONE;
  const program = appBrowsers(place).find(isProgram);
  if (program !== undefined) {
    const profile = isConfined(realpathSync(program)) ? null : join(folder, 'browser');
    const started = await startAll(wishes.map((wish) => [program, ...appArguments(wish, profile, place)]));
    // In its own profile it is the person's browser, with whatever else is open in it.
    const own = profile === null ? [] : (started ?? []);
    if (started) return { how: 'windows', close: () => own.forEach((child) => child.kill()) };
  }
  const started = await startAll(wishes.map(({ url }) => usualBrowser(place.platform, url)));
  return started ? { how: 'browser', close: () => undefined } : NONE;
}

/** Null when one of them cannot be started. */
async function startAll(commands: readonly (readonly string[])[]): Promise<ChildProcess[] | null> {
  const started: ChildProcess[] = [];
  for (const [program, ...words] of commands) {
    // Detached: the terminal's Ctrl-C is for Ticketime, and a browser does not end with the command that started it.
    const child = spawn(program, words, { detached: true, stdio: 'ignore' });
    child.unref();
    try {
      await once(child, 'spawn');
    } catch {
      for (const other of started) other.kill();
      return null;
    }
    started.push(child);
  }
  return started;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
