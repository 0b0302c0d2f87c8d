/** The files of a plugin, looked at before they are taken: how many, how large, and nothing but files and folders. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../../failure.ts';

export const MOST_MB = 50;
export const MOST_BYTES = MOST_MB * 1024 * 1024;
const MOST_FILES = 5000;

/** Their paths below `root`, folders left out. `label` names it in sentences; `skips` what is passed over, by its path below. */
export function filesOf(
  root: string,
  label: string,
  skips: (path: string) => boolean = () => false,
): string[] {
  const files: string[] = [];
  let bytes = 0;
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const below = relative(root, path);
      if (skips(below)) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) {
        files.push(below);
        bytes += statSync(path).size;
        if (files.length > MOST_FILES || bytes > MOST_BYTES) throw tooBig(label);
      } else throw strange(label, below);
    }
  }
  return files;
}

export const tooBig = (label: string): Failure =>
  new Failure(
    'plugin-too-big',
    `${label} has more than ${MOST_MB} MB or ${MOST_FILES} files, and a plugin may have no more: leave out what it does not need.`,
  );

/** A link could lead to any file of this person's, now or later. */
export const strange = (label: string, path: string): Failure =>
  new Failure(
    'plugin-has-links',
    `${label} has a link or a special file in it (${path}), and a plugin is of files and folders only: put the file itself there.`,
  );
