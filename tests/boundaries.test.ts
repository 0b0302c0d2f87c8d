/**
 * Who may import whom (CONTRIBUTING, "Folders"): kept here, not by goodwill.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Folder, or file that lies beside the folders -> what it may import, besides itself and what all of main may. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'api/protocol': [],
  'api/client': ['api/protocol'],
  'api/server': ['api/protocol'],
  'main/failure.ts': [],
  'main/shell-word.ts': [],
  'main/worker-url.ts': [],
  'main/timing': [],
  'main/clock': ['main/worker-url.ts'],
  'main/sources': ['main/clock', 'main/timing'],
  'main/sync': ['main/clock', 'main/timing', 'main/sources', 'main/worker-url.ts'],
  'main/practice': ['main/clock', 'main/worker-url.ts'],
  'main/store': ['api/protocol', 'main/worker-url.ts'],
  'main/keeping': [
    'api/protocol',
    'main/clock',
    'main/timing',
    'main/sources',
    'main/sync',
    'main/worker-url.ts',
  ],
  'main/events': ['api/protocol', 'main/clock', 'main/timing', 'main/sources'],
  'main/plugins': ['api/protocol', 'api/server', 'main/clock', 'main/store', 'main/worker-url.ts'],
  'main/bridge': [
    'api/client',
    'api/protocol',
    'api/server',
    'main/clock',
    'main/events',
    'main/worker-url.ts',
  ],
  'main/core': [
    'api/protocol',
    'api/server',
    'main/bridge',
    'main/clock',
    'main/events',
    'main/keeping',
    'main/plugins',
    'main/practice',
    'main/sources',
    'main/store',
    'main/sync',
    'main/timing',
  ],
  'main/core.ts': [
    'api/protocol',
    'api/server',
    'main/bridge',
    'main/clock',
    'main/core',
    'main/events',
    'main/keeping',
    'main/store',
    'main/sync',
  ],
  'main/cli': [
    'api/protocol',
    'api/client',
    'api/server',
    'main/clock',
    'main/core',
    'main/core.ts',
    'main/plugins',
    'main/practice',
    'main/sources',
    'main/store',
    'main/sync',
    'main/timing',
  ],
  'main/cli.ts': ['main/cli'],
  'main/start': ['api/client', 'api/server', 'main/cli', 'main/clock', 'main/core.ts', 'main/bridge'],
  'main/start.ts': ['main/cli.ts', 'main/start'],
  'main/index.ts': ['main/cli', 'main/clock', 'main/core.ts', 'main/shell', 'main/store'],
  'main/preload.ts': ['api/protocol'],
  'main/shell': [
    'api/client',
    'api/protocol',
    'api/server',
    'main/bridge',
    'main/clock',
    'main/core.ts',
    'main/store',
    'overlay/page',
  ],
  'main/packaging': [],
  'overlay/page': ['api/client', 'api/protocol'],
  overlay: ['overlay/page', 'api/client', 'api/protocol'],
  palette: ['overlay/page', 'api/client', 'api/protocol'],
};

const ALL_OF_MAIN = ['main/failure.ts', 'main/shell-word.ts'];

/** What `timing` and the protocol may use of Node: nothing. They run in a page as well. */
const PURE = 'main/timing';
const ANYWHERE = ['api/protocol', 'api/client'];

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js|svelte)$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map(([, specifier]) => ({ from: file, specifier }));
}

/** Those that lead to files of ours. */
function insideOf(file: string): { from: string; to: string }[] {
  return importsOf(file)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ from, specifier }) => ({ from, to: resolve(ROOT, from, '..', specifier) }))
    .filter(({ to }) => !to.endsWith('package.json'));
}

/** The plugin that a file belongs to; null of what is none. */
function pluginOf(file: string): string | null {
  const [top, next] = relative(ROOT, resolve(ROOT, file)).split(/[\\/]/);
  return top === 'plugins' ? next : null;
}

/** The folder two levels deep, or the file that lies beside such folders; each page is one part, but for what both share. */
function partOf(file: string): string {
  const [top, next] = relative(ROOT, resolve(ROOT, file)).split(/[\\/]/);
  const isOfPage = PAGES.includes(top) && `${top}/${next}` !== SHARED;
  return isOfPage ? top : `${top}/${next}`;
}

const PAGES = ['overlay', 'palette'];
/** What both pages use. */
const SHARED = 'overlay/page';
/** Packages that a page may use; the last one is what the page about programs tells of. */
const PACKAGES_OF_PAGES = /^(svelte(\/.*)?|sparkline-svelte|es-hangul|howler|ticketime\/client)$/;

const FOLDERS = ['api', 'main', ...PAGES];
const files = FOLDERS.flatMap(sourceFiles);
const imports = files.flatMap(importsOf);
const inside = files.flatMap(insideOf);

test('the scan sees the imports that are there', () => {
  expect(imports).toContainEqual({ from: 'main/sync/measure.ts', specifier: '../timing/estimate.ts' });
  expect(inside.length).toBeGreaterThan(50);
});

test('every folder and file has its place in the table', () => {
  const parts = new Set(files.map(partOf));
  expect([...parts].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
});

test('every import goes where the table allows', () => {
  const broken = inside.filter(({ from, to }) => {
    const [importer, imported] = [partOf(from), partOf(to)];
    return (
      importer !== imported &&
      !(ALL_OF_MAIN.includes(imported) && importer.startsWith('main/')) &&
      !MAY_IMPORT[importer].includes(imported)
    );
  });
  expect(broken).toEqual([]);
});

test('the protocol and the client name nothing of Node: they run in a page as well', () => {
  const ofNode = imports.filter(
    ({ from, specifier }) => ANYWHERE.includes(partOf(from)) && !/^(\.|valibot$)/.test(specifier),
  );
  expect(ofNode).toEqual([]);
});

test('the pages name no more packages than those that are for pages', () => {
  const others = imports.filter(
    ({ from, specifier }) =>
      PAGES.includes(from.split('/')[0]) && !specifier.startsWith('.') && !PACKAGES_OF_PAGES.test(specifier),
  );
  expect(others).toEqual([]);
});

test('the pages bring no validator: of the protocol they take types, and constants that lie apart from schemas', () => {
  const valued = files
    .filter((file) => PAGES.includes(file.split('/')[0]))
    .filter((file) => /from ['"]valibot['"]/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(valued).toEqual([]);
});

test('no page has what its policy forbids: styles or handlers in attributes, HTML from texts', () => {
  const forbidden = files
    .filter((file) => file.endsWith('.svelte'))
    .filter((file) =>
      /\sstyle=["'{]|\son\w+="|\{@html|innerHTML|srcdoc/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
  expect(forbidden).toEqual([]);
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

test('only main/clock reads the time, and the client that of its own place', () => {
  const readers = files.filter((file) =>
    /Date\.now|new Date\(\)|performance\.now|hrtime/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(readers.filter((file) => !/^(main\/clock|api\/client)\//.test(file))).toEqual([]);
});

/** Each is as foreign to the others, and to the core, as one that somebody else wrote. */
test('a plugin imports the client, what Node brings and its own files, and nobody imports a plugin', () => {
  const plugins = sourceFiles('plugins');
  const names = plugins.flatMap(importsOf).filter(({ specifier }) => !specifier.startsWith('.'));
  expect(names.filter(({ specifier }) => !/^(ticketime\/client$|node:)/.test(specifier))).toEqual([]);
  expect(names.some(({ specifier }) => specifier === 'ticketime/client')).toBe(true);
  const strays = [...plugins, ...files].flatMap(insideOf).filter(({ from, to }) => {
    const [importer, imported] = [pluginOf(from), pluginOf(to)];
    return importer !== imported;
  });
  expect(strays).toEqual([]);
});

test('electron is named only in the shell', () => {
  const naming = imports.filter(({ specifier }) => specifier === 'electron').map(({ from }) => from);
  expect(naming.filter((file) => !/^main\/(index\.ts|preload\.ts|shell\/)/.test(file))).toEqual([]);
});
