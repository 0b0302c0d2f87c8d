import { mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isStale } from '../../main/start/build.ts';

/** Seconds. */
const [BEFORE, BUILT, AFTER] = [1000, 2000, 3000];

/** A checkout whose sources are older than what was built of them. */
function checkout() {
  const root = mkdtempSync(join(tmpdir(), 'ticketime-stale-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const touch = (path: string, at: number) => utimesSync(join(root, path), at, at);
  for (const path of ['package.json', 'electron.vite.config.ts', 'src/part/a.ts', 'out/a.js', 'out/b.js']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
    touch(path, path.startsWith('out') ? BUILT : BEFORE);
  }
  for (const folder of ['src/part', 'src']) touch(folder, BEFORE);
  return { root, touch, stale: () => isStale(['src'], ['out/a.js', 'out/b.js'], root) };
}

test('what is newer than its sources is not built again', () => {
  expect(checkout().stale()).toBe(false);
});

test.each(['src/part/a.ts', 'src/part', 'electron.vite.config.ts', 'package.json'])(
  'it is built again after %s has changed',
  (path) => {
    const { touch, stale } = checkout();
    touch(path, AFTER);
    expect(stale()).toBe(true);
  },
);

test('it is built when a part of it is missing, or older than a source though the others are not', () => {
  const { root, touch, stale } = checkout();
  touch('src/part/a.ts', BUILT - 1);
  touch('out/b.js', BUILT - 2);
  expect(stale()).toBe(true);
  touch('out/b.js', BUILT);
  expect(stale()).toBe(false);
  unlinkSync(join(root, 'out/b.js'));
  expect(stale()).toBe(true);
});
