/** A project folder as `npm run package` finds it, around an app that is built already. */
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** @param built what electron-vite made, in place of out/ */
export function makeProject(folder: string, built: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(built, join(folder, 'out'), { recursive: true });
  // Sources and tests as well, which are to be left out.
  for (const path of [
    'package.json',
    'LICENSE',
    'package-lock.json',
    'plugins',
    'main/shell/tray-icons',
    'main/packaging',
    'api',
    'tests/packaging',
  ])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

export const electronVersion = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as { version: string })
    .version;
