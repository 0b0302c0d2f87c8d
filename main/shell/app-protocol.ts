/** The pages' own scheme, app://ticketime: the built files, known by their whole names, so that no name that is asked for becomes a path. */
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { protocol } from 'electron';
import { TYPES } from '../../api/server/file-types.ts';
import { policyOf } from './page-policy.ts';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://ticketime`;
export const pageUrl = (page: 'overlay' | 'palette' | 'flash'): string =>
  page === 'flash' ? `${ORIGIN}/overlay/index.html#flash` : `${ORIGIN}/${page}/index.html`;

/** Before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      // With a cache of compiled code, as pages of the web have.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** What lies in `folder`, by its path within the scheme. */
export function readPages(folder: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && Object.hasOwn(TYPES, extname(entry.name)))
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    names.map((path) => [path.slice(folder.length).replaceAll(sep, '/'), new Uint8Array(readFileSync(path))]),
  );
}

/** Pure. */
export function answer(
  pages: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  { url, method }: { readonly url: string; readonly method: string },
): Served {
  const refused = (status: number): Served => ({ status, headers: policyOf(null), body: null });
  if (method !== 'GET' && method !== 'HEAD') return refused(405);
  const { host, pathname } = new URL(url);
  const body = host === 'ticketime' ? pages.get(pathname) : undefined;
  if (!body) return refused(404);
  const headers = { ...policyOf(null), 'Content-Type': TYPES[extname(pathname)] };
  return { status: 200, headers, body: method === 'HEAD' ? null : body };
}

/** @param server Vite's, in development: it answers then, with what it makes of the sources; null for the built pages */
export function servePages(folder: string, server: string | null): void {
  if (server !== null) {
    protocol.handle(SCHEME, (request) => forward(server, request));
    return;
  }
  const pages = readPages(folder);
  // Node loads what makes one with the first of them, which takes some 40 ms: before there is a window to hold up.
  void Response.error();
  protocol.handle(SCHEME, (request) => {
    const { status, headers, body } = answer(pages, request);
    return new Response(body, { status, headers });
  });
}

async function forward(server: string, { url, method }: Request): Promise<Response> {
  const { pathname, search } = new URL(url);
  const reply = await fetch(new URL(pathname + search, server), { method });
  const headers = new Headers(reply.headers);
  for (const [name, value] of Object.entries(policyOf(server))) headers.set(name, value);
  return new Response(reply.body, { status: reply.status, headers });
}
