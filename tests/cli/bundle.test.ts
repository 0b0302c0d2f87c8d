import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeOrigin, type PracticeOrigin } from '../../main/practice/origin.ts';
import type { Measurement } from '../../main/sync/measurement.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

let folder: string;
let origin: PracticeOrigin;

beforeAll(async () => {
  // Inside the checkout, so that the bundle finds its packages as an installed one does.
  folder = mkdtempSync(join(ROOT, 'out-test-'));
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  await run(process.execPath, [builder, 'build', '--outDir', folder], { cwd: ROOT });
  origin = await startPracticeOrigin({ offsetMs: 77_000 });
});
afterAll(async () => {
  await origin.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the built command measures a server, its workers found beside it', async () => {
  const args = ['sync', '--quick', '--json', '--reference', 'none', origin.url];
  const { stdout } = await run(process.execPath, [join(folder, 'main/cli.js'), ...args]);
  const { boundMs } = JSON.parse(stdout) as Measurement;
  expect(boundMs[0]).toBeLessThan(origin.trueOffsetMs());
  expect(boundMs[1]).toBeGreaterThan(origin.trueOffsetMs());
});

test('the built command starts its practice server too', async () => {
  const { stdout } = await run(process.execPath, [join(folder, 'main/cli.js'), 'demo', '--quick', '--json']);
  expect(JSON.parse(stdout)).toHaveProperty('trueOffsetMs');
});
