/** Where Electron's program is, when it is there: its package brings only the means to fetch it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ElectronPackage {
  readonly folder: string;
  readonly version: string;
}

/** Null where it is not installed. */
export function electronPackage(root: string): ElectronPackage | null {
  const folder = join(root, 'node_modules/electron');
  const manifest = read(join(folder, 'package.json'));
  return manifest === null
    ? null
    : { folder, version: (JSON.parse(manifest) as { version: string }).version };
}

/** As the package itself looks for it; null also where it is of another version. */
export function electronBinary(
  { folder, version }: ElectronPackage,
  env: Environment,
  platform: NodeJS.Platform,
): string | null {
  const own = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = read(join(folder, 'path.txt'));
  if (own) return existing(join(own, name ?? programName(platform)));
  const fetched = read(join(folder, 'dist/version'))?.replace(/^v/, '');
  return name !== null && fetched === version ? existing(join(folder, 'dist', name)) : null;
}

function programName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

const existing = (path: string) => (existsSync(path) ? path : null);

/** Trimmed; null when the file is not there. */
function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
