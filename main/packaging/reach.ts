/** What a program of the bundle needs besides itself: the chunks that it imports, and the packages that were left outside of it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

export interface Reach {
  /** File names within the folder, sorted. */
  readonly files: readonly string[];
  /** Names of packages, sorted. */
  readonly packages: readonly string[];
}

/**
 * Follows the imports in a folder of built files.
 *
 * @param entries file names within the folder
 * Throws when one of the files is not there.
 */
export function reach(folder: string, entries: readonly string[]): Reach {
  const files = new Set(entries);
  const packages = new Set<string>();
  // What is added while it runs is walked as well.
  for (const file of files) {
    for (const specifier of importsOf(join(folder, file))) {
      if (specifier.startsWith('.')) files.add(posix.join(posix.dirname(file), specifier));
      else if (!specifier.startsWith('node:')) packages.add(packageName(specifier));
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** What a JavaScript file imports at its beginning, or on the way, by a name that is written there. */
export const importsOf = (file: string): string[] =>
  ts.preProcessFile(readFileSync(file, 'utf8'), true).importedFiles.map(({ fileName }) => fileName);

/** `@scope/name/part` is part of `@scope/name`. */
const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages' folders, and those of all that they depend on and that is installed; relative to the root, with forward slashes. */
export function packageFolders(root: string, names: readonly string[]): Set<string> {
  const folders = new Set<string>();
  const add = (name: string, from: string) => {
    const folder = folderOf(root, name, from);
    if (folder === null || folders.has(folder)) return;
    folders.add(folder);
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
    for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      add(needed, folder);
  };
  for (const name of names) add(name, '');
  return folders;
}

/** As Node looks for a package: beside the one that asks, and then further up. */
function folderOf(root: string, name: string, from: string): string | null {
  for (let at = from; ; at = dirname(at)) {
    const folder = posix.join(at, 'node_modules', name);
    if (existsSync(join(root, folder, 'package.json'))) return folder;
    if (at === '' || at === '.') return null;
  }
}
