/** Where a command finds what is kept. Light: a command that keeps nothing looks here first. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolderPath } from '../store/data-folder.ts';
import { DATABASE } from '../store/files.ts';

/** `chosen`: what `--data-dir` says. Makes nothing. */
export function folderOf(chosen: string | undefined): string {
  return dataFolderPath(chosen, { platform: process.platform, env: process.env, home: homedir() });
}

/** Whether anything was ever kept there. */
export function isInUse(folder: string): boolean {
  return existsSync(join(folder, DATABASE));
}
