import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Electron from 'electron';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answer, pageUrl, readPages, registerScheme, servePages } from '../../main/shell/app-protocol.ts';
import { policyOf } from '../../main/shell/page-policy.ts';

interface Protocol {
  schemes: Electron.CustomScheme[];
  serve: (request: { url: string; method: string }) => Response | Promise<Response>;
}
const electron = vi.hoisted(() => ({}) as Protocol);
vi.mock('electron', () => ({
  protocol: {
    registerSchemesAsPrivileged: (schemes: Protocol['schemes']) => (electron.schemes = schemes),
    handle: (_scheme: string, serve: Protocol['serve']) => (electron.serve = serve),
  },
}));

const OVERLAY = '<!doctype html><title>overlay</title>';
let root: string;
let folder: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ticketime-pages-'));
  folder = join(root, 'renderer');
  for (const name of ['overlay', 'palette', 'assets']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'overlay/index.html'), OVERLAY);
  writeFileSync(join(folder, 'palette/index.html'), '<!doctype html><title>palette</title>');
  writeFileSync(join(folder, 'assets/overlay-a1.js'), 'export {};');
  writeFileSync(join(folder, 'assets/overlay-a1.css'), 'a{}');
  writeFileSync(join(folder, 'assets/notes.secret'), 'not a page');
  writeFileSync(join(root, 'settings.json'), '{}');
  writeFileSync(join(root, 'outside.js'), 'outside');
  symlinkSync(join(root, 'outside.js'), join(folder, 'assets/link.js'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => answer(readPages(folder), { url, method });

test('what can be asked for is the files of known types, and no links', () => {
  expect([...readPages(folder).keys()].sort()).toEqual([
    '/assets/overlay-a1.css',
    '/assets/overlay-a1.js',
    '/overlay/index.html',
    '/palette/index.html',
  ]);
});

test.each([
  ['app://ticketime/overlay/index.html', 'text/html'],
  ['app://ticketime/palette/index.html?wish=home', 'text/html'],
  [pageUrl('overlay'), 'text/html'],
  [pageUrl('palette'), 'text/html'],
  [pageUrl('flash'), 'text/html'],
  ['app://ticketime/assets/overlay-a1.js', 'text/javascript'],
  ['app://ticketime/assets/overlay-a1.css', 'text/css'],
])('%s is there, as %s, under the pages’ policy', (url, type) => {
  const { status, headers, body } = get(url);
  expect(status).toBe(200);
  expect(headers['Content-Type']).toContain(type);
  expect(headers).toMatchObject(policyOf(null));
  expect(body?.length).toBeGreaterThan(0);
});

describe('not there is', () => {
  test.each([
    ['what was never built', 'app://ticketime/overlay/other.html'],
    ['a folder', 'app://ticketime/overlay/'],
    ['the root', 'app://ticketime/'],
    ['a file of an unknown type', 'app://ticketime/assets/notes.secret'],
    ['a link', 'app://ticketime/assets/link.js'],
    ['what lies outside', 'app://ticketime/../settings.json'],
    ['what lies outside, encoded', 'app://ticketime/%2e%2e/settings.json'],
    ['what lies outside, encoded whole', 'app://ticketime/assets/%2e%2e%2f%2e%2e%2foutside.js'],
    ['what lies outside, as on Windows', 'app://ticketime/assets/..\\..\\outside.js'],
    ['a whole path', 'app://ticketime//etc/passwd'],
    ['a page of another host', 'app://other/overlay/index.html'],
    ['a page of no host', 'app:///overlay/index.html'],
    ['a page with a port', 'app://ticketime:80/overlay/index.html'],
    ['a name of every object', 'app://ticketime/__proto__'],
  ])('%s: %s', (_, url) => {
    expect(get(url)).toMatchObject({ status: 404, body: null, headers: policyOf(null) });
  });
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('nothing is served to %s', (method) => {
  expect(get(pageUrl('overlay'), method)).toMatchObject({ status: 405, body: null });
});

test('a HEAD has the headers of a GET, and no body', () => {
  const { headers } = get(pageUrl('overlay'));
  expect(get(pageUrl('overlay'), 'HEAD')).toEqual({ status: 200, headers, body: null });
});

test('the scheme is standard and secure, and lets no page past the rules of origins', () => {
  registerScheme();
  expect(electron.schemes).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
});

test('Electron is answered with what was built', async () => {
  servePages(folder, null);
  const reply = await electron.serve({ url: pageUrl('overlay'), method: 'GET' });
  expect(await reply.text()).toBe(OVERLAY);
  expect(reply.headers.get('content-security-policy')).toBe(policyOf(null)['Content-Security-Policy']);
  expect((await electron.serve({ url: 'app://ticketime/no.js', method: 'GET' })).status).toBe(404);
});

test('in development it is answered with what Vite’s server makes, under the policy for that', async () => {
  const asked: string[] = [];
  const vite = createServer(({ url, method }, response) => {
    asked.push(`${method ?? ''} ${url ?? ''}`);
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Security-Policy': 'none' });
    response.end('live');
  });
  await new Promise<void>((resolve) => vite.listen(0, '127.0.0.1', resolve));
  try {
    const server = `http://127.0.0.1:${(vite.address() as AddressInfo).port}`;
    servePages(folder, server);
    const reply = await electron.serve({ url: 'app://ticketime/overlay/main.ts?t=1#x', method: 'GET' });
    expect(asked).toEqual(['GET /overlay/main.ts?t=1']);
    expect(await reply.text()).toBe('live');
    expect(reply.headers.get('content-type')).toBe('text/javascript');
    expect(reply.headers.get('content-security-policy')).toBe(policyOf(server)['Content-Security-Policy']);
  } finally {
    vite.closeAllConnections();
    vite.close();
  }
});
