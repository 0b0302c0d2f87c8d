/** The product as it is built, for the tests of one file. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Build {
  readonly folder: string;
  readonly command: string;
  remove(): void;
}

/** Inside the checkout, so that the bundle finds its packages as an installed one does. */
export async function build(): Promise<Build> {
  const folder = mkdtempSync(join(ROOT, 'out-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  try {
    await promisify(execFile)(process.execPath, [builder, 'build', '--outDir', folder], { cwd: ROOT });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, command: join(folder, 'main/cli.js'), remove };
}
