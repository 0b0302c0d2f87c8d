/** Where an installed plugin came from: a small file in its folder, so that it can be updated, and is replaced by nothing else. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const FILE = '.ticketime-package.json';

const Provenance = v.variant('from', [
  v.object({
    from: v.literal('registry'),
    registry: v.string(),
    name: v.string(),
    version: v.string(),
    integrity: v.string(),
  }),
  v.object({
    from: v.literal('tarball'),
    path: v.string(),
    name: v.string(),
    version: v.nullable(v.string()),
    integrity: v.string(),
  }),
  v.object({ from: v.literal('folder'), path: v.string() }),
]);
export type Provenance = v.InferOutput<typeof Provenance>;

/** Null of a plugin that was put there by hand. */
export function readProvenance(folder: string): Provenance | null {
  try {
    return v.parse(Provenance, JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return null;
  }
}

export function writeProvenance(folder: string, provenance: Provenance): void {
  const path = join(folder, FILE);
  rmSync(path, { recursive: true, force: true }); // whatever it came with
  writeFileSync(path, `${JSON.stringify(provenance, null, 2)}\n`);
}

/** Whether the one may take the other's place. */
export function isSameOrigin(one: Provenance | null, other: Provenance): boolean {
  if (one?.from === 'registry' && other.from === 'registry')
    return one.name === other.name && one.registry === other.registry;
  if (one?.from === 'tarball' && other.from === 'tarball') return one.name === other.name;
  return one?.from === 'folder' && other.from === 'folder' && one.path === other.path;
}
