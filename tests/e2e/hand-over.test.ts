import { expect, test } from 'vitest';
import { picture } from './browser.ts';
import { CORE_GONE, useApp, type OpenPage } from './app.ts';

const startApp = useApp();
const PAGES = ['overlay', 'palette'] as const;

const textOf = (page: OpenPage) => page.locator('body').innerText();
const shows = (page: OpenPage, pattern: RegExp) =>
  expect.poll(() => textOf(page), { timeout: 15_000 }).toMatch(pattern);

/** What a page says, in whichever words, when the core lets it in no more. */
const REFUSED =
  /no longer let in|open it anew|open (the page|it|this page|Ticketime).*again|session has ended|ticketime open|npm start/i;
const GONE = /not reached|not running|core .*(gone|stopped)|reconnect|connection|lost|cannot be reached/i;

test.for(PAGES)(
  'the code in the address of the %s becomes a cookie, and is gone from address and history',
  async (name, t) => {
    const app = await startApp(t);
    const page = await app.openPage(name);
    await expect.poll(() => page.url()).toBe(`${app.address}/${name}`);
    await expect
      .poll(() => app.context.cookies())
      .toMatchObject([
        { name: `ticketime-${new URL(app.address).port}`, httpOnly: true, sameSite: 'Strict' },
      ]);
    expect(await page.evaluate<string>('document.cookie')).toBe('');
    const debug = await app.context.newCDPSession(page);
    const { entries } = await debug.send('Page.getNavigationHistory');
    expect(entries.filter(({ url }) => url.includes('code='))).toEqual([]);
    await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
    expect((await textOf(page)).length).toBeGreaterThan(0);
    await picture(page, `hand-over-${name}`);
  },
);

test.for(PAGES)('the %s comes back after a reload, without a code', async (name, t) => {
  const app = await startApp(t);
  const page = await app.openPage(name);
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
  await page.reload();
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
  expect(await textOf(page)).not.toMatch(REFUSED);
});

test.for(PAGES)('a code that was used up opens no %s, which says how to open it', async (name, t) => {
  const app = await startApp(t);
  const address = await app.addressOf(name);
  const first = await app.context.newPage();
  await first.goto(address);
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
  await first.close();
  await app.context.clearCookies();
  const page = await app.openPage(name);
  page.foresee(/401|WebSocket/);
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
  await page.goto('about:blank');
  await app.context.clearCookies();
  await page.goto(address);
  await shows(page, REFUSED);
  await picture(page, `code-spent-${name}`);
});

test.for(PAGES)(
  'the %s says so when the core is gone, and is let in again by itself after a restart',
  async (name, t) => {
    const app = await startApp(t);
    const page = await app.openPage(name);
    await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(1);
    page.foresee(CORE_GONE);
    await app.kill();
    await shows(page, GONE);
    await picture(page, `core-gone-${name}`);
    await app.restart();
    await expect
      .poll(async () => (await app.call('readHealth', {})).clients.length, { timeout: 30_000 })
      .toBe(1);
    await expect.poll(() => textOf(page), { timeout: 15_000 }).not.toMatch(GONE);
    expect(await textOf(page)).not.toMatch(REFUSED);
    await picture(page, `core-restarted-${name}`);
  },
);

test('a person who follows a link from elsewhere gets in, and no other page may frame it', async (t) => {
  const app = await startApp(t);
  const page = await app.openPage('palette');
  const elsewhere = await app.context.newPage();
  await elsewhere.route('http://elsewhere.test/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<a href="${app.address}/palette">go</a><iframe src="${app.address}/overlay"></iframe>`,
    }),
  );
  await elsewhere.goto('http://elsewhere.test/');
  expect(elsewhere.frames()[1].url()).not.toContain('/overlay');
  await elsewhere.click('a');
  await expect.poll(() => elsewhere.url()).toBe(`${app.address}/palette`);
  await expect.poll(async () => (await app.call('readHealth', {})).clients.length).toBe(2);
  await page.close();
});
