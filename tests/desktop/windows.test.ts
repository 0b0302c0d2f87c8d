/** Hotkeys, the palette's coming and going, move mode, displays, and pages that die. */
import { test, type TestContext } from 'vitest';
import { newFolder, useDesktop, type Desktop } from './desktop.ts';

const start = useDesktop();
const KEYS = {
  palette: 'CommandOrControl+Shift+Space',
  overlay: 'CommandOrControl+Shift+O',
  move: 'CommandOrControl+Shift+M',
  sync: 'CommandOrControl+Shift+S',
  next: 'CommandOrControl+Shift+N',
};
const isShown = async (app: Desktop, name: 'overlay' | 'palette') => (await app.window(name))?.isVisible;
const boundsOf = async (app: Desktop) => (await app.window('overlay'))?.bounds;

/** What can be dragged may be another window than the one that cannot: X11 has kinds of them. */
async function move(
  { expect }: TestContext,
  app: Desktop,
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  await expect
    .poll(async () => (await app.command('windows')).filter(({ url }) => url.includes('/overlay/')).length)
    .toBe(1);
  await (await app.page('overlay')).getByText('Drag the clock').waitFor();
  const window = await app.window('overlay');
  expect(window?.ignoresMouse).toBe(false);
  await app.command('drag', { window: window?.id ?? 0, ...to });
}

test.concurrent(
  'hotkeys: the palette comes and goes, the overlay hides and shows, and one that is taken says so until it is free',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    const palette = await app.page('palette');
    await expect.poll(() => isShown(app, 'palette')).toBe(true); // for there is no server yet
    await expect.poll(() => app.command('hotkeys')).toHaveLength(5);
    await palette.getByRole('combobox').waitFor();
    await palette.keyboard.press('Escape');
    await expect.poll(() => isShown(app, 'palette')).toBe(false);
    expect((await app.command('press', KEYS.palette)).isHeard).toBe(true);
    expect(await app.window('palette')).toMatchObject({ isVisible: true, isFocused: true });
    await palette.getByRole('combobox').fill('words');
    await app.command('press', KEYS.palette);
    expect(await isShown(app, 'palette')).toBe(false);

    await app.command('press', KEYS.overlay);
    expect(await isShown(app, 'overlay')).toBe(false);
    await app.command('press', KEYS.overlay);
    expect(await app.window('overlay')).toMatchObject({
      isVisible: true,
      isFocused: false,
      ignoresMouse: true,
    });

    await app.command('takeHotkeys', ['Alt+F8']);
    await app.call('changeSettings', { hotkeys: { sync: 'Alt+F8' } });
    await expect.poll(() => app.command('hotkeys')).not.toContain(KEYS.sync);
    const told = await app.command('notifications');
    expect(told.map(({ body }) => body)).toContain(
      'Another program has Alt+F8: choose other keys in the settings.',
    );
    await app.command('clickMenu', 'settings');
    await palette.getByText('Another program has').first().waitFor();
    expect((await app.command('press', KEYS.next)).isHeard).toBe(true);
    await app.command('takeHotkeys', []);
    await app.command('power', 'resume');
    await expect.poll(() => app.command('hotkeys')).toContain('Alt+F8');

    // Whoever turns to another program has the palette out of the way, unless it asks something.
    await app.command('focusElsewhere');
    expect(await isShown(app, 'palette')).toBe(false);
    await app.command('openUrl', 'ticketime://add?url=https://tickets.test');
    await palette.getByRole('dialog').waitFor();
    await palette.evaluate('new Promise(requestAnimationFrame)'); // it has said so by then
    await app.command('focusElsewhere');
    expect(await isShown(app, 'palette')).toBe(true);
  },
);

test.concurrent(
  'move mode: the overlay takes the mouse, stays where it was put after a restart, and never leaves the screen',
  async (t) => {
    const { expect } = t;
    const folder = newFolder(t);
    const app = await start(t, { folder });
    await (await app.page('overlay')).getByText('No server yet').waitFor();
    await app.command('press', KEYS.move);
    await move(t, app, { x: 300, y: 200 });
    await (await app.page('overlay')).keyboard.press('Escape');
    await expect.poll(async () => (await app.window('overlay'))?.ignoresMouse).toBe(true);
    await expect.poll(async () => (await boundsOf(app))?.y).toBe(200);
    const before = await boundsOf(app);
    expect(await app.quit()).toBe(0);

    const again = await start(t, { folder });
    await (await again.page('overlay')).getByText('No server yet').waitFor();
    // By its corner, the upper right one.
    const right = (bounds = before) => bounds && bounds.x + bounds.width;
    await expect.poll(async () => right(await boundsOf(again))).toBe(right());
    expect((await boundsOf(again))?.y).toBe(200);

    // A second display comes, the overlay is put there, and the display is unplugged.
    const [one, two] = [0, 1920].map((x, at) => ({
      id: at + 1,
      bounds: { x, y: 0, width: 1920, height: 1080 },
      workArea: { x, y: 0, width: 1920, height: 1040 },
      scaleFactor: 1,
    }));
    await again.command('displays', [one, two]);
    await again.command('clickMenu', 'move');
    await move(t, again, { x: 3000, y: 900 });
    await again.command('clickMenu', 'move');
    await expect.poll(async () => (await boundsOf(again))?.x).toBeGreaterThan(1920);
    await again.command('displays', [one]);
    await expect.poll(async () => (right(await boundsOf(again)) ?? Infinity) <= 1920).toBe(true);
    const onScreen = await boundsOf(again);
    expect((onScreen?.y ?? 0) + (onScreen?.height ?? 0)).toBeLessThanOrEqual(1040);
  },
);

test.concurrent('a page that is killed is back by itself, and the core has lost nothing', async (t) => {
  const { expect } = t;
  const app = await start(t);
  await app.page('overlay');
  app.foresee(/crashed|Target crashed|Page crashed/);
  const { serverId } = await app.addOrigin({ name: 'Tickets' });
  const window = await app.window('overlay');
  await app.pages.crash(window?.id ?? 0);
  await expect
    .poll(async () =>
      (await app.page('overlay'))
        .locator('body')
        .innerText({ timeout: 500 })
        .catch(() => ''),
    )
    .toContain('Tickets');
  expect(await app.window('overlay')).toMatchObject({ id: window?.id, isVisible: true, ignoresMouse: true });
  expect((await app.call('listServers', {})).map(({ id }) => id)).toEqual([serverId]);
});
