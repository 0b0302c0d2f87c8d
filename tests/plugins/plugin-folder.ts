/** Plugins in folders of the test's own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Life {
  onTestFinished(end: () => void): void;
}

/** Its path has no links: the system's own folder for such things may lie behind one. */
export function temporaryFolder(t: Life): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ticketime-plugins-')));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const MANIFEST = { id: 'led', name: 'LED', version: '1.0.0', entry: 'main.js' };

/** The manifest as it is when a text, else as JSON; each other file's text by its path. */
export function writePlugin(
  folder: string,
  manifest: unknown = MANIFEST,
  files: Readonly<Record<string, string>> = { 'main.js': '' },
): string {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  for (const [name, content] of Object.entries({ 'plugin.json': text, ...files })) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
