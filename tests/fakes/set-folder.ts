import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { openSettings } from '../../main/store/settings.ts';

/** A data folder for the length of a test, with settings; nothing asks for standard time. */
export function setFolder(
  t: Pick<TestContext, 'onTestFinished'>,
  settings: Parameters<ReturnType<typeof openSettings>['change']>[0] = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-test-'));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  openSettings(folder, (sentence) => {
    throw new Error(sentence);
  }).change({ reference: { order: [], intervalMs: 0 }, ...settings });
  return folder;
}
