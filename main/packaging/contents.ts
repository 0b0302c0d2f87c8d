/** What goes into the desktop app: of the build what runs there, and of the packages those that the build imports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders, reach } from './reach.ts';

/** Electron starts the first; each worker is a thread of its, and named so (electron.vite.config.ts). */
const MAIN = 'index.js';
const WORKER = /-worker\.js$/;
/** What the Node that comes along runs: the host of the plugins, and what each plugin is given. */
const FOR_NODE = ['plugin-host.js', 'plugin-hook.js', 'client.js'];

/** Patterns of electron-builder's, relative to the root. */
export interface Contents {
  readonly files: readonly string[];
  /** Beside the archive, for only Electron reads that. */
  readonly unpacked: readonly string[];
}

/** Throws when the app is not built. */
export function contents(root: string): Contents {
  const folder = join(root, 'out/main');
  if (!existsSync(join(folder, MAIN)))
    throw new Error('The desktop app is not built: run npm run build, and then package again.');
  const workers = readdirSync(folder).filter((file) => WORKER.test(file));
  const all = reach(folder, [MAIN, ...workers, ...FOR_NODE]);
  const forNode = reach(folder, FOR_NODE);
  return {
    files: [
      ...all.files.map((file) => `out/main/${file}`),
      'LICENSE',
      'out/preload/*.cjs',
      'out/renderer/**',
      'plugins/**',
      'main/shell/tray-icons/*.png',
      // Those are for `ticketime plugin new`, which the app has not.
      '!plugins/templates{,/**}',
      ...notNeeded(root, all.packages).map((name) => `!**/node_modules/${name}{,/**}`),
      // Only needed to build what comes built.
      '!node_modules/node-addon-api{,/**}',
      '!node_modules/better-sqlite3/{deps,src}{,/**}',
      '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
      '!node_modules/**/*.{md,markdown,ts,mts,cts,gyp,gypi}',
      '!**/*.map',
      '!plugins/**/*.md',
    ],
    unpacked: [
      '**/*.node',
      'package.json',
      'plugins/**',
      ...forNode.files.map((file) => `out/main/${file}`),
      ...[...packageFolders(root, forNode.packages)].map((path) => `${path}/**`),
    ],
  };
}

/** What npm installed for the commands alone, or to be taken in by the build. By name, for electron-builder lays packages out anew. */
function notNeeded(root: string, imported: readonly string[]): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const namesOf = (packages: readonly string[]) =>
    new Set([...packageFolders(root, packages)].map((path) => path.split('node_modules/').at(-1) ?? path));
  // Of Electron there is no package to bring.
  const needed = namesOf(imported.filter((name) => name !== 'electron'));
  return [...namesOf(Object.keys(manifest.dependencies))].filter((name) => !needed.has(name));
}
