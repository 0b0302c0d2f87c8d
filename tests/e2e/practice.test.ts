import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readAt } from '../../api/protocol/reading.ts';
import { useApp, type App } from './app.ts';
import { accessibilityFaults, picture } from './browser.ts';
import { isFocused, tabTo } from './keyboard.ts';

const startApp = useApp();
const PATIENT = { timeout: 30_000 };
/** How late the person of this test is. */
const REACTION_MS = 180;
const GAP_MS = 1050;

/** As one who presses late: by a target that lies so long before the press. */
async function pressLate(app: App, id: string, reactionMs: number): Promise<void> {
  const { reading } = await app.call('showServer', { id });
  if (!reading) throw new Error('There is no reading.');
  // The core's clock is that of the whole computer.
  const pressedAt = Number(process.hrtime.bigint()) / 1e6;
  const targetEpochMs = readAt(reading, pressedAt).serverEpochMs - reactionMs;
  await app.call('press', { id, targetEpochMs, pressedAt, timeMode: 'server-time' });
}

test('a practice opening is started, pressed too early and pressed in time by keyboard alone', async (t) => {
  const app = await startApp(t, { context: { timezoneId: 'Asia/Seoul' } });
  const page = await app.openPage('palette');
  const { keyboard } = page;
  await page.getByRole('option').nth(5).waitFor();
  await keyboard.press('Alt+P');
  const start = page.getByRole('button', { name: '10 s' });
  await tabTo(start);
  await keyboard.press('Enter');
  const clock = page.getByText(/press when this reads \d\d:\d\d:\d\d/);
  await clock.waitFor(PATIENT);
  // The first ten seconds may be over by the time that the clock is known.
  await tabTo(start, 'Shift+Tab');
  await keyboard.press('Enter');
  const locked = page.getByRole('button', { name: /^Opens at \d\d:\d\d:\d\d/ });
  await locked.waitFor();
  await expect.poll(() => isFocused(locked)).toBe(true);
  const [, opens = ''] = /Opens at ([\d:]{8})/.exec(await locked.innerText()) ?? [];
  await keyboard.press('Space');
  const result = page.getByRole('region', { name: /^(Too early|In, )/ }).last();
  await result.getByRole('heading', { name: /^Too early by [\d.]+ m?s/ }).waitFor(PATIENT);
  await result.getByText(/before the clock read it/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'practice-early');

  const open = page.getByRole('button', { name: /^Book now/ });
  await open.waitFor(PATIENT);
  expect(await isFocused(open)).toBe(true);
  await keyboard.press('Space');
  await result.getByRole('heading', { name: /^In, [\d.]+ m?s after the opening/ }).waitFor(PATIENT);
  const [, seen = ''] = /in the second ([\d:]{8})/.exec(await result.innerText()) ?? [];
  expect(seen >= opens).toBe(true);
  await result.getByText(/after the clock read it/).waitFor();
  const history = page.getByRole('region', { name: 'Presses so far' });
  await expect.poll(() => history.locator('circle').count()).toBe(2);
  await picture(page, 'practice-in');

  const id = (await app.call('listServers', {})).find(({ practice }) => practice !== null)?.id ?? '';
  // More unlike each other than a busy machine makes them, or that would make slips of some.
  for (const more of [0, 40, -40, 20, -20, 60, 0]) {
    await setTimeout(GAP_MS); // a server is pressed no more often
    await pressLate(app, id, REACTION_MS + more);
  }
  await keyboard.press('Escape');
  await page.getByRole('option').nth(5).waitFor();
  await keyboard.press('Alt+P');
  await expect.poll(() => history.locator('circle').count()).toBe(9);
  await history.getByText(/You press [\d.]+ ms after the clock reads the target \(±.*presses\)/).waitFor();
  const suggested = history.getByRole('button', { name: /^Set the trim to −[\d.]+ ms/ });
  await tabTo(suggested);
  await picture(page, 'practice-suggested');
  expect(await accessibilityFaults(page)).toEqual([]);
  await keyboard.press('Enter');
  await history.getByText(/^The trim is −[\d.]+ ms now/).waitFor();
  const { trimMs } = await app.call('showServer', { id });
  expect(trimMs).toBeGreaterThan(-REACTION_MS - 100);
  expect(trimMs).toBeLessThan(-REACTION_MS + 40);
  const forget = history.getByRole('button', { name: 'Forget these presses' });
  await expect.poll(() => isFocused(forget), { message: 'the focus is not lost with the button' }).toBe(true);
  await keyboard.press('Enter');
  await history.waitFor({ state: 'detached' });
  await expect
    .poll(() => isFocused(page.locator('main button')), { message: 'nor with the history' })
    .toBe(true);
  expect((await app.call('listRehearsals', { id })).rehearsals).toEqual([]);

  await open.waitFor();
  await page.getByRole('button', { name: 'End the practice server' }).press('Enter');
  await open.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '30 s' }).press('Enter');
  await locked.waitFor({ timeout: 15_000 });
});

test('the practice server is named in the language of the page, wherever it is shown', async (t) => {
  const app = await startApp(t, { context: { locale: 'ko-KR' } });
  await app.call('startPractice', {});
  const overlay = await app.openPage('overlay');
  await overlay.locator('.row .name').getByText('연습 서버').waitFor();
  const page = await app.openPage('palette');
  await page
    .getByRole('option', { name: /연습 서버/ })
    .first()
    .waitFor();
  const heading = page.getByRole('heading', { level: 1, name: '연습 서버', exact: true });
  await page.keyboard.press('Enter');
  await heading.waitFor();
  await page.keyboard.press('s');
  await page.getByRole('status').getByText('연습 서버 동기화를 시작했습니다.').waitFor();
  await heading.waitFor();
  await page.keyboard.press('Control+Shift+Space');
  await page.keyboard.press('Control+,');
  await page.locator('option').getByText('연습 서버').waitFor({ state: 'attached' });
});
