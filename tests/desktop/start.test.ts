/** The app from its start to its end, as a person meets it. */
import { test } from 'vitest';
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { picture } from '../e2e/browser.ts';
import { isLetGo, newFolder, useDesktop } from './desktop.ts';

const start = useDesktop();
const TICKS = /\d\d:\d\d:\d\d\s*\.\d\d\d/;

test.concurrent(
  'the first minute: the palette is there, a server is added in it, the overlay shows its time, and all ends in order',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    const overlay = await app.page('overlay');
    await overlay.getByText('No server yet').waitFor();
    await picture(overlay, 'desktop-overlay-empty');
    const palette = await app.page('palette');
    await expect.poll(async () => (await app.window('palette'))?.isVisible).toBe(true);
    const origin = await startPracticeOrigin({ offsetMs: 5000 });
    t.onTestFinished(() => origin.close());
    await palette.getByRole('combobox').fill(origin.url);
    await picture(palette, 'desktop-palette-add');
    await palette.keyboard.press('Enter');
    await expect.poll(() => overlay.locator('body').innerText()).toMatch(TICKS);
    // Until the row's figures have settled, the window follows them.
    await expect
      .poll(async () => {
        const { bounds } = (await app.window('overlay')) ?? {};
        const content = await overlay.locator('.panel').boundingBox();
        return bounds && content && bounds.width - Math.ceil(content.width);
      })
      .toBe(0);
    const window = await app.window('overlay');
    expect(window).toMatchObject({ isVisible: true, level: 'screen-saver', ignoresMouse: true });
    const { x = 0, y, width = 0 } = window?.bounds ?? {};
    expect([x + width, y]).toEqual([1920 - 16, 16]);
    await picture(overlay, 'desktop-overlay');
    expect(await app.quit()).toBe(0);
    expect(isLetGo(app.folder)).toBe(true);
  },
);

test.concurrent(
  'with a server that is known, the digits tick by themselves, and nothing else comes forward',
  async (t) => {
    const { expect } = t;
    const folder = newFolder(t);
    const before = await start(t, { folder });
    await before.addOrigin({ offsetMs: 5000 });
    await before.quit();
    const app = await start(t, { folder });
    const overlay = await app.page('overlay');
    await expect.poll(() => overlay.locator('body').innerText()).toMatch(TICKS);
    await expect.poll(() => app.window('palette')).toMatchObject({ isVisible: false });
  },
);
