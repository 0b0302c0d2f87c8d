/** What a person names to be installed: a package of a registry, a tarball, or a folder; nothing else is fetched. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { Failure } from '../../failure.ts';

export type Wish =
  /** `wanted`: a version, a range or a tag. */
  | { readonly from: 'registry'; readonly name: string; readonly wanted: string }
  | { readonly from: 'tarball'; readonly path: string }
  | { readonly from: 'folder'; readonly path: string };

/** A Windows path begins with a single letter, so a scheme has two at the least. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
const PATH = /^\.{1,2}([\\/]|$)|^[^:]+\.(tgz|tar\.gz)$/i;
/** npm's rules for new names, and what may follow: neither an alias nor an address has room in it. */
const PACKAGE = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@(?!\.)([^@:/\\]+))?$/;
const LONGEST_NAME = 214;

/** `here`: what a relative path begins at. Throws a Failure. */
export function readWish(word: string, here: string): Wish {
  if (!SCHEME.test(word)) {
    if (isAbsolute(word) || PATH.test(word)) return onDisk(resolve(here, word));
    const [, name, wanted = 'latest'] = PACKAGE.exec(word) ?? [];
    if (name && name.length <= LONGEST_NAME) return { from: 'registry', name, wanted };
  }
  throw new Failure(
    'bad-package',
    `"${word}" is neither a package's name, as in ticketime-door-sign or ticketime-door-sign@1.0.0, nor the path of a folder or tarball, as in ./door-sign: plugins are not fetched from addresses or repositories.`,
  );
}

function onDisk(path: string): Wish {
  if (!existsSync(path))
    throw new Failure(
      'path-missing',
      `There is nothing at ${path}: name a folder or a tarball that is there.`,
    );
  const stats = statSync(path);
  if (stats.isDirectory()) return { from: 'folder', path };
  if (stats.isFile()) return { from: 'tarball', path };
  throw new Failure(
    'bad-package',
    `${path} is neither a folder nor a file: name a plugin's folder or tarball.`,
  );
}
