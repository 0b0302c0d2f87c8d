/** Every view, in both languages and themes: nobody is kept out, nothing goes wrong, and there is a picture to look at. */
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { accessibilityFaults, picture } from './browser.ts';
import { useApp } from './app.ts';
import { putBroken, putLamp, putPlugin } from './some-plugins.ts';

const startApp = useApp();

/** Each language and each theme once; all four when pictures are wanted. */
const LOOKS = [
  { locale: 'en-GB', colorScheme: 'dark' },
  { locale: 'ko-KR', colorScheme: 'light' },
  ...(process.env['SCREENSHOTS'] === undefined
    ? []
    : ([
        { locale: 'ko-KR', colorScheme: 'dark' },
        { locale: 'en-GB', colorScheme: 'light' },
      ] as const)),
] as const;

/** By its key at home. */
const VIEWS = {
  compare: 'Alt+C',
  schedule: 'Alt+L',
  'new-event': 'Alt+E',
  practice: 'Alt+P',
  settings: 'Control+,',
  access: 'Alt+T',
  plugins: 'Alt+G',
};

/** Home has one too, for those who do not see the page: the name of the program. */
const headingOf = (page: Page) => page.getByRole('heading', { level: 1, name: /^(?!Ticketime$)/ });

test.concurrent.for(LOOKS)('every view can be used by everybody: $locale, $colorScheme', async (look, t) => {
  const { expect } = t;
  const app = await startApp(t, { context: { ...look, timezoneId: 'Asia/Seoul' } });
  const named = (name: string) => `${name}-${look.locale.slice(0, 2)}-${look.colorScheme}`;
  putLamp(app.folder);
  putBroken(app.folder);
  putPlugin(app.folder, { id: 'fails', name: 'Fails' }, 'process.exit(3);');
  putPlugin(app.folder, { id: 'score', name: 'Scoreboard', permissions: ['sync'] }, '', 'main.py');
  await app.call('enablePlugin', { id: 'lamp', permissions: ['read', 'trigger'] });
  await app.call('enablePlugin', { id: 'fails', permissions: [] });
  const empty = await app.openPage('overlay');
  await expect.poll(() => empty.locator('body').innerText()).toMatch(/\S/);
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(2);
  await picture(empty, named('overlay-empty'));
  const [one] = await Promise.all([
    app.addOrigin({ offsetMs: 151, name: '인터파크 티켓' }),
    app.addOrigin({ offsetMs: -2410, name: 'Melon Ticket' }),
  ]);
  await app.call('updateServer', { id: one.serverId, favourite: true, zone: 'Asia/Seoul' });
  await app.call('changeSettings', { display: { serverIds: [one.serverId], date: true, zone: true } });
  const action = { kind: 'lamp.light', input: { room: 'Stage' } };
  const time = new Date(Date.now() + 151 + 90_000).toISOString();
  await app.call('addEvent', { serverId: one.serverId, name: '콘서트 예매', time, action });
  await expect.poll(() => empty.locator('body').innerText()).toContain('인터파크');
  expect(await accessibilityFaults(empty)).toEqual([]);
  await picture(empty, named('overlay'));

  const page = await app.openPage('palette');
  const home = page.getByRole('combobox');
  await home.waitFor();
  await expect.poll(() => page.locator('[role=option]').count()).toBeGreaterThan(5);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, named('home'));
  await page.keyboard.press('Control+K');
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, named('home-actions'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await headingOf(page).waitFor();
  await page.waitForTimeout(300);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, named('server'));
  await page.keyboard.press('Escape');
  for (const [name, keys] of Object.entries(VIEWS)) {
    await home.waitFor();
    await page.keyboard.press(keys);
    await headingOf(page).waitFor();
    await page.waitForTimeout(200);
    expect(await accessibilityFaults(page), name).toEqual([]);
    await picture(page, named(name));
    await page.keyboard.press('Escape');
  }
  await home.waitFor();
  await page.keyboard.press(VIEWS.plugins);
  const inCard = (name: string) => page.getByRole('article', { name });
  await inCard('Stage lamp').getByRole('button').last().press('Enter');
  await inCard('Stage lamp').locator('pre').waitFor();
  await inCard('Scoreboard').getByRole('button').first().press('Enter');
  for (const name of ['Stage lamp', 'Fails', 'Scoreboard', 'fog']) {
    await inCard(name).scrollIntoViewIfNeeded();
    await picture(page, named(`plugins-${name.replace(' ', '-').toLowerCase()}`));
  }
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await home.waitFor();
  await page.keyboard.press(VIEWS['new-event']);
  const kinds = page.locator('select').filter({ has: page.locator('[value="lamp.light"]') });
  await kinds.selectOption('lamp.light');
  await kinds.press('Control+Enter');
  await kinds.scrollIntoViewIfNeeded();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, named('new-event-action'));
  await page.keyboard.press('Escape');
  await home.waitFor();
  await app.call('startSync', { id: one.serverId, mode: 'default' });
  await home.fill('인터');
  await page.keyboard.press('Control+K');
  // The page has heard of the sync.
  await page.getByRole('option').filter({ hasText: /G$/ }).waitFor();
  await page.keyboard.press('g');
  await headingOf(page).waitFor();
  await page.waitForTimeout(7000);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, named('progress'));
});
