/**
 * The built pages, for a browser. Everything that can be asked for is read from the folder once, and known by its whole name from
 * then on: no name that is asked for ever becomes a path.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { TYPES } from './file-types.ts';
import { pagePolicy } from './page-policy.ts';
import { assetUnknown, pagesMissing } from './problems.ts';

export const PAGE_NAMES = ['overlay', 'palette'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

interface File {
  readonly type: string;
  readonly bytes: Buffer;
}

interface Built {
  readonly pages: ReadonlyMap<string, File>;
  readonly assets: ReadonlyMap<string, File>;
}

/** An asset's name changes with what is in it. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

export class Pages {
  readonly #folder: string | null;
  #built: Promise<Built> | undefined;

  /** `folder`: out/renderer; null where no pages are served. */
  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** `host`: as the browser named this server, and the Guard has checked. */
  async sendPage(response: ServerResponse, name: PageName, host: string): Promise<void> {
    const file = (await this.#files()).pages.get(name);
    if (!file) throw pagesMissing();
    send(response, file, { 'Cache-Control': 'no-store', ...policies(host) });
  }

  async sendAsset(response: ServerResponse, name: string): Promise<void> {
    const file = (await this.#files()).assets.get(name);
    if (!file) throw assetUnknown();
    send(response, file, { 'Cache-Control': FOR_GOOD });
  }

  #files(): Promise<Built> {
    return (this.#built ??= read(this.#folder).catch((error: unknown) => {
      this.#built = undefined; // they may be built by the next time
      throw error;
    }));
  }
}

function send(
  response: ServerResponse,
  { type, bytes }: File,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed) return;
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...headers,
  });
  response.end(bytes);
}

function policies(host: string): Readonly<Record<string, string>> {
  // Not every browser takes a WebSocket for 'self'.
  return { ...pagePolicy({ connections: [`ws://${host}`] }), 'X-Frame-Options': 'DENY' };
}

async function read(folder: string | null): Promise<Built> {
  if (folder === null) throw pagesMissing();
  try {
    const pages = PAGE_NAMES.map(
      async (name) => [name, await fileOf(join(folder, name, 'index.html'))] as const,
    );
    return { pages: new Map(await Promise.all(pages)), assets: await assetsOf(join(folder, 'assets')) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw pagesMissing();
    throw error;
  }
}

/** Plain files alone: a link may lead anywhere. */
async function assetsOf(folder: string): Promise<Map<string, File>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && Object.hasOwn(TYPES, extname(entry.name)));
  return new Map(
    await Promise.all(files.map(async ({ name }) => [name, await fileOf(join(folder, name))] as const)),
  );
}

async function fileOf(path: string): Promise<File> {
  return { type: TYPES[extname(path)] ?? 'application/octet-stream', bytes: await readFile(path) };
}
