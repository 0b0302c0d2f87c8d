/** The pages as the desktop app shows them, in a browser: what the preload gives them is played by a text that runs in the page. */
import type { Page } from 'playwright-core';
import { expect, test, type TestContext } from 'vitest';
import type { ClockSet, DesktopState, DesktopWish } from '../../api/protocol/desktop.ts';
import type { ReferenceTime } from '../../api/protocol/measurement.ts';
import { TABLE } from '../../palette/views/settings/table.ts';
import { desktopWith } from '../fakes/desktop-with.ts';
import { useApp, type App, type OpenPage, type Size } from './app.ts';
import { accessibilityFaults, complaintsOf, picture } from './browser.ts';
import { isFocused } from './keyboard.ts';

const startApp = useApp();

const STATE = desktopWith();

/** The app's side: notes what it is asked, answers when it is told to, and carries the core's texts between a port and a socket. */
const BRIDGE = `
  const listeners = { state: [], wish: [] };
  const answers = [];
  let told = ${JSON.stringify(STATE)};
  let toPage = null;
  globalThis.app = {
    calls: [],
    of: (name) => app.calls.filter(([called]) => called === name).map(([, input]) => input),
    be: (changes) => {
      told = { ...told, ...changes };
      for (const listener of listeners.state) listener(told);
    },
    wish: (wish) => listeners.wish.forEach((listener) => listener(wish)),
    answer: (value) => answers.shift()?.resolve(value),
    refuse: (sentence) => answers.shift()?.reject(new Error(sentence)),
    tellPage: (message) => toPage?.postMessage(JSON.stringify(message)),
    ports: 0,
    /** Electron says it at the other end when a port is closed; browsers do not. */
    dropPort: () => ofPage.dispatchEvent(new Event('close')),
  };
  let ofPage = null;
  addEventListener('message', ({ ports }) => (ofPage = ports[0]));
  globalThis.flashes = [];
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...given) {
    if (this.matches('.edge, .screen')) flashes.push(this.className.split(' ')[0]);
    return animate.apply(this, given);
  };
  globalThis.plays = 0;
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...given) {
    if (this.buffer?.duration > 0.01) plays++;
    return start.apply(this, given);
  };
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  const letIn = code === null ? Promise.resolve() : fetch('/session', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }),
  });
  globalThis.ticketime = {
    async askPort() {
      app.ports++;
      const { port1, port2 } = new MessageChannel();
      await letIn;
      const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
      socket.onmessage = ({ data }) => port1.postMessage(data);
      port1.onmessage = ({ data }) => socket.send(data);
      toPage = port1;
      socket.onopen = () => postMessage('ticketime-port', location.origin, [port2]);
    },
    call(name, input) {
      app.calls.push([name, input]);
      return ['setClock', 'changePreferences'].includes(name)
        ? new Promise((resolve, reject) => answers.push({ resolve, reject }))
        : Promise.resolve(undefined);
    },
    onState(listener) {
      listeners.state.push(listener);
      listener(told);
    },
    onWish: (listener) => void listeners.wish.push(listener),
  };
`;

type Desktop = {
  readonly be: (changes: Partial<DesktopState>) => Promise<unknown>;
  readonly wish: (wish: DesktopWish) => Promise<unknown>;
  /** What this call was made with so far. */
  readonly of: (name: string) => Promise<unknown[]>;
  /** Answers the oldest call that waits. */
  readonly answer: (value?: ClockSet) => Promise<unknown>;
};

function desktopOf(page: OpenPage): Desktop {
  const run = (name: string, given?: unknown) =>
    page.evaluate<unknown>(`app.${name}(${given === undefined ? '' : JSON.stringify(given)})`);
  return {
    be: (changes) => run('be', changes),
    wish: (wish) => run('wish', wish),
    of: (name) => run('of', name) as Promise<unknown[]>,
    answer: (value) => run('answer', value),
  };
}

async function startInDesktop(t: TestContext): Promise<App> {
  const app = await startApp(t);
  await app.context.addInitScript(BRIDGE);
  return app;
}

const lookOf = (page: Page, selector: string, names: string[]) =>
  page.evaluate<string[]>(
    `((look) => ${JSON.stringify(names)}.map((name) => look.getPropertyValue(name)))(getComputedStyle(document.querySelector(${JSON.stringify(selector)})))`,
  );

/** In each language and theme, when pictures are wanted. */
async function inAllLooks(app: App, page: OpenPage, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] === undefined) return;
  for (const language of ['en', 'ko'] as const)
    for (const theme of ['dark', 'light'] as const) {
      await app.call('changeSettings', { display: { language, theme } });
      await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor({ state: 'attached' });
      await picture(page, `${name}-${language}-${theme}`);
    }
  await app.call('changeSettings', { display: { language: 'auto', theme: 'auto' } });
  await page.locator('html[lang=en]:not([data-theme])').waitFor({ state: 'attached' });
}

test('the overlay tells its window how large it is, shows that it can be moved, and has a ground where it needs one', async (t) => {
  const app = await startInDesktop(t);
  const page = await app.openPage('overlay', { width: 60, height: 20 });
  const desktop = desktopOf(page);
  const sizes = async () => (await desktop.of('sizeOverlay')) as Size[];
  /** As the app does it: the window takes the last size that it was told, and then holds all that is shown. */
  const fitted = async (): Promise<Size> => {
    await expect
      .poll(async () => {
        const size = (await sizes()).at(-1) ?? { width: 60, height: 20 };
        await page.setViewportSize(size);
        const { right, bottom } = await page.evaluate<{ right: number; bottom: number }>(
          `document.querySelector('main').getBoundingClientRect().toJSON()`,
        );
        return [Math.ceil(right) - size.width, Math.ceil(bottom) - size.height];
      })
      .toEqual([0, 0]);
    return (await sizes()).at(-1) as Size;
  };
  await page.getByText('No server yet').waitFor();
  await page.getByText('press Ctrl+Shift+Space and type its address').waitFor();
  expect(await page.locator('a, [role=toolbar]').count()).toBe(0);
  const empty = await fitted();
  await desktop.be({ hotkeys: { ...STATE.hotkeys, palette: 'taken' } });
  await page.getByText('or by starting Ticketime again').waitFor();
  expect((await fitted()).width).toBeGreaterThanOrEqual(empty.width);
  await app.call('addServer', { url: 'http://127.0.0.1:9/', name: 'Nobody listens there' });
  await page.locator('.row').waitFor();
  const one = await fitted();
  const toldOnce = await sizes();
  expect(toldOnce.filter((size, at) => JSON.stringify(size) === JSON.stringify(toldOnce[at - 1]))).toEqual(
    [],
  );
  for (const { width, height } of toldOnce) expect([width % 1, height % 1]).toEqual([0, 0]);

  // Nothing is painted around the clock, nor by the page itself.
  expect(await lookOf(page, '.panel', ['box-shadow', 'opacity'])).toEqual(['none', '1']);
  expect(await lookOf(page, 'body', ['background-color'])).toEqual(['rgba(0, 0, 0, 0)']);
  await inAllLooks(app, page, 'desktop-overlay');

  await desktop.be({ isMoving: true });
  await page.getByText('Esc or Ctrl+Shift+M ends').waitFor();
  expect(await lookOf(page, '.frame', ['-webkit-app-region', 'position'])).toEqual(['drag', 'fixed']);
  expect((await fitted()).height).toBeGreaterThan(one.height);
  expect(await accessibilityFaults(page)).toEqual([]);
  await inAllLooks(app, page, 'desktop-overlay-moving');
  await page.keyboard.press('Escape');
  expect(await desktop.of('moveOverlay')).toEqual([false]);
  await desktop.be({ isMoving: false });
  await expect.poll(async () => (await fitted()).height).toBe(one.height);
  await page.keyboard.press('Escape');
  expect(await desktop.of('moveOverlay')).toEqual([false]);

  await app.call('changeSettings', { display: { opacity: 0.5 } });
  await expect.poll(() => lookOf(page, '.panel', ['opacity'])).toEqual(['0.5']);
  await desktop.be({ isOpaque: true });
  await expect.poll(() => lookOf(page, '.panel', ['opacity', 'border-radius'])).toEqual(['1', '0px']);
  expect(await lookOf(page, 'body', ['background-color'])).toEqual(['rgb(21, 24, 33)']);
  await fitted();
  await inAllLooks(app, page, 'desktop-overlay-opaque');
  await desktop.be({ notes: ['wayland', 'no-tray'] });
  await page.getByText('On Wayland the clock is an ordinary window').waitFor();
  await fitted();
  await inAllLooks(app, page, 'desktop-overlay-wayland');
  await page.getByRole('button', { name: 'OK' }).click();
  await expect.poll(async () => (await fitted()).height).toBe(one.height);
});

test('a port that is lost is asked for anew, and a flash of the screen is a window’s of its own, in silence', async (t) => {
  const app = await startInDesktop(t);
  await app.call('changeSettings', { flash: 'screen', alarms: [] });
  const { id } = await app.call('addServer', { url: 'http://127.0.0.1:9/', name: 'Nobody listens there' });
  const overlay = await app.openPage('overlay');
  await overlay.locator('.row').waitFor();
  await overlay.evaluate('app.dropPort()');
  await expect.poll(() => overlay.evaluate('app.ports')).toBe(2);
  const flash = await app.context.newPage();
  const complaints = complaintsOf(flash);
  await flash.goto(`${app.address}/overlay#flash`);
  await flash.locator('.screen').waitFor({ state: 'attached' });
  expect(await flash.locator('body').innerText()).toBe('');
  expect(await lookOf(flash, 'body', ['background-color'])).toEqual(['rgba(0, 0, 0, 0)']);
  const event = { eventId: 'e', serverId: id, name: 'Doors' };
  const alarm = { type: 'alarm', ...event, scheduledEpochMs: 0, beforeMs: 10_000 };
  const tell = (message: object) =>
    Promise.all([overlay, flash].map((page) => page.evaluate(`app.tellPage(${JSON.stringify(message)})`)));
  await tell({ ...alarm, by: ['sound'] });
  await tell({ ...alarm, by: ['flash', 'notification'] });
  for (const [page, kind] of [
    [overlay, 'edge'],
    [flash, 'screen'],
  ] as const)
    await expect.poll(() => page.evaluate('flashes')).toEqual([kind]);
  expect(await overlay.evaluate('plays')).toBeGreaterThan(0);
  await tell({ ...alarm, type: 'trigger', firedEpochMs: 0, latenessMs: 0, clock: 'server' });
  await overlay.getByText('Doors · now').waitFor();
  expect(await flash.evaluate('plays')).toBe(0);
  expect(await flash.locator('body').innerText()).toBe('');
  await app.call('changeSettings', { flash: 'edge' });
  await expect.poll(() => flash.locator('.screen').count()).toBe(0);
  expect(await flash.evaluate<string[]>('flashes.filter((kind) => kind !== "screen")')).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the palette comes and goes as its window does, does the app’s own commands, and never opens a window', async (t) => {
  const app = await startInDesktop(t);
  await app.call('addServer', { url: 'http://127.0.0.1:9/' });
  const page = await app.openPage('palette');
  const desktop = desktopOf(page);
  const input = page.getByRole('combobox');
  await input.waitFor();
  expect(await lookOf(page, '.panel', ['width', 'height', 'box-shadow'])).toEqual(['760px', '600px', 'none']);

  await page.keyboard.type('overlay');
  await desktop.wish({ type: 'home' });
  await expect.poll(() => page.evaluate('getSelection().toString()')).toBe('overlay');
  await page.getByRole('option', { name: 'Hide the overlay' }).waitFor();
  expect(await page.getByText('Open the overlay').count()).toBe(0);
  await page.getByRole('option', { name: 'Hide the overlay' }).click();
  expect(await desktop.of('showOverlay')).toEqual([false]);
  await desktop.be({ isOverlayShown: false, update: { is: 'ready', version: '9.1.0', waitsFor: null } });
  await page.getByRole('option', { name: 'Show the overlay' }).waitFor();
  const move = page.getByRole('option', { name: 'Move the overlay' });
  expect((await move.innerText()).replaceAll('\n', '')).toContain('CtrlShiftM');
  await move.click();
  await expect.poll(() => desktop.of('moveOverlay')).toEqual([true]);
  await expect.poll(() => desktop.of('hidePalette')).toHaveLength(1);
  await input.fill('update');
  await page.getByRole('option', { name: 'Install Ticketime 9.1.0' }).click();
  await expect.poll(() => desktop.of('installUpdate')).toHaveLength(1);
  await desktop.be({ update: { is: 'ready', version: '9.1.0', waitsFor: 'Concert' } });
  await page.getByRole('option', { name: 'Install Ticketime' }).waitFor({ state: 'detached' });
  await input.fill('종료');
  await page.getByRole('option', { name: 'Quit Ticketime' }).waitFor();
  await input.press('Control+q');
  await expect.poll(() => desktop.of('quit')).toHaveLength(1);

  // Esc: what was typed first, then the window.
  await input.press('Escape');
  expect(await input.inputValue()).toBe('');
  await page.getByRole('button', { name: 'hide' }).waitFor();
  await input.press('Escape');
  await expect.poll(() => desktop.of('hidePalette')).toHaveLength(2);

  for (const [view, heading] of [
    ['schedule', 'Schedule'],
    ['practice', 'Practice'],
    ['settings', 'Settings'],
  ] as const) {
    await desktop.wish({ type: 'view', view });
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }
  await desktop.wish({ type: 'home' });
  await input.waitFor();

  // What a form has would be lost: the palette stays as it is, and says so to its window.
  await page.keyboard.press('Alt+E');
  await page.getByLabel('Name').first().fill('Concert');
  await expect.poll(async () => (await desktop.of('setEditing')).at(-1)).toBe(true);
  await desktop.wish({ type: 'home' });
  expect(await page.getByLabel('Name').first().inputValue()).toBe('Concert');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await desktop.of('setEditing')).at(-1)).toBe(false);

  expect(await page.locator('a[target]').count()).toBe(0);
  expect(app.context.pages()).toHaveLength(1);
});

test('a link’s server is added only when the person says so', async (t) => {
  const app = await startInDesktop(t);
  const page = await app.openPage('palette');
  const desktop = desktopOf(page);
  await page.getByRole('combobox').waitFor();
  const url = 'http://127.0.0.1:9/tickets?of=a-long-name';
  const other = 'http://127.0.0.1:10/';
  await desktop.wish({ type: 'add', url });
  await desktop.wish({ type: 'add', url: other });
  await desktop.wish({ type: 'add', url });
  const dialog = page.getByRole('dialog', { name: 'Add this server?' });
  await dialog.getByText(url).waitFor();
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  expect(await isFocused(cancel)).toBe(true);
  await expect.poll(async () => (await desktop.of('setEditing')).at(-1)).toBe(true);
  expect(await accessibilityFaults(page)).toEqual([]);
  await inAllLooks(app, page, 'desktop-add');
  await cancel.press('Enter');
  // The next one asks for itself, and has the harmless answer chosen again.
  await dialog.getByText(other).waitFor();
  expect(await isFocused(cancel)).toBe(true);
  expect(await app.call('listServers', {})).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await app.call('listServers', {})).toEqual([]);
  await expect.poll(async () => (await desktop.of('setEditing')).at(-1)).toBe(false);
  expect(await desktop.of('hidePalette')).toEqual([]);

  await desktop.wish({ type: 'add', url: 'http://no host/' });
  page.foresee(/status of 4\d\d/);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await page.keyboard.press('Escape');
  await desktop.wish({ type: 'add', url });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(async () => (await app.call('listServers', {})).length).toBe(1);
});

test.concurrent(
  'the settings have the app’s own, and say of each hotkey what keeps it from working',
  async (t) => {
    const { expect } = t;
    const app = await startInDesktop(t);
    const page = await app.openPage('palette');
    const desktop = desktopOf(page);
    const rowOf = (name: string) =>
      page.locator('.row').filter({ has: page.locator('.about').getByText(name, { exact: true }) });
    await desktop.wish({ type: 'view', view: 'settings' });
    const group = page.getByRole('region', { name: 'Desktop app' });
    await group.waitFor();
    await group.scrollIntoViewIfNeeded();
    await desktop.be({ update: { is: 'fetching', version: '9.1.0' } });
    await rowOf('Updates').getByText('9.1.0 is being fetched.').waitFor();
    await desktop.be({ update: { is: 'never' } });
    await rowOf('Updates').getByText('does not update itself').waitFor();
    expect(await rowOf('Updates').getByRole('switch').count()).toBe(0);
    await inAllLooks(app, page, 'desktop-settings-never-updated');
    await desktop.be({ update: { is: 'none' } });
    await rowOf('Opens at login').getByRole('switch').press('Space');
    await expect.poll(() => desktop.of('changePreferences')).toEqual([{ opensAtLogin: true }]);
    await page.evaluate(`app.refuse('The system does not let Ticketime start at login.')`);
    await rowOf('Opens at login').getByText('The system does not let').waitFor();
    expect(await rowOf('Opens at login').getByRole('switch').isChecked()).toBe(false);
    await rowOf('Ground of the overlay').locator('select').selectOption({ label: 'Opaque' });
    await desktop.answer();
    await expect.poll(() => desktop.of('changePreferences')).toContainEqual({ ground: 'opaque' });
    await desktop.be({ preferences: { ...STATE.preferences, ground: 'opaque' } });
    await inAllLooks(app, page, 'desktop-settings');

    await desktop.be({ hotkeys: { ...STATE.hotkeys, sync: 'taken' } });
    const sync = rowOf(TABLE['hotkeys.sync'].name.en);
    await sync.getByText('Another program has these keys: choose others.').waitFor();
    await sync.scrollIntoViewIfNeeded();
    const record = sync.locator('button[aria-labelledby]');
    expect(await record.getAttribute('aria-describedby')).toContain(
      await sync.getByText('Another program').getAttribute('id'),
    );
    expect(await accessibilityFaults(page)).toEqual([]);
    await inAllLooks(app, page, 'desktop-hotkey-taken');
    await record.press('Enter');
    await expect.poll(() => desktop.of('recordHotkeys')).toEqual([true]);
    await expect.poll(async () => (await desktop.of('setEditing')).at(-1)).toBe(true);
    await record.press('Control+Alt+y');
    await expect.poll(() => desktop.of('recordHotkeys')).toEqual([true, false]);
    await record.press('Enter');
    await page.evaluate('document.activeElement.blur()');
    await expect.poll(() => desktop.of('recordHotkeys')).toEqual([true, false, true, false]);
    await record.press('Enter');
    await expect.poll(() => desktop.of('recordHotkeys')).toHaveLength(5);
    await desktop.wish({ type: 'view', view: 'practice' });
    await expect.poll(() => desktop.of('recordHotkeys')).toEqual([true, false, true, false, true, false]);
    await desktop.wish({ type: 'view', view: 'settings' });
    const { hotkeys } = await app.call('readSettings', {});
    expect(hotkeys.sync).toBe('CommandOrControl+Alt+Y');

    await desktop.be({
      hotkeys: {
        palette: 'unavailable',
        sync: 'unavailable',
        overlay: 'unavailable',
        move: 'unavailable',
        nextServer: 'unavailable',
      },
    });
    await sync.getByText('bind “/opt/Ticketime/ticketime --sync” to keys').waitFor();
    await sync.scrollIntoViewIfNeeded();
    await inAllLooks(app, page, 'desktop-hotkeys-wayland');
  },
);

test.concurrent(
  'the clock is set where it was asked for, what came of it is told, and so is once what is less here',
  async (t) => {
    const { expect } = t;
    const app = await startInDesktop(t);
    const page = await app.openPage('palette');
    const desktop = desktopOf(page);
    await page.getByRole('combobox').waitFor();
    const toasts = page.locator('.toast');
    const measured = (isOff: boolean, offsetMs: number) => {
      const reference: ReferenceTime = {
        source: 'sntp',
        name: 'time.test',
        offsetMs,
        accuracyMs: 8,
        delayMs: 12,
        measuredAtEpochMs: 0,
      };
      return page.evaluate(`app.tellPage(${JSON.stringify({ type: 'local-clock', reference, isOff })})`);
    };
    await measured(true, 4200);
    await toasts.getByText('slow against standard time').waitFor();
    const set = toasts.getByRole('button', { name: 'NTP Sync' });

    await set.click();
    await toasts.getByText('answer this computer’s question').waitFor();
    expect(await set.isDisabled()).toBe(true);
    expect(await page.getByRole('dialog').count()).toBe(0);
    const command = '/usr/bin/chronyc makestep';
    await desktop.answer({ isDone: false, command, why: 'declined', output: '' });
    await toasts.getByText('for you did not allow it').waitFor();
    await set.click();
    await toasts.getByText('did not allow').waitFor({ state: 'detached' });
    const output = '506 Cannot talk to daemon\n501 Not authorised';
    await desktop.answer({ isDone: false, command, why: 'failed', output });
    await toasts.getByText('the command failed').waitFor();
    expect(await toasts.locator('pre').innerText()).toBe(output);
    expect(await toasts.locator('code').innerText()).toBe(command);
    expect(await accessibilityFaults(page)).toEqual([]);
    await inAllLooks(app, page, 'desktop-ntp-failed');
    await set.click();
    const missing = 'Nothing on this computer sets its clock: install chrony.';
    await desktop.answer({ isDone: false, command: '', why: 'missing', output: missing });
    await toasts.getByText(missing).waitFor();
    await set.click();
    await desktop.answer({ isDone: true, command, why: null, output: '200 OK' });
    await toasts.getByText('is being compared with standard time').waitFor();
    await measured(true, 4100);
    await toasts.getByText('off nevertheless').waitFor();
    await set.click();
    await measured(false, 3);
    await desktop.answer({ isDone: true, command, why: null, output: '200 OK' });
    await toasts.getByText('The clock was set, and is right.').waitFor();
    await inAllLooks(app, page, 'desktop-ntp-done');
    expect(await desktop.of('setClock')).toHaveLength(5);

    // Meanwhile, for that stands until it was read:
    await desktop.be({ notes: ['no-compositor', 'no-gpu'] });
    await toasts.getByText('draws transparency').waitFor();
    await inAllLooks(app, page, 'desktop-notes');
    await toasts.filter({ hasText: 'transparency' }).getByRole('button', { name: 'Dismiss' }).click();
    await toasts.getByText('draws transparency').waitFor({ state: 'detached' });
    await desktop.be({ notes: [] });
    await toasts.getByText('The graphics processor failed').waitFor({ state: 'detached' });
    await desktop.be({ notes: ['no-compositor', 'other-port'] });
    await toasts.getByText('bridge.json').waitFor();
    await toasts.getByText('The clock was set, and is right.').waitFor({ state: 'detached' });
    expect(await toasts.count()).toBe(1);
  },
);
