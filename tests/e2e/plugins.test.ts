/** Plugins, as a person starts, watches, uses and stops them. */
import { expect, test } from 'vitest';
import { useApp } from './app.ts';
import { accessibilityFaults, picture } from './browser.ts';
import { isFocused, tabTo, typeDate, typeInto } from './keyboard.ts';
import { putBroken, putLamp, putPlugin } from './some-plugins.ts';

const startApp = useApp();
const PATIENT = { timeout: 20_000 };

test('a plugin is allowed, watched, asked to act at an event, and stopped, by keyboard alone', async (t) => {
  const app = await startApp(t, { context: { timezoneId: 'UTC' } });
  putLamp(app.folder);
  putBroken(app.folder);
  const { id: serverId } = await app.call('addServer', { url: 'http://127.0.0.1:9/', name: 'Ticket shop' });
  const page = await app.openPage('palette');
  page.foresee(/status of 4\d\d/);
  const { keyboard } = page;
  const home = page.getByRole('combobox', { name: /address, name or command/ });
  await page.getByRole('option').nth(5).waitFor();
  await keyboard.press('Alt+G');
  const lamp = page.getByRole('article', { name: 'Stage lamp' });
  const state = lamp.getByRole('status').first();
  await lamp.getByText('Read · Be told').waitFor();
  await lamp.getByText('At an event it can: Light a lamp').waitFor();
  expect(await state.innerText()).toBe('Off');
  const last = page.getByRole('article').last();
  await last.getByText(/the field "version" cannot be used/).waitFor();
  expect(await last.innerText()).toContain(app.folder);

  // Nothing starts before it is allowed; the harmless answer comes first.
  const start = lamp.getByRole('button', { name: 'Start: Stage lamp' });
  await tabTo(start);
  await keyboard.press('Enter');
  const consent = lamp.getByRole('alertdialog', { name: /^Start “Stage lamp”/ });
  await consent.getByText('be told of triggers and alarms').waitFor();
  await consent.getByText('256 MB of memory and 50 % of one processor').waitFor();
  await consent.getByText('kept from your files').waitFor();
  await expect.poll(() => isFocused(consent.getByRole('button', { name: 'Do not start' }))).toBe(true);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plugins-consent');
  await keyboard.press('Escape');
  await expect.poll(() => isFocused(start)).toBe(true);
  expect(await state.innerText()).toBe('Off');
  await keyboard.press('Enter');
  await tabTo(consent.getByRole('button', { name: 'Allow and start' }));
  await keyboard.press('Enter');
  await expect.poll(() => state.innerText(), PATIENT).toBe('Running');
  await expect.poll(() => isFocused(lamp)).toBe(true);
  await lamp.getByText(/started .* · connected/).waitFor(PATIENT);
  await lamp.getByText(/\d MB of 256 MB/).waitFor(PATIENT);
  await tabTo(lamp.getByRole('button', { name: 'Log: Stage lamp' }));
  await keyboard.press('Enter');
  await lamp.getByText(/The lamp is ready\.$/).waitFor(PATIENT);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plugins-log');

  await keyboard.press('Escape');
  await home.waitFor();
  await keyboard.press('Alt+E');
  await typeInto(page.getByLabel('Name', { exact: true }), 'Opening night');
  await tabTo(page.getByLabel('Action'));
  await keyboard.type('Light a lamp');
  const room = page.getByLabel('Room');
  await typeInto(page.getByLabel('Seconds', { exact: true }), '90');
  await tabTo(page.getByLabel('Blink'));
  await keyboard.press('Space');
  const date = page.getByLabel('Date', { exact: true });
  const time = page.getByLabel('Time', { exact: true });
  const soon = () => new Date(Date.now() + 4000).toISOString();
  await tabTo(date, 'Shift+Tab');
  await typeDate(date, soon().slice(0, 10));
  await typeInto(time, '23:59:59.999');
  await keyboard.press('Control+Enter');
  await page.getByText('The action needs this').waitFor();
  await expect.poll(() => isFocused(room)).toBe(true);
  await page.getByText('Type a number from 1 to 60.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plugins-event-refused');
  await keyboard.type('Stage');
  await typeInto(page.getByLabel('Seconds', { exact: true }), '5');
  await typeInto(time, soon().slice(11, 19), 'Shift+Tab');
  await keyboard.press('Control+Enter');
  const item = page.getByRole('article', { name: 'Opening night' });
  await item.getByText(/Light a lamp \(Stage lamp\)$/).waitFor();
  await item.getByText(/Fired .* after its instant/).waitFor(PATIENT);
  const input = '{"room":"Stage","colour":"red","seconds":5,"blinks":true}';
  await expect
    .poll(async () => (await app.call('readPluginLog', { id: 'lamp' })).lines.at(-1), PATIENT)
    .toContain(`lit ${input}`);
  await tabTo(item.getByRole('button', { name: /Details/ }));
  await keyboard.press('Enter');
  expect(await item.locator('dl').innerText()).toMatch(
    /Room\s+Stage\s+Colour\s+red\s+Seconds\s+5\s+Blink\s+yes/,
  );
  await picture(page, 'plugins-event-fired');

  const encore = { serverId, name: 'Encore', time: '2099-12-24T20:00' };
  await app.call('addEvent', { ...encore, action: { kind: 'lamp.light', input: { room: 'Hall' } } });

  await keyboard.press('Escape');
  await home.waitFor();
  await keyboard.press('Alt+G');
  await tabTo(lamp.getByRole('button', { name: 'Stop: Stage lamp' }));
  await keyboard.press('Enter');
  await expect.poll(() => state.innerText(), PATIENT).toBe('Off');
  await expect.poll(() => isFocused(lamp)).toBe(true);
  expect((await app.call('readHealth', {})).clients.map(({ tokenId }) => tokenId)).toEqual(['person']);

  const notice = page.getByRole('status', { name: 'Notices' });
  await notice.getByText(/what is scheduled asks it for an action \("Encore"\)/).waitFor();
  await picture(page, 'plugins-awaited');

  // Copied, the action is there again, and it is said that nobody would do it.
  await keyboard.press('Escape');
  await home.waitFor();
  await keyboard.press('Alt+L');
  const next = page.getByRole('article', { name: 'Encore' });
  await next.getByText('The plugin Stage lamp does not run: nothing is done').waitFor();
  await tabTo(item.getByRole('button', { name: /Duplicate/ }));
  await keyboard.press('Enter');
  await page.getByText('The plugin of this action is not started').waitFor();
  await picture(page, 'plugins-event-gone');
});

test('a plugin that does not run says why, in Korean as well', async (t) => {
  const app = await startApp(t, { context: { locale: 'ko-KR', colorScheme: 'light' } });
  putBroken(app.folder);
  putPlugin(app.folder, { id: 'fails', name: 'Fails' }, 'process.exit(3);');
  putPlugin(app.folder, { id: 'ends', name: 'Ends' }, '');
  putPlugin(app.folder, { id: 'free', name: 'Free', permissions: ['sync'] }, '', 'main.py');
  for (const id of ['fails', 'ends']) await app.call('enablePlugin', { id, permissions: [] });
  const page = await app.openPage('palette');
  await page.getByRole('option').nth(5).waitFor();
  await page.keyboard.press('Alt+G');
  const card = (name: string) => page.getByRole('article', { name });
  await card('Ends').getByText('끝남').waitFor(PATIENT);
  await card('Fails').getByText('다시 시작 대기 중').waitFor(PATIENT);
  await card('Fails')
    .getByText(/\d초 뒤 다시 시작/)
    .waitFor(PATIENT);
  await card('Fails')
    .getByText(/비정상 종료/)
    .waitFor(PATIENT);
  await card('fog').getByText('사용할 수 없음').waitFor();
  await card('fog')
    .getByText(/"version".*쓸 수 없습니다/)
    .waitFor();
  await card('Free').getByRole('button', { name: '시작: Free' }).press('Enter');
  await card('Free').getByText('만든 사람을 믿을 때만 시작하세요').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plugins-ko');
});
