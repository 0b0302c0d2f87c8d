/**
 * The main journey on the real Electron, whose binary is not everywhere: with DESKTOP=electron alone (vitest.config.ts). What no program can
 * do to a real system (press its hotkeys, click in its tray, unplug its displays) is seen on the double, and by hand (CONTRIBUTING).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { newFolder } from './desktop.ts';

/** Fetched by its own first run. */
const executablePath = createRequire(import.meta.url)('electron') as unknown as string;
const APP = join(dirname(inject('command')), 'index.js');
const PLATFORM = process.platform === 'linux' ? ['--ozone-platform=x11'] : [];

async function pageOf(app: ElectronApplication, name: 'overlay' | 'palette'): Promise<Page> {
  const find = () => app.windows().find((page) => page.url().includes(`/${name}/`));
  await expect.poll(() => find() !== undefined).toBe(true);
  const page = find();
  if (!page) throw new Error(`The ${name} has just been closed.`);
  return page;
}

const stateOf = (app: ElectronApplication, name: 'overlay' | 'palette') =>
  app.evaluate(({ BrowserWindow }, part) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes(part));
    return window && { isVisible: window.isVisible(), isOnTop: window.isAlwaysOnTop() };
  }, `/${name}/`);

test('the app starts, takes a server in its palette, shows its time above all else, and ends in order', async (t) => {
  const folder = newFolder(t);
  const args = [...PLATFORM, APP, '--data-dir', folder];
  const app = await _electron.launch({ executablePath, args });
  t.onTestFinished(() => app.close().catch(() => undefined));
  const overlay = await pageOf(app, 'overlay');
  await overlay.getByText('No server yet').waitFor();
  await expect.poll(() => stateOf(app, 'overlay')).toEqual({ isVisible: true, isOnTop: true });

  const palette = await pageOf(app, 'palette');
  const origin = await startPracticeOrigin({ offsetMs: 5000 });
  t.onTestFinished(() => origin.close());
  await palette.getByRole('combobox').fill(origin.url);
  await palette.keyboard.press('Enter');
  await expect.poll(() => overlay.locator('body').innerText()).toMatch(/\d\d:\d\d:\d\d\s*\.\d\d\d/);
  await palette.keyboard.press('Escape');
  await palette.keyboard.press('Escape');
  await palette.keyboard.press('Escape');
  await expect.poll(async () => (await stateOf(app, 'palette'))?.isVisible).toBe(false);

  // A second start hands over what it was asked, as a key does that the system itself binds.
  const second = spawn(executablePath, [...args, '--palette'], { stdio: 'ignore' });
  await once(second, 'exit');
  await expect.poll(async () => (await stateOf(app, 'palette'))?.isVisible).toBe(true);

  // A page sees the contract, and nothing of Node or Electron.
  expect(
    await palette.evaluate(`[typeof require, typeof process, Object.keys(window.ticketime).sort().join()]`),
  ).toEqual(['undefined', 'undefined', 'askPort,call,onState,onWish']);
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  await expect.poll(() => existsSync(join(folder, 'bridge.json'))).toBe(false);
});
