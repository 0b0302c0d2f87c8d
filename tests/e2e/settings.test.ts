/** Every setting, changed by hand in the palette: the core keeps it, what it is for comes about, and it outlives a crash. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Settings } from '../../api/client/client.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import { lengthMs, wave, type WaveName } from '../../overlay/page/sounds/wave.ts';
import { changeOf, valueOf, type SettingKey } from '../../palette/views/settings/setting.ts';
import { TABLE } from '../../palette/views/settings/table.ts';
import { CORE_GONE, useApp, type App, type OpenPage } from './app.ts';
import { accessibilityFaults, picture } from './browser.ts';

const startApp = useApp();

/** The setting's row, in whichever language the page speaks. */
const rowOf = (page: Page, key: SettingKey, language: 'en' | 'ko' = 'en'): Locator =>
  page
    .locator('.row')
    .filter({ has: page.locator('.about').getByText(TABLE[key].name[language], { exact: true }) });

/** Whether it has the focus, or what has it is in there. */
const hasFocus = async (locator: Locator) =>
  (await locator.and(locator.page().locator(':focus-within')).count()) === 1;

async function type(row: Locator, text: string, enter = 'Enter'): Promise<void> {
  const field = row.locator('input, textarea');
  await field.fill(text);
  await field.press(enter);
}
async function press(row: Locator, ...keys: string[]): Promise<void> {
  for (const key of keys) await row.locator('input').press(key);
}
async function choose(row: Locator, label: string): Promise<void> {
  await row.locator('select').selectOption({ label });
}
async function record(row: Locator, keys: string): Promise<void> {
  const button = row.locator('button[aria-labelledby]');
  await button.press('Enter');
  await row.getByText('Press keys…').waitFor();
  await button.press(keys);
}

async function openSettings(app: App): Promise<OpenPage> {
  const page = await app.openPage('palette');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Control+,');
  await page.locator('input[type=search]').waitFor();
  return page;
}

const holds = (app: App, key: SettingKey, value: unknown) =>
  expect.poll(async () => valueOf(await app.call('readSettings', {}), key), { message: key }).toEqual(value);

/** Notes what the page plays, how loud, and what it lets flash. */
const LISTENING = `
  globalThis.played = [];
  globalThis.flashes = [];
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...given) {
    const ms = Math.round((this.buffer?.duration ?? 0) * 1000);
    if (ms > 10) played.push({ ms, volume: this.to.gain.asked });
    return start.apply(this, given);
  };
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...more) {
    this.to = to;
    return connect.call(this, to, ...more);
  };
  const { setValueAtTime } = AudioParam.prototype;
  AudioParam.prototype.setValueAtTime = function (value, at) {
    this.asked = value;
    return setValueAtTime.call(this, value, at);
  };
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...given) {
    if (this.matches('.edge, .screen')) flashes.push(this.className.split(' ')[0]);
    return animate.apply(this, given);
  };
`;

test('every setting is changed by hand, does what it says, and outlives a crash', async (t) => {
  const app = await startApp(t, { context: { timezoneId: 'Asia/Seoul' } });
  await app.context.addInitScript(LISTENING);
  const [one, other] = await Promise.all([
    app.addOrigin({ offsetMs: 151, name: 'First' }),
    app.addOrigin({ offsetMs: -2410, name: 'Second' }),
  ]);
  await app.call('updateServer', { id: other.serverId, zone: 'Asia/Seoul' });
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await app.call('addEvent', { serverId: other.serverId, name: 'Sale', time: later });

  const overlay = await app.openPage('overlay', { width: 800, height: 600 });
  const palette = await openSettings(app);
  const row = (key: SettingKey) => rowOf(palette, key);
  const done = new Map<SettingKey, unknown>();
  /** What was done to the control of `key` gives it this value. */
  const becomes = async (key: SettingKey, value: unknown) => {
    await holds(app, key, value);
    expect(valueOf(SETTINGS_DEFAULTS, key), key).not.toEqual(value);
    done.set(key, value);
  };
  const inOverlay = (script: string) =>
    expect.poll(() => overlay.evaluate<unknown>(script), { message: script });
  const firstRow = overlay.locator('.row').first();

  // Servers, in an order.
  await firstRow.getByText('First').waitFor();
  await choose(row('display.serverIds'), 'First');
  await holds(app, 'display.serverIds', [one.serverId]);
  await choose(row('display.serverIds'), 'Second');
  await row('display.serverIds').getByRole('button', { name: 'Move Second up' }).press('Enter');
  await becomes('display.serverIds', [other.serverId, one.serverId]);
  await expect.poll(() => overlay.locator('.row .line .name').allInnerTexts()).toEqual(['Second', 'First']);

  // What a row shows.
  await choose(row('display.decimals'), '1 (tenths)');
  await becomes('display.decimals', 1);
  await expect.poll(() => firstRow.locator('.fraction').innerText()).toMatch(/^\.\d$/);
  await press(row('display.milliseconds'), 'Space');
  await becomes('display.milliseconds', false);
  await expect.poll(() => firstRow.locator('.fraction').innerText()).toBe('');
  await press(row('display.date'), 'Space');
  await becomes('display.date', true);
  await expect.poll(() => firstRow.locator('.place').innerText()).toMatch(/^\w{3}, \w{3} \d/);
  await press(row('display.zone'), 'Space');
  await becomes('display.zone', true);
  await expect.poll(() => firstRow.locator('.place').innerText()).toMatch(/· .*UTC\+9$/);
  await overlay.locator('.countdown').waitFor();
  await press(row('display.countdown'), 'Space');
  await becomes('display.countdown', false);
  await overlay.locator('.countdown').waitFor({ state: 'detached' });
  await row('display.colour').locator('input').fill('#12ab34');
  await becomes('display.colour', '#12ab34');
  await inOverlay(`getComputedStyle(document.querySelector('.digits')).color`).toBe('rgb(18, 171, 52)');
  await choose(row('display.timeMode'), 'Arrival, as close as can be');
  await becomes('display.timeMode', 'balanced-arrival');
  await firstRow.getByText('Arrival time (balanced)').waitFor();

  // The panel.
  await press(row('display.scale'), 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await becomes('display.scale', 1.2);
  await inOverlay(`getComputedStyle(document.querySelector('.panel')).fontSize`).toBe('19.2px');
  await press(row('display.opacity'), 'Home', 'ArrowRight', 'ArrowRight');
  await becomes('display.opacity', 0.3);
  await inOverlay(`getComputedStyle(document.querySelector('.panel')).opacity`).toBe('0.3');
  await choose(row('display.corner'), 'Bottom left');
  await becomes('display.corner', 'bottom-left');
  await inOverlay(
    `(({ left, bottom }) => [left, innerHeight - bottom])(document.querySelector('main').getBoundingClientRect())`,
  ).toEqual([16, 16]);
  await choose(row('display.theme'), 'Light');
  await becomes('display.theme', 'light');
  for (const page of [overlay, palette])
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('light');

  // Alarms: what a new event has, what is heard and seen of it, and how patiently its webhook is called.
  await choose(row('sounds.sound'), 'Chime');
  await becomes('sounds.sound', 'chime');
  await press(row('sounds.volume'), 'ArrowLeft', 'ArrowLeft');
  await becomes('sounds.volume', 0.6);
  await choose(row('flash'), 'The whole screen');
  await becomes('flash', 'screen');
  const alarms = row('alarms');
  await alarms.getByRole('button', { name: 'Remove alarm 1' }).press('Enter');
  await alarms.getByLabel('Seconds before the event, alarm 2').waitFor();
  await expect.poll(() => alarms.locator('.alarm').count()).toBe(2);
  await alarms.getByRole('button', { name: 'Remove alarm 2' }).press('Enter');
  await expect.poll(() => alarms.locator('.alarm').count()).toBe(1);
  await alarms.getByLabel('Seconds before the event, alarm 1').fill('2');
  await alarms.getByLabel('Seconds before the event, alarm 1').press('Enter');
  await alarms.getByRole('checkbox', { name: 'Flash' }).press('Space');
  await becomes('alarms', [{ beforeMs: 2000, by: ['sound', 'flash'] }]);
  await type(row('webhookRetry.attempts'), '2');
  await becomes('webhookRetry.attempts', 2);
  await type(row('webhookRetry.intervalMs'), '100');
  await becomes('webhookRetry.intervalMs', 100);
  await press(row('webhookRetry.jitter'), 'Home');
  await becomes('webhookRetry.jitter', 0);
  await type(row('webhookRetry.timeoutMs'), '1500');
  await becomes('webhookRetry.timeoutMs', 1500);
  const soon = async (name: string) => {
    const time = new Date(Date.now() + 151 + 4500).toISOString();
    // Port 9 of this computer: nobody listens.
    const webhook = { url: 'http://127.0.0.1:9/' };
    return (await app.call('addEvent', { serverId: one.serverId, name, time, webhook })).id;
  };
  const heard = await soon('Heard');
  expect(await app.call('showEvent', { id: heard })).toMatchObject({
    alarms: done.get('alarms'),
    webhook: { retry: { attempts: 2, intervalMs: 100, jitter: 0, timeoutMs: 1500 } },
  });
  await overlay.getByText('Heard · now').waitFor();
  await inOverlay('played.length').toBe(2);
  const played = await overlay.evaluate<{ ms: number; volume: number }[]>('played');
  const sounds: WaveName[] = ['chime', 'moment'];
  for (const [at, name] of sounds.entries()) {
    expect(Math.abs(played[at].ms - lengthMs(name)), `${name}, ${played[at].ms} ms`).toBeLessThan(60);
    expect(played[at].volume, name).toBeCloseTo(0.6);
  }
  expect(await overlay.evaluate('[...new Set(flashes)]')).toEqual(['screen']);
  await expect.poll(async () => (await app.call('showEvent', { id: heard })).attempts.length).toBe(2);
  await press(row('sounds.isOn'), 'Space');
  await becomes('sounds.isOn', false);
  await soon('Not heard');

  // Meanwhile: how things are measured.
  await type(row('sync.intervalMs'), '30');
  await becomes('sync.intervalMs', 1_800_000);
  await choose(row('sync.mode'), 'Quick');
  await becomes('sync.mode', 'quick');
  await type(row('sync.overrideGapMs'), '100');
  await becomes('sync.overrideGapMs', 100);
  await row('sync.overrideGapMs').getByText('You override the rate limit').waitFor();
  await type(row('reference.ntpHosts'), '127.0.0.1\n\n localhost ', 'Control+Enter');
  await becomes('reference.ntpHosts', ['127.0.0.1', 'localhost']);
  await type(row('reference.referenceSite'), one.origin.url);
  await becomes('reference.referenceSite', one.origin.url);
  await choose(row('reference.order'), 'Time servers (NTP)');
  await holds(app, 'reference.order', ['sntp']);
  await choose(row('reference.order'), 'Reference site');
  await row('reference.order').getByRole('button', { name: 'Move Reference site up' }).press('Enter');
  await becomes('reference.order', ['reference-site', 'sntp']);
  await type(row('reference.intervalMs'), '20');
  await becomes('reference.intervalMs', 1_200_000);
  await type(row('localClockThresholdMs'), '2,500');
  await becomes('localClockThresholdMs', 2500);

  await overlay.getByText('Not heard · now').waitFor();
  expect(await overlay.evaluate('played.length'), 'with sounds off').toBe(2);
  await inOverlay('flashes.length').toBeGreaterThan(2);

  // Hotkeys: each does in the page what it says.
  const hotkeys: [keyof Settings['hotkeys'], string, string][] = [
    ['palette', 'Control+Alt+h', 'CommandOrControl+Alt+H'],
    ['sync', 'Control+Alt+y', 'CommandOrControl+Alt+Y'],
    ['overlay', 'Alt+Shift+F8', 'Alt+Shift+F8'],
    ['move', 'Control+Shift+ArrowUp', 'CommandOrControl+Shift+Up'],
    ['nextServer', 'Alt+.', 'Alt+.'],
  ];
  for (const [name, keys, kept] of hotkeys) {
    await record(row(`hotkeys.${name}`), keys);
    await becomes(`hotkeys.${name}`, kept);
  }
  await overlay.bringToFront();
  await overlay.keyboard.press('Alt+Shift+F8');
  await overlay.locator('.panel').waitFor({ state: 'hidden' });
  await overlay.keyboard.press('Control+Shift+O');
  await overlay.keyboard.press('Alt+Shift+F8');
  await overlay.locator('.panel').waitFor({ state: 'visible' });
  await overlay.keyboard.press('Alt+.');
  await expect.poll(() => firstRow.locator('.line .name').innerText()).not.toBe('Second');
  done.set('display.serverIds', (await app.call('readSettings', {})).display.serverIds);
  const before = await app.call('listServers', {});
  await overlay.keyboard.press('Control+Alt+y');
  const first = (await app.call('readSettings', {})).display.serverIds[0];
  const syncOf = async (id: string | undefined) =>
    (await app.call('listServers', {})).find((server) => server.id === id)?.runId ?? null;
  await expect.poll(() => syncOf(first)).not.toBeNull();
  const lastOf = (servers: typeof before) => servers.find(({ id }) => id === first)?.lastSyncEpochMs;
  // With 100 ms between requests a quick sync is over long before it would be with 500.
  await expect
    .poll(async () => lastOf(await app.call('listServers', {})), { timeout: 20_000 })
    .not.toBe(lastOf(before));

  await palette.bringToFront();
  await type(row('healthThreshold'), '100');
  await becomes('healthThreshold', 100);
  await choose(row('display.language'), '한국어');
  await becomes('display.language', 'ko');
  await palette.getByRole('heading', { name: '설정', exact: true }).waitFor();
  await overlay.getByText('도착 시각(균형)').first().waitFor();
  await picture(palette, 'settings-changed');
  await picture(overlay, 'settings-overlay-changed');
  await palette.keyboard.press('Control+Alt+h');
  await palette.getByRole('combobox').waitFor();

  expect([...done.keys()].sort()).toEqual(Object.keys(TABLE).sort());
  const kept = await app.call('readSettings', {});
  for (const [key, value] of done) expect(valueOf(kept, key), key).toEqual(value);
  for (const page of [overlay, palette]) for (const pattern of [/401/, CORE_GONE]) page.foresee(pattern);
  await app.kill();
  await app.restart();
  expect(await app.call('readSettings', {})).toEqual(kept);
  const anew = await app.openPage('overlay', { width: 800, height: 600 });
  await anew.locator('.row').first().waitFor();
  await expect
    .poll(() =>
      anew.evaluate(`(({ fontSize, opacity }) => ({
        fontSize, opacity, lang: document.documentElement.lang, theme: document.documentElement.dataset.theme,
        corner: document.querySelector('main').className.split(' ')[0], fractions: document.querySelector('.fraction').textContent,
        names: [...document.querySelectorAll('.line .name')].map((name) => name.textContent),
        hasCountdown: document.querySelector('.countdown') !== null,
      }))(getComputedStyle(document.querySelector('.panel')))`),
    )
    .toEqual({
      fontSize: '19.2px',
      opacity: '0.3',
      lang: 'ko',
      theme: 'light',
      corner: 'bottom-left',
      fractions: '',
      names: kept.display.serverIds.map((id) => (id === one.serverId ? 'First' : 'Second')),
      hasCountdown: false,
    });
  await picture(anew, 'settings-overlay-anew');
});

test('what cannot be taken says why beside the field, and what was typed stays there, with the focus', async (t) => {
  const app = await startApp(t);
  const page = await openSettings(app);
  const refused: [SettingKey, string, RegExp, string][] = [
    ['sync.intervalMs', '0.5', /from 1 to 10,080 min.*0 is never/, 'Enter'],
    ['sync.intervalMs', 'soon', /no number: type digits/, 'Enter'],
    ['sync.overrideGapMs', '99', /from 100 to 10,000 ms/, 'Enter'],
    ['webhookRetry.attempts', '2.5', /whole number/, 'Enter'],
    ['healthThreshold', '101', /from 0 to 100/, 'Enter'],
    ['localClockThresholdMs', '', /no number/, 'Enter'],
    ['reference.referenceSite', 'not a site', /address|host/i, 'Enter'],
    [
      'reference.ntpHosts',
      Array.from({ length: 11 }, (_, at) => `ntp${at}.test`).join('\n'),
      /ten/i,
      'Control+Enter',
    ],
  ];
  page.foresee(/status of 4\d\d/);
  const before = await app.call('readSettings', {});
  for (const [key, text, sentence, enter] of refused) {
    const field = rowOf(page, key).locator('input, textarea');
    const value = await field.inputValue();
    await field.fill(text);
    await field.press(enter);
    const problem = rowOf(page, key).getByRole('alert');
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(sentence);
    expect(await field.inputValue()).toBe(text);
    expect(await hasFocus(field), key).toBe(true);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toContain(await problem.getAttribute('id'));
    if (key === 'reference.ntpHosts') {
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, 'settings-refused');
    }
    // Esc takes back what was typed, and does not leave the view.
    await field.press('Escape');
    await problem.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe(value);
  }
  const hotkey = rowOf(page, 'hotkeys.sync');
  await record(hotkey, 'x');
  await hotkey.getByText('A hotkey needs Ctrl').waitFor();
  await hotkey.locator('button[aria-labelledby]').press('Control+Shift+O');
  await hotkey.getByText('These keys are those of “Show the overlay” already').waitFor();
  await picture(page, 'settings-hotkey-taken');
  await hotkey.locator('button[aria-labelledby]').press('Escape');
  await hotkey.getByRole('alert').waitFor({ state: 'detached' });
  const alarms = rowOf(page, 'alarms');
  await alarms.getByRole('checkbox', { name: 'Sound' }).first().press('Space');
  await alarms.getByText('An alarm needs a way').waitFor();
  expect(await alarms.getByRole('checkbox', { name: 'Sound' }).first().isChecked()).toBe(true);
  expect(await app.call('readSettings', {})).toEqual(before);
});

test('a setting goes back to its default, and the focus stays with it', async (t) => {
  const app = await startApp(t);
  const keys: [SettingKey, unknown][] = [
    ['display.date', true],
    ['display.colour', '#12ab34'],
    ['display.scale', 2],
    ['sync.overrideGapMs', 200],
    ['sounds.sound', 'tick'],
    ['alarms', []],
    ['hotkeys.sync', ''],
    ['flash', 'none'],
  ];
  for (const [key, value] of keys) await app.call('changeSettings', changeOf(key, value));
  const page = await openSettings(app);
  for (const [key] of keys) {
    const row = rowOf(page, key);
    const reset = row.getByRole('button', { name: `Reset “${TABLE[key].name.en}” to its default` });
    await reset.press('Enter');
    await holds(app, key, valueOf(SETTINGS_DEFAULTS, key));
    await reset.waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(row), { message: key }).toBe(true);
  }
});

test('settings are found by the words of either language, whichever the page speaks', async (t) => {
  const app = await startApp(t);
  const page = await openSettings(app);
  const search = page.locator('input[type=search]');
  const names = () => page.locator('.about .name').allInnerTexts();
  const finds = async (language: 'en' | 'ko') => {
    for (const [query, key] of [
      ['volume', 'sounds.volume'],
      ['음량', 'sounds.volume'],
      ['ㅂㅌㅁ', 'display.opacity'],
      ['어둡게', 'display.theme'],
      ['rate limit', 'sync.overrideGapMs'],
    ] as const) {
      await search.fill(query);
      await expect.poll(names, { message: query }).toContain(TABLE[key].name[language]);
      expect((await names()).length, query).toBeLessThan(6);
    }
    await search.fill('zebra');
    await expect.poll(names).toEqual([]);
    await page.getByText('zebra').waitFor();
    await search.press('Escape');
    await expect.poll(async () => (await names()).length).toBe(Object.keys(TABLE).length);
  };
  await finds('en');
  await app.call('changeSettings', { display: { language: 'ko' } });
  await page.getByRole('heading', { name: '설정', exact: true }).waitFor();
  await finds('ko');
  await search.press('Escape');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: '뒤로', exact: true }).click();
  await page.getByRole('combobox').waitFor();
});

/** Whatever the page sends is held back from `hold` to `release`. */
const HOLDING = `
  let held = null;
  globalThis.hold = () => void (held = []);
  globalThis.release = () => {
    for (const one of held) one();
    held = null;
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (...given) {
    if (held) held.push(() => send.apply(this, given));
    else send.apply(this, given);
  };
`;

test('what is typed while the answer is under way stays', async (t) => {
  const app = await startApp(t);
  await app.context.addInitScript(HOLDING);
  const page = await openSettings(app);
  for (const [key, taken, more] of [
    ['sync.overrideGapMs', '200', '2001'],
    ['reference.referenceSite', 'a.test', 'a.test.example'],
  ] as const) {
    await page.evaluate('hold()');
    const field = rowOf(page, key).locator('input');
    await type(rowOf(page, key), taken);
    await field.press('End');
    await field.pressSequentially(more.slice(taken.length));
    await page.evaluate('release()');
    await holds(app, key, TABLE[key].kind.is === 'number' ? Number(taken) : taken);
    await page.waitForTimeout(100);
    expect(await field.inputValue(), key).toBe(more);
    await field.press('Escape');
    await expect.poll(() => field.inputValue()).toBe(taken);
  }
});

test('a sound file of one’s own is chosen, and taken out again', async (t) => {
  const app = await startApp(t);
  await app.call('changeSettings', { sounds: { sound: 'custom' } });
  const page = await openSettings(app);
  const row = rowOf(page, 'sounds.sound');
  const choose = row.getByRole('button', { name: 'Choose a file…' });
  await choose.waitFor();
  const file = { name: 'gong.wav', mimeType: 'audio/wav', buffer: Buffer.from(wave('beep')) };
  await row.locator('input[type=file]').setInputFiles(file);
  await row.getByRole('button', { name: 'Choose another file than gong.wav' }).waitFor();
  await row.scrollIntoViewIfNeeded();
  await picture(page, 'settings-own-sound');
  await row.getByRole('button', { name: 'Remove gong.wav from this browser' }).press('Enter');
  await choose.waitFor();
  await expect.poll(() => hasFocus(choose)).toBe(true);
  await row.getByRole('button', { name: 'Test' }).press('Enter');
  await row.getByText('No sound file is kept').waitFor();
});
