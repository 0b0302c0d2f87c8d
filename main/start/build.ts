/** Builds in a checkout what is missing or older than what it is made of. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** Not the lock file, which npm install writes anew at each start. */
const FILES = ['electron.vite.config.ts', 'package.json'];

interface Part {
  readonly named: string;
  readonly sources: readonly string[];
  /** The last that a build writes of each. */
  readonly built: readonly string[];
}

const PAGES: Part = {
  named: 'pages',
  sources: ['overlay', 'palette', 'api/client', 'api/protocol'],
  built: ['out/renderer/overlay/index.html', 'out/renderer/palette/index.html'],
};
const APP: Part = {
  named: 'app',
  sources: ['overlay', 'palette', 'api', 'main'],
  built: [...PAGES.built, 'out/main/index.js', 'out/preload/preload.cjs'],
};

/** There may be pages of before, so that it goes on without. */
export const buildPages = (): boolean => build(PAGES);
/** With all its pages. */
export const buildApp = (): boolean => build(APP);

/** Tells in one line that it does; when that fails, why. */
function build({ named, sources, built }: Part): boolean {
  if (!isStale(sources, built)) return true;
  process.stderr.write(`Building the ${named}, which takes a few seconds ...\n`);
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status === 0) return true;
  const why = error?.message ?? `${stdout}${stderr}`.trim();
  process.stderr.write(
    `${why}\nThe ${named} could not be built: npm install, and then npm run build, may tell more.\n`,
  );
  return false;
}

/** @param root the checkout; another one in tests */
export function isStale(sources: readonly string[], made: readonly string[], root = ROOT): boolean {
  const built = made.map((file) => join(root, file));
  if (!built.every((file) => existsSync(file))) return true;
  const builtAt = Math.min(...built.map(changedAt));
  const files = FILES.map((file) => join(root, file));
  return [...files, ...sources.flatMap((folder) => within(join(root, folder)))].some(
    (file) => changedAt(file) > builtAt,
  );
}

/** The folders as well: what was removed leaves no other trace. */
function within(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return [folder, ...names.map((name) => join(folder, name))];
}

/** Ms since the Unix epoch, by the file system. */
const changedAt = (file: string) => statSync(file).mtimeMs;
