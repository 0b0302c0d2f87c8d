/** Where a command finds what is kept. Light: a command that keeps nothing looks here first. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolderPath } from '../store/data-folder.ts';
import { DATABASE } from '../store/files.ts';

export interface Place {
  readonly folder: string;
  /** Of the settings; undefined for where the system keeps such things. */
  readonly settingsFolder: string | undefined;
}

/** `chosen`: what `--data-dir` says. Makes nothing. */
export function placeOf(chosen: string | undefined): Place {
  return {
    folder: dataFolderPath(chosen, { platform: process.platform, env: process.env, home: homedir() }),
    settingsFolder: chosen ?? (process.env['TICKETIME_DATA_DIR'] || undefined),
  };
}

/** Whether anything was ever kept there. */
export function isInUse({ folder }: Place): boolean {
  return existsSync(join(folder, DATABASE));
}
