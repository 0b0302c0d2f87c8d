/** What reaches the app, and what it says, beside its windows: the tray, notifications, second starts, links, sleep, updates. */
import { test } from 'vitest';
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { useDesktop, type Desktop } from './desktop.ts';

const start = useDesktop();

async function bodies(app: Desktop): Promise<string[]> {
  return (await app.command('notifications')).map(({ title, body }) => `${title}: ${body}`);
}

test.concurrent(
  'the tray does everything, tells the health by its image, and speaks the person’s language',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    await app.page('overlay');
    expect((await app.command('tray'))?.image).toMatch(/tray-none-on-dark\.png$/);
    await app.addOrigin({ name: 'Tickets' });
    await app.addOrigin({ name: 'Melon' });
    await expect.poll(async () => (await app.command('tray'))?.image).toMatch(/tray-good-on-dark\.png$/);
    const tray = await app.command('tray');
    expect(tray?.menu.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Open palette', 'Hide overlay', 'Sync Melon now', 'Schedule…', 'Quit']),
    );
    expect(tray?.menu.find(({ id }) => id === 'palette')?.accelerator).toBe('CommandOrControl+Shift+Space');
    await app.command('clickMenu', 'next-server');
    await expect.poll(async () => (await app.command('tray'))?.tooltip).toContain('Tickets');
    await app.command('clickMenu', 'overlay');
    await expect.poll(async () => (await app.window('overlay'))?.isVisible).toBe(false);
    await expect
      .poll(async () => (await app.command('tray'))?.menu.map(({ label }) => label))
      .toContain('Show overlay');
    const palette = await app.page('palette');
    await app.command('clickMenu', 'schedule');
    await palette.getByRole('heading', { name: 'Schedule' }).waitFor();
    await app.call('changeSettings', { display: { language: 'ko' } });
    await expect.poll(async () => (await app.command('tray'))?.menu.at(-1)?.label).toBe('종료');
    await app.command('clickMenu', 'quit');
    expect(await app.quit()).toBe(0);
  },
);

test.concurrent(
  'an alarm notifies, lights the screen and keeps the computer awake; a moment that was slept through is told',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    await app.page('overlay');
    const { serverId } = await app.addOrigin({ name: 'Tickets' });
    await app.call('changeSettings', { flash: 'screen' });
    const time = new Date(Date.now() + 6000).toISOString();
    await app.call('addEvent', {
      serverId,
      name: 'Opening',
      time,
      alarms: [{ beforeMs: 3000, by: ['notification', 'flash', 'sound'] }],
    });
    await expect.poll(() => app.command('blockers')).toBe(1);
    const flash = await app.page('flash');
    await expect
      .poll(() => app.window('flash'))
      .toMatchObject({
        isVisible: true,
        ignoresMouse: true,
        bounds: { x: 0, y: 0, width: 1920, height: 1080 },
      });
    const lit = flash.evaluate<number>(`new Promise((resolve) => {
    const look = () => (document.getAnimations().length > 0 ? resolve(performance.now()) : requestAnimationFrame(look));
    look();
  })`);
    await expect.poll(() => bodies(app)).toContain('Opening: 3 s left.');
    expect(await lit).toBeGreaterThan(0);
    const overlay = await app.page('overlay');
    await expect.poll(() => overlay.locator('body').innerText()).toContain('Opening · now');
  },
);

test.concurrent(
  'started once more it hands over what was asked; a link asks before it adds, and does nothing else',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    const palette = await app.page('palette');
    await palette.getByRole('combobox').waitFor();
    await palette.keyboard.press('Escape');
    await expect.poll(async () => (await app.window('palette'))?.isVisible).toBe(false);
    expect(await app.second('--overlay')).toBe(0);
    await expect.poll(async () => (await app.window('overlay'))?.isVisible).toBe(false);
    expect(await app.second('--palette')).toBe(0);
    await expect.poll(async () => (await app.window('palette'))?.isVisible).toBe(true);
    const origin = await startPracticeOrigin({});
    t.onTestFinished(() => origin.close());
    const link = `ticketime://add?url=${encodeURIComponent(origin.url)}`;
    expect(await app.second(link)).toBe(0);
    const dialog = palette.getByRole('dialog');
    await dialog.getByText(new URL(origin.url).host).first().waitFor();
    expect(await app.call('listServers', {})).toEqual([]);
    await palette.keyboard.press('Escape');
    await palette.locator('dialog').waitFor({ state: 'detached' }); // closed, it is not gone yet
    expect(await app.call('listServers', {})).toEqual([]);
    await app.command('openUrl', link);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect.poll(async () => (await app.call('listServers', {})).length).toBe(1);
    await app.command('openUrl', 'ticketime://sync?url=https://example.com');
    await expect
      .poll(() => bodies(app))
      .toContain('Ticketime: A link was not followed, for Ticketime knows only ticketime://add?url=….');
  },
);
