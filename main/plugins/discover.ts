/** Which plugins there are: a look into the folder of those that come with Ticketime, and into that of the installed ones. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PluginId } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';
import { readManifestFile } from './manifest-file.ts';
import { manifestOf, type Manifest } from './manifest.ts';

type Source = 'bundled' | 'installed';

export interface Found {
  /** Of one that cannot be used, the name of its folder, where its manifest has no id. */
  readonly id: string;
  readonly source: Source;
  readonly folder: string;
  /** Null when it cannot be used: `problem` says why. */
  readonly manifest: Manifest | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/**
 * By id; of several with one id, the one that can be used is first. Nothing that lies in a plugin's folder makes this throw. The
 * bundled ones go before the installed ones: nobody takes the place of a plugin that a person knows by its id.
 */
export function discover(folders: Readonly<Record<Source, string>>): readonly Found[] {
  const used = new Map<string, Found>();
  return [...within(folders.bundled, 'bundled'), ...within(folders.installed, 'installed')]
    .map((found) => {
      if (found.manifest === null) return found;
      const first = used.get(found.id);
      if (first) return secondOf(first, found);
      used.set(found.id, found);
      return found;
    })
    .sort((one, other) => compare(one.id, other.id) || usability(other) - usability(one));
}

function within(parent: string, source: Source): Found[] {
  let names: string[];
  try {
    names = readdirSync(parent).sort(compare);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const sentence = `The folder of plugins ${parent} cannot be read (${message}): give it to the person that runs Ticketime.`;
    return [broken('plugins', source, parent, new Failure('plugins-unreadable', sentence))];
  }
  return names
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => ({ name, folder: join(parent, name) }))
    .filter(({ folder }) => isFolder(folder))
    .map(({ name, folder }) => look(name, source, folder))
    .filter(({ problem }) => source === 'installed' || problem?.code !== 'manifest-missing');
}

function look(name: string, source: Source, folder: string): Found {
  let id = name;
  try {
    const text = readManifestFile(folder);
    if (v.is(Named, text.held)) id = text.held.id;
    return { id, source, folder, manifest: manifestOf(text), problem: null };
  } catch (error) {
    return broken(id, source, folder, error);
  }
}

const Named = v.object({ id: PluginId });

function broken(id: string, source: Source, folder: string, error: unknown): Found {
  if (!(error instanceof Failure)) throw error;
  const { code, message } = error;
  return { id, source, folder, manifest: null, problem: { code, message } };
}

function secondOf(first: Found, { id, source, folder }: Found): Found {
  const sentence = `The id ${id} is that of two plugins, and the one in ${first.folder} is used: remove the one in ${folder}, or give it another id.`;
  return broken(id, source, folder, new Failure('plugin-twice', sentence));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // a link that leads nowhere
  }
}

/** Alike on every system, whatever its language. */
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

const usability = ({ manifest }: Found) => (manifest === null ? 0 : 1);
