/**
 * A plugin on its way into the folder of installed plugins: fetched into a folder beside its place and looked at there, so that what is
 * put into place is whole and in order, or nothing is.
 */
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Failure } from '../../failure.ts';
import { makeFolder } from '../../store/data-folder.ts';
import { readManifest, type Manifest } from '../manifest.ts';
import { writeProvenance, type Provenance } from './provenance.ts';
import { fetchPlugin, type SourceOptions } from './source.ts';
import { filesOf } from './tree.ts';
import type { Wish } from './wish.ts';

export interface Staged {
  readonly manifest: Manifest;
  readonly provenance: Provenance;
  /** Puts it into its place, or that of `before`, instead of the plugin that lies there. Throws a Failure: then all is as it was. */
  place(before?: string): void;
  /** Leaves nothing behind; to be called in any case. */
  discard(): void;
}

export interface StageOptions extends SourceOptions {
  /** Where installed plugins lie. */
  readonly folder: string;
}

/** Rejects with a Failure; nothing is left behind then. */
export async function stage(wish: Wish, options: StageOptions): Promise<Staged> {
  makeFolder(options.folder);
  // Looking for plugins passes over what begins with a dot; on the same disk, a rename is all or nothing.
  const staging = mkdtempSync(join(options.folder, '.staging-'));
  const leaving = new AbortController(); // ends what is still being fetched then
  const discard = () => {
    leaving.abort();
    rmSync(staging, { recursive: true, force: true });
  };
  try {
    const signal = AbortSignal.any([leaving.signal, ...(options.signal ? [options.signal] : [])]);
    const { folder, label, provenance } = await fetchPlugin(wish, staging, { ...options, signal });
    filesOf(folder, label);
    const manifest = manifestOf(folder, label);
    writeProvenance(folder, provenance);
    const place = (before = join(options.folder, manifest.id)) =>
      exchange(folder, before, join(staging, 'before'));
    return { manifest, provenance, place, discard };
  } catch (error) {
    discard();
    throw copyFailure(error);
  }
}

/** What the file system said on the way; anything else is returned as it is. */
export function copyFailure(error: unknown): unknown {
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof Failure || syscall === undefined) return error;
  return new Failure(
    'plugin-not-copied',
    `The plugin could not be copied (${message}): see that you may read all of it, and that there is room on the disk.`,
    { cause: error },
  );
}

/** Its sentences name files of the staging folder, which nobody finds there afterwards. */
function manifestOf(folder: string, label: string): Manifest {
  try {
    return readManifest(folder);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = error.message.replaceAll(folder + sep, label + sep).replaceAll(folder, label);
    throw new Failure(error.code, message, { cause: error });
  }
}

function exchange(from: string, to: string, aside: string): void {
  const isThere = existsSync(to);
  if (isThere && !statSync(to).isDirectory())
    throw new Failure(
      'plugin-not-placed',
      `The plugin could not be put into ${to}, for there is a file of that name, and all is as it was: move that away.`,
    );
  try {
    if (isThere) renameSync(to, aside);
    renameSync(from, to);
  } catch (error) {
    if (isThere && !existsSync(to)) renameSync(aside, to);
    throw new Failure(
      'plugin-not-placed',
      `The plugin could not be put into ${to} (${(error as Error).message}), and all is as it was: give that folder to the person that runs Ticketime, and free some space.`,
      { cause: error },
    );
  }
}
