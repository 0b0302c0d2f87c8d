/** Gets what a person named, from wherever that is, into a folder of its own. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import { copyPlugin } from './folder-source.ts';
import { assertMeant, assertWhole, readPackageFile } from './package-file.ts';
import type { Provenance } from './provenance.ts';
import { fetchRelease, findRelease } from './registry.ts';
import { unpack } from './tarball.ts';
import { MOST_BYTES, tooBig } from './tree.ts';
import type { Wish } from './wish.ts';

export interface SourceOptions {
  /** The address of the registry. */
  readonly registry: string;
  /** Of the tarball, where the person has it from elsewhere: sha512-... */
  readonly integrity?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For one request of the registry. */
  readonly timeoutMs?: number | undefined;
}

export interface Fetched {
  readonly folder: string;
  /** As sentences name it. */
  readonly label: string;
  readonly provenance: Provenance;
}

/** `staging`: an empty folder, which is removed whatever becomes of it. Rejects with a Failure. */
export async function fetchPlugin(wish: Wish, staging: string, options: SourceOptions): Promise<Fetched> {
  switch (wish.from) {
    case 'folder':
      return fromFolder(wish, staging, options);
    case 'tarball':
      return fromTarball(wish, staging, options);
    case 'registry':
      return fromRegistry(wish, staging, options);
  }
}

function fromFolder(
  wish: Wish & { from: 'folder' },
  staging: string,
  { integrity: wanted }: SourceOptions,
): Fetched {
  if (wanted !== undefined)
    throw new Failure(
      'integrity-of-folder',
      `${wish.path} is a folder, and a checksum is made of a tarball: leave --integrity out, or name the tarball.`,
    );
  const folder = join(staging, 'package');
  copyPlugin(wish.path, folder);
  const about = readPackageFile(folder, wish.path);
  if (about) assertWhole(folder, about, wish.path);
  return { folder, label: wish.path, provenance: wish };
}

async function fromTarball(
  { path }: Wish & { from: 'tarball' },
  staging: string,
  { integrity: wanted }: SourceOptions,
): Promise<Fetched> {
  if (statSync(path).size > MOST_BYTES) throw tooBig(path);
  const bytes = readFileSync(path);
  const integrity = checksumOf(bytes);
  if (wanted !== undefined && wanted !== integrity)
    throw new Failure(
      'integrity-differs',
      `${path} is not what the checksum was made of, for its own is ${integrity}: fetch the file anew.`,
    );
  const folder = await unpack(bytes, staging, path);
  const { name, version } = meant(folder, path);
  return { folder, label: path, provenance: { from: 'tarball', path, name, version, integrity } };
}

async function fromRegistry(
  { name, wanted }: Wish & { from: 'registry' },
  staging: string,
  { registry: url, integrity: checksum, signal, timeoutMs }: SourceOptions,
): Promise<Fetched> {
  const registry = { url, cache: join(staging, 'cache'), signal, timeoutMs };
  const release = await findRelease(name, wanted, registry);
  const bytes = await fetchRelease(release, registry, checksum);
  const label = `${release.name}@${release.version}`;
  const folder = await unpack(bytes, staging, label);
  meant(folder, label);
  const integrity = checksumOf(bytes);
  return { folder, label, provenance: { from: 'registry', registry: url, ...release, integrity } };
}

/** Of a package that was made to be published, and brings what it needs. */
function meant(folder: string, label: string): { name: string; version: string | null } {
  const about = readPackageFile(folder, label);
  assertMeant(about, label);
  assertWhole(folder, about, label);
  return { name: about.name ?? label, version: about.version };
}

/** As npm states it (https://www.w3.org/TR/SRI/). */
const checksumOf = (bytes: Buffer) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
