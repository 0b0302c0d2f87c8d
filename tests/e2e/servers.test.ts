/** A server's life in the pages: added, measured, shown, steered by keys, and kept while the core is gone. */
import type { Locator } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import { ProblemError } from '../../api/client/client.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../../main/practice/origin.ts';
import { CORE_GONE, useApp, type App, type OpenPage } from './app.ts';
import { picture } from './browser.ts';

const startApp = useApp();

const DAY_MS = 86_400_000;
/** Beyond its ±: what a loaded computer takes to draw a frame, ms. */
const DRAWN_MS = 100;
/** A sync, on a loaded computer. */
const SYNC = { timeout: 25_000, interval: 200 };
const SOON = { timeout: 20_000 };

const textOf = (page: OpenPage) => page.locator('body').innerText();
const homeOf = (page: OpenPage) => page.getByRole('combobox');
const isFocused = async (field: Locator) => (await field.and(field.page().locator(':focus')).count()) === 1;

async function originFor(t: TestContext, offsetMs: number): Promise<PracticeOrigin> {
  const origin = await startPracticeOrigin({ offsetMs });
  t.onTestFinished(() => origin.close());
  return origin;
}

interface Shown {
  /** Since midnight, UTC, ms. */
  readonly timeMs: number;
  readonly accuracyMs: number;
}

/** What the first clock shows, all read in one go; null while it shows none. */
async function shownBy(overlay: OpenPage): Promise<Shown | null> {
  const [digits, figure] = await overlay.evaluate<[string, string]>(
    `['.digits', '.figure'].map((part) => document.querySelector(part)?.textContent ?? '')`,
  );
  const [, hours, minutes, seconds] = /(\d+):(\d\d):(\d\d\.\d{3})/.exec(digits.replaceAll(/\s/g, '')) ?? [];
  const [, accuracy, unit] = /±([\d.]+) (ms|s)/.exec(figure) ?? [];
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- nothing may have been found
  if (hours === undefined || accuracy === undefined) return null;
  return {
    timeMs: (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000,
    accuracyMs: Number(accuracy) * (unit === 's' ? 1000 : 1),
  };
}

/** By how much the clock of the overlay is off beyond its own ±, ms; at most 0 when it is right. */
async function faultOf(overlay: OpenPage, origin: PracticeOrigin): Promise<number> {
  const before = origin.epochMs(localClock.now()) % DAY_MS;
  const shown = await shownBy(overlay);
  const after = origin.epochMs(localClock.now()) % DAY_MS;
  if (!shown) return Infinity;
  const beyond = Math.max(before - shown.timeMs, shown.timeMs - after) % DAY_MS;
  return beyond - shown.accuracyMs - DRAWN_MS;
}

/** It is the origin's own time, and goes on. */
async function ticksRightly(overlay: OpenPage, origin: PracticeOrigin): Promise<void> {
  await overlay.bringToFront();
  await expect.poll(() => faultOf(overlay, origin), SOON).toBeLessThanOrEqual(0);
  const first = await shownBy(overlay);
  await expect.poll(async () => (await shownBy(overlay))?.timeMs, SOON).not.toBe(first?.timeMs);
  await expect.poll(() => faultOf(overlay, origin), SOON).toBeLessThanOrEqual(0);
}

const REFUSE_COPYING = `navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))`;
/** Whether the last row is chosen, and to be seen. */
const LAST_ROW = `(() => {
  const row = document.querySelector('[role=option]:last-child[aria-selected=true]')?.getBoundingClientRect();
  const list = document.querySelector('[role=listbox]').getBoundingClientRect();
  return row !== undefined && row.top >= list.top && row.bottom <= list.bottom;
})()`;

const withMilliseconds = (app: App) =>
  app.call('changeSettings', { display: { milliseconds: true, decimals: 3 } });

test(
  'from nothing to a ticking clock and back to nothing by keyboard alone',
  { timeout: 50_000 },
  async (t) => {
    const app = await startApp(t, { context: { timezoneId: 'UTC' } });
    await withMilliseconds(app);
    const origin = await originFor(t, -2410);
    const overlay = await app.openPage('overlay');
    await overlay.getByText('No server yet').waitFor();
    const page = await app.openPage('palette');
    const home = homeOf(page);
    await page.getByText(/No server yet/).waitFor();
    expect(await isFocused(home)).toBe(true);

    await page.keyboard.type(origin.url);
    await page.getByRole('option', { name: /^Add http/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/Request \d+ of about \d+/).waitFor();
    await picture(page, 'first-run-progress');
    await page.getByRole('button', { name: /Show the server/ }).waitFor({ timeout: SYNC.timeout });
    await picture(page, 'first-run-result');
    expect(await textOf(page)).toContain('your PC is 2.41 s fast');
    await page.keyboard.press('Escape');
    await home.waitFor();
    expect([await home.inputValue(), await isFocused(home)]).toEqual(['', true]);
    await expect.poll(() => page.getByRole('option').first().innerText()).toContain('your PC is 2.41 s fast');
    await ticksRightly(overlay, origin);
    await picture(overlay, 'first-run-overlay');

    await page.bringToFront();
    const { servers } = { servers: await app.call('listServers', {}) };
    const [{ id }] = servers;
    const server = () => app.call('showServer', { id });
    await page.keyboard.type(`http://127.0.0.1:${origin.port}/again`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: new RegExp(`127.0.0.1:${origin.port}`) }).waitFor();
    expect(await app.call('listServers', {})).toHaveLength(1);
    await page.keyboard.press('Escape');
    await home.waitFor();
    await home.fill('');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.evaluate(LAST_ROW)).toBe(true);
    await page.keyboard.press('ArrowDown');

    async function inMenu(key: string): Promise<void> {
      await page.keyboard.press('Control+K');
      await page.getByRole('option', { name: /Show everything about it/ }).waitFor();
      await page.keyboard.press(key);
    }
    const shownIds = async () => (await app.call('readSettings', {})).display.serverIds;
    const isClosed = () =>
      page.getByRole('option', { name: /Show everything about it/ }).waitFor({ state: 'hidden' });
    await inMenu('f');
    await expect.poll(async () => (await server()).favourite).toBe(true);
    await isClosed();
    await inMenu('w');
    await expect.poll(shownIds).toEqual([id]);
    await isClosed();
    await inMenu('w');
    await expect.poll(shownIds).toEqual([]);
    await isClosed();

    // On a Dvorak keyboard the r lies where others have the o.
    await page.keyboard.press('Control+K');
    await home.dispatchEvent('keydown', { key: 'r', code: 'KeyO' });
    await page.evaluate(REFUSE_COPYING);
    await page.keyboard.press('c');
    await page
      .getByRole('alert')
      .getByText(/does not let this page copy/)
      .waitFor();
    await page.keyboard.press('Escape');
    await isClosed();

    const known = (await server()).reading;
    await inMenu('s');
    await page.getByText(/Request \d+ of about \d+/).waitFor();
    await page.keyboard.press('Escape');
    await home.waitFor();
    await inMenu('s');
    await expect.poll(async () => (await server()).runId, SOON).toBeNull();
    expect((await server()).reading).not.toBeNull();
    expect(known).not.toBeNull();
    await isClosed();
    expect(await page.getByRole('option').first().innerText()).toContain('your PC is 2.41 s fast');

    await inMenu('Delete');
    await page.getByRole('option', { name: /Really remove it/ }).waitFor();
    await page.keyboard.press('Escape');
    await isClosed();
    await inMenu('Delete');
    await page.getByRole('option', { name: /Really remove it/ }).waitFor();
    expect(await app.call('listServers', {})).toHaveLength(1);
    await page.keyboard.press('Delete');
    await expect.poll(() => app.call('listServers', {})).toEqual([]);
    await page.getByText(/No server yet/).waitFor();
    await overlay.getByText('No server yet').waitFor();
  },
);

test.for(['en-GB', 'ko-KR'])(
  'what cannot be added is refused in a sentence beside it, and stays: %s',
  async (locale, t) => {
    const app = await startApp(t, { context: { locale, timezoneId: 'UTC' } });
    const page = await app.openPage('palette');
    const home = homeOf(page);
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(5);
    for (const typed of ['http://', 'ftp://x.test', '169.254.169.254']) {
      await home.fill(typed);
      await page.keyboard.press('Enter');
      const said = page.getByRole('alert');
      await said.waitFor();
      const sentence = await app.call('addServer', { url: typed }).then(
        () => 'It was added.',
        (error: unknown) => (error instanceof ProblemError ? error.problem.detail : String(error)),
      );
      const words = await said.innerText();
      if (locale === 'en-GB') expect(words).toBe(sentence);
      else expect(words).toMatch(/[가-힣].*[.요다]$/);
      expect([await home.inputValue(), await isFocused(home)]).toEqual([typed, true]);
      expect(await home.getAttribute('aria-invalid')).toBe('true');
      await picture(page, `refused-${locale}`);
      await page.keyboard.press('End');
      await page.keyboard.type('x');
      await said.waitFor({ state: 'hidden' });
    }
    expect(await app.call('listServers', {})).toEqual([]);
    await home.fill('127.0.0.1:1');
    await page.keyboard.press('Enter');
    const refused = locale === 'en-GB' ? /refused the connection/ : /연결을 거부/;
    await expect.poll(() => textOf(page), SYNC).toMatch(refused);
    await picture(page, `refusing-${locale}`);
    await page.keyboard.press('Escape');
    await home.waitFor();
    await expect.poll(() => page.getByRole('option').first().innerText()).toMatch(refused);

    const [{ id }] = await app.call('listServers', {});
    await app.call('updateServer', { id, name: '멜론티켓' });
    await home.fill('ㅁㄹ');
    await expect.poll(() => page.getByRole('option').first().innerText()).toContain('멜론티켓');
    await home.fill('20:00 ㅁㄹ');
    await expect
      .poll(() => page.getByRole('option').first().innerText())
      .toMatch(/\d{4}-\d\d-\d\d 20:00.*멜론티켓/s);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const values = () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('input, select')].map(({ value }) => value)`);
    await expect.poll(values).toContain(id);
    expect((await values()).filter((value) => value.includes('20:00'))).not.toEqual([]);
    await picture(page, `draft-${locale}`);
  },
);

test('before a server goes the harmless answer has the focus, and Escape leaves only the question', async (t) => {
  const app = await startApp(t, { context: { locale: 'ko-KR' } });
  await app.call('startPractice', {});
  const page = await app.openPage('palette');
  await page
    .getByRole('option', { name: /연습 서버/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  const remove = page.getByRole('button', { name: '삭제…' });
  await remove.press('Enter');
  const question = page.getByRole('alertdialog', { name: /^연습 서버 서버를 기록, 예약과 함께 삭제할까요/ });
  await expect.poll(() => isFocused(question.getByRole('button', { name: '그대로 두기' }))).toBe(true);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await expect.poll(() => isFocused(remove)).toBe(true);
  await page.keyboard.press('Delete');
  await question.getByRole('button', { name: '삭제' }).press('Enter');
  await expect.poll(() => app.call('listServers', {})).toEqual([]);
  await homeOf(page).waitFor();
});

test('a clock that is compared is drawn once, however often its server is changed', async (t) => {
  const app = await startApp(t);
  const { id } = await app.call('addServer', { url: 'http://127.0.0.1:9/' });
  const page = await app.openPage('palette');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Alt+C');
  for (const name of ['Tickets', 'Box office']) {
    await app.call('updateServer', { id, name });
    await page.getByRole('button', { name }).waitFor();
  }
  expect(await page.locator('.time').innerText()).toBe('--:--:--');
});

test('a dialog has the keys to itself, and says so where the browser lets it copy nothing', async (t) => {
  const app = await startApp(t);
  await app.context.addInitScript(`globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      globalThis.tell = (message) => this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
    }
  }`);
  const page = await app.openPage('palette');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Alt+C');
  const view = page.getByRole('heading', { name: 'Compare' });
  await view.waitFor();
  const reference = { source: 'sntp', name: 'ntp.test', offsetMs: 5000, accuracyMs: 10, delayMs: 20 };
  const told = { type: 'local-clock', isOff: true, reference: { ...reference, measuredAtEpochMs: 0 } };
  await page.evaluate(`tell(${JSON.stringify(told)})`);
  await page.evaluate(REFUSE_COPYING);
  await page.getByRole('button', { name: 'NTP Sync' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('button', { name: /^Copy / })
    .first()
    .press('Enter');
  await dialog.getByText(/does not let this page copy/).waitFor();
  await picture(page, 'clock-dialog');
  await page.keyboard.press('Control+Shift+Space');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await view.count()).toBe(1);
  await page.keyboard.press('Escape');
  await homeOf(page).waitFor();
});

test(
  'while the core is gone the last clock runs on, dimmed and with a growing ±, and the next core takes over',
  { timeout: 50_000 },
  async (t) => {
    const app = await startApp(t, { context: { timezoneId: 'UTC' } });
    await withMilliseconds(app);
    const { origin } = await app.addOrigin({ offsetMs: 1234, name: 'Tickets' });
    const [overlay, palette] = [await app.openPage('overlay'), await app.openPage('palette')];
    for (const page of [overlay, palette]) page.foresee(CORE_GONE);
    await palette.getByText('Tickets').first().waitFor();
    await ticksRightly(overlay, origin);
    await app.kill();
    await overlay.getByText(/not reached/).waitFor(SOON);
    await expect.poll(() => overlay.locator('.digits').getAttribute('class')).toContain('dim-much');
    let leastMs = Infinity; // The ± of a new estimate comes down first, with the digits.
    const grownMs = async () => {
      const { accuracyMs } = (await shownBy(overlay)) ?? { accuracyMs: leastMs };
      leastMs = Math.min(leastMs, accuracyMs);
      return accuracyMs - leastMs;
    };
    await expect.poll(grownMs, { timeout: 30_000 }).toBeGreaterThan(0);
    await ticksRightly(overlay, origin);
    await picture(overlay, 'core-gone-clock');
    await palette.bringToFront();
    await palette.getByText(/cannot be reached/).waitFor(SOON);
    expect(await palette.getByRole('option').first().innerText()).toContain('Tickets');
    await picture(palette, 'core-gone-home');

    await app.restart();
    await palette.getByText(/cannot be reached/).waitFor({ state: 'hidden', timeout: 40_000 });
    expect(await palette.getByRole('option').first().innerText()).toContain('Tickets');
    await overlay.bringToFront();
    await overlay.getByText(/not reached/).waitFor({ state: 'hidden', timeout: 40_000 });
    await ticksRightly(overlay, origin);
    await picture(overlay, 'core-back-clock');
    await expect.poll(async () => (await app.call('readHealth', {})).clients.length, SOON).toBe(2);
  },
);
