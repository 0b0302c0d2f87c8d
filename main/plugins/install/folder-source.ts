/** A plugin that lies in a folder of the person's, copied from there. */
import { cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { bundledOf, readPackageFile } from './package-file.ts';
import { filesOf, strange } from './tree.ts';

/** What belongs to the maker's work, and not to the plugin. */
const PASSED_OVER = ['.git', 'node_modules'];

export function copyPlugin(from: string, to: string): void {
  copyFiles(from, to, from, (path) => PASSED_OVER.includes(path));
  const about = readPackageFile(from, from);
  if (!about) return;
  for (const name of withTheirs(from, bundledOf(about)))
    copyFiles(join(from, 'node_modules', name), join(to, 'node_modules', name), from, isBin);
}

/** npm's rules: no path leads anywhere else. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;

/** Of a nested package, links to its programs, which nobody runs. */
const isBin = (path: string) => path.endsWith(`node_modules${sep}.bin`);

/** The packages of these names, and those that they need in turn, as far as they lie there. */
function withTheirs(folder: string, names: readonly string[]): Set<string> {
  const all = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const place = join(folder, 'node_modules', name);
    if (all.has(name) || !PACKAGE_NAME.test(name) || !existsSync(place)) continue;
    // By a link, or a link above it, anything of the person's could be taken for a package.
    if (realpathSync(place) !== join(realpathSync(folder), 'node_modules', name))
      throw strange(folder, join('node_modules', name));
    all.add(name);
    waiting.push(...Object.keys(readPackageFile(place, place)?.dependencies ?? {}));
  }
  return all;
}

function copyFiles(from: string, to: string, label: string, skips: (path: string) => boolean): void {
  mkdirSync(to, { recursive: true });
  for (const path of filesOf(from, label, skips)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path));
  }
}
