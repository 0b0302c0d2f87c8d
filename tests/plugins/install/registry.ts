/** A real registry of packages on 127.0.0.1, for all tests of a file, and packages to put there. */
import { fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { writePlugin } from '../plugin-folder.ts';

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

export interface TestRegistry {
  readonly url: string;
  /** `stated`: what the registry is told of its checksum, unless that is true. */
  readonly publish: (about: Package, tarball: Buffer, stated?: string) => Promise<void>;
}

/** A whole plugin's, which is meant to be one. */
export const about = (name: string, version = '1.0.0', more: object = {}): Package => ({
  name,
  version,
  description: 'A sign on the door',
  keywords: ['ticketime-plugin'],
  ...more,
});

/** In the first lines of a file. */
export function useRegistry(): () => TestRegistry {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-registry-'));
  const child = fork(join(import.meta.dirname, 'verdaccio-process.mjs'), [folder]);
  const ended = once(child, 'exit');
  let registry: TestRegistry | undefined;
  beforeAll(async () => {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}/`;
    registry = { url, publish: (...what) => publish(url, ...what) };
  });
  afterAll(async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!registry) throw new Error('No registry was started.');
    return registry;
  };
}

/** As `npm publish` does it. */
async function publish(url: string, about: Package, tarball: Buffer, stated?: string): Promise<void> {
  const { name, version } = about;
  const file = `${name}-${version}.tgz`;
  const document = {
    _id: name,
    name,
    'dist-tags': { latest: version },
    versions: {
      [version]: {
        ...about,
        dist: { integrity: stated ?? checksumOf(tarball), tarball: `${url}${name}/-/${file}` },
      },
    },
    _attachments: {
      [file]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
  };
  const response = await fetch(`${url}${name.replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  if (!response.ok) throw new Error(await response.text());
}

export const checksumOf = (bytes: Buffer): string =>
  `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

/** What `npm pack` makes of a plugin; each further file's text by its path. `manifest`: null for none. */
export function packed(
  about: object | null,
  manifest: object | null,
  files: Readonly<Record<string, string>> = { 'main.js': '' },
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-pack-'));
  try {
    const all = about === null ? files : { ...files, 'package.json': JSON.stringify(about) };
    writePlugin(join(folder, 'package'), manifest ?? '', all);
    if (manifest === null) rmSync(join(folder, 'package', 'plugin.json'));
    return tarOf(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of the folder named package in it. */
export function tarOf(folder: string): Buffer {
  const file = join(folder, 'package.tgz');
  const { status, stderr } = spawnSync('tar', ['czf', file, '-C', folder, 'package'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return readFileSync(file);
}
