/** Builds the pages in a checkout, where they are missing or older than what they are made of. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = ['overlay', 'palette', 'api/client', 'api/protocol'];
/** Not the lock file, which npm install writes anew at each start. */
const FILES = ['electron.vite.config.ts', 'package.json'];
/** The last that a build writes of each page. */
const BUILT = ['out/renderer/overlay/index.html', 'out/renderer/palette/index.html'];

/** Tells in one line that it does; when that fails, why, and goes on: there may be pages of before. */
export function buildPages(): void {
  if (!isStale()) return;
  process.stderr.write('Building the pages, which takes a few seconds ...\n');
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const why = error?.message ?? `${stdout}${stderr}`.trim();
  process.stderr.write(
    `${why}\nThe pages could not be built: npm install, and then npm run build, may tell more.\n`,
  );
}

function isStale(): boolean {
  const built = BUILT.map((file) => join(ROOT, file));
  if (!built.every((file) => existsSync(file))) return true;
  const builtAt = Math.min(...built.map(changedAt));
  return [...FILES.map((file) => join(ROOT, file)), ...SOURCES.flatMap(within)].some(
    (file) => changedAt(file) > builtAt,
  );
}

/** The folders as well: what was removed leaves no other trace. */
function within(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return [join(ROOT, folder), ...names.map((name) => join(ROOT, folder, name))];
}

/** Ms since the Unix epoch, by the file system. */
const changedAt = (file: string) => statSync(file).mtimeMs;
