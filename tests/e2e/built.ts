/** The product as it is built, once for all the tests that use it (tests/vitest.config.ts); they `inject('command')`. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The built command; the rest lies beside it as it does in out/. */
    readonly command: string;
  }
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Inside the checkout, so that the bundle finds its packages as an installed one does. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(ROOT, 'out-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  try {
    await promisify(execFile)(process.execPath, [builder, 'build', '--outDir', folder], { cwd: ROOT });
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('command', join(folder, 'main/cli.js'));
  return remove;
}
