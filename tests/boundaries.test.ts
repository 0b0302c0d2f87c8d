/**
 * Who may import whom (CONTRIBUTING, "Folders"): kept here, not by goodwill.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Folder or file of `main/` -> what of `main/` it may import, besides itself and main/failure.ts. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'failure.ts': [],
  'worker-url.ts': [],
  timing: [],
  clock: [],
  sources: ['clock', 'timing'],
  sync: ['clock', 'timing', 'sources', 'worker-url.ts'],
  practice: ['clock', 'worker-url.ts'],
  store: [],
  cli: ['clock', 'timing', 'sources', 'sync', 'practice', 'store'],
  'cli.ts': ['cli'],
  'start.ts': ['cli.ts'],
};

/** What `timing` may use of Node: nothing. It is arithmetic, and runs in a page as well. */
const PURE = 'timing';

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map(([, specifier]) => ({ from: file, specifier }));
}

/** The first part of a path inside main/: the folder, or the file that lies in main/ itself. */
function partOf(file: string): string {
  return relative(join(ROOT, 'main'), resolve(ROOT, file)).split(/[\\/]/)[0];
}

const imports = sourceFiles('main').flatMap(importsOf);
const inside = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ from, specifier }) => ({ from, to: resolve(ROOT, from, '..', specifier) }))
  .filter(({ to }) => !to.endsWith('package.json'));

test('the scan sees the imports that are there', () => {
  expect(imports).toContainEqual({ from: 'main/sync/measure.ts', specifier: '../timing/estimate.ts' });
  expect(inside.length).toBeGreaterThan(50);
});

test('every folder and file of main/ has its place in the table', () => {
  const parts = new Set(sourceFiles('main').map(partOf));
  expect([...parts].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
});

test('every import inside main/ goes where the table allows', () => {
  const broken = inside.filter(({ from, to }) => {
    const [importer, imported] = [partOf(from), partOf(to)];
    return importer !== imported && imported !== 'failure.ts' && !MAY_IMPORT[importer].includes(imported);
  });
  expect(broken).toEqual([]);
});

test('no import leads out of main/, but to the manifest', () => {
  expect(inside.filter(({ to }) => relative(join(ROOT, 'main'), to).startsWith('..'))).toEqual([]);
});

test('timing imports nothing from outside itself: no I/O, no clock, no node', () => {
  const outside = imports.filter(({ from, specifier }) => {
    if (partOf(from) !== PURE) return false;
    return !specifier.startsWith('.') || partOf(resolve(ROOT, from, '..', specifier)) !== PURE;
  });
  expect(outside).toEqual([]);
});

test('timing reads no clock and draws no random number', () => {
  const impure = sourceFiles('main/timing').filter((file) =>
    /Date\.now|new Date\(\)|performance\.|process\.|Math\.random/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  );
  expect(impure).toEqual([]);
});

test('only main/clock reads the time', () => {
  const readers = sourceFiles('main').filter((file) =>
    /Date\.now|new Date\(\)|performance\.now|hrtime/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(readers.filter((file) => !file.startsWith('main/clock/'))).toEqual([]);
});

test('electron is named only in the shell', () => {
  const naming = imports.filter(({ specifier }) => specifier === 'electron').map(({ from }) => from);
  expect(naming.filter((file) => !/^main\/(index\.ts|preload\.ts|shell\/)/.test(file))).toEqual([]);
});
