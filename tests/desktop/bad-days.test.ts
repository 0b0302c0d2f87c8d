/** What goes wrong around the app, told in one sentence each. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inject, test } from 'vitest';
import { serve } from '../e2e/served.ts';
import { newFolder, useDesktop, type Desktop } from './desktop.ts';

const start = useDesktop();

async function bodies(app: Desktop): Promise<string[]> {
  return (await app.command('notifications')).map(({ body }) => body);
}
const ended = async (app: Desktop): Promise<number | null> =>
  app.process.exitCode ?? new Promise((resolve) => app.process.once('exit', resolve));

test('settings and places that cannot be read are put aside, and the app is there', async (t) => {
  const { expect } = t;
  const folder = newFolder(t);
  for (const name of ['settings.json', 'desktop.json']) writeFileSync(join(folder, name), '{"broken');
  const app = await start(t, { folder });
  await (await app.page('overlay')).getByText('No server yet').waitFor();
  const told = await bodies(app);
  for (const name of ['settings.json', 'desktop.json']) {
    expect(told.filter((body) => body.includes(join(folder, name)))).toHaveLength(1);
    expect(readFileSync(join(folder, `${name}.unreadable`), 'utf8')).toBe('{"broken');
  }
});

test('a folder that cannot be written, or that another core has, is one sentence and an end', async (t) => {
  const { expect } = t;
  const file = join(newFolder(t), 'file');
  writeFileSync(file, '');
  const nowhere = await start(t, { folder: file });
  expect(await ended(nowhere)).toBe(1);
  expect(nowhere.stderr()).toBe(`Ticketime: ${file} is not a folder: name one with --data-dir.\n`);
  const folder = newFolder(t);
  const { child } = await serve(inject('command'), folder, 0, (one) =>
    t.onTestFinished(() => void one.kill('SIGKILL')),
  );
  const second = await start(t, { folder });
  expect(await ended(second)).toBe(1);
  expect(second.stderr()).toMatch(/^Ticketime: .* already .*\n$/);
  expect(child.exitCode).toBeNull();
});

test('a port that another program has keeps nobody from the clock', async (t) => {
  const { expect } = t;
  const holder = createServer();
  await new Promise<void>((resolve) => {
    holder.once('error', () => resolve()); // somebody has it already
    holder.listen(27_182, '127.0.0.1', resolve);
  });
  t.onTestFinished(() => void holder.close());
  const app = await start(t);
  await app.page('overlay');
  await expect.poll(async () => (await bodies(app)).join()).toContain('Another program has the port 27182');
  const { address } = JSON.parse(readFileSync(join(app.folder, 'bridge.json'), 'utf8')) as {
    address: string;
  };
  expect(new URL(address).port).not.toBe('27182');
});

test('under Wayland it is an ordinary window, says so, and has no hotkeys', async (t) => {
  const { expect } = t;
  const app = await start(t, { env: { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' } });
  const overlay = await app.page('overlay');
  await overlay.getByText('On Wayland the clock is an ordinary window').waitFor();
  expect(await app.window('overlay')).toMatchObject({ level: null, ignoresMouse: false, isFocusable: true });
  expect(await app.command('hotkeys')).toEqual([]);
  const palette = await app.page('palette');
  await app.command('clickMenu', 'settings');
  await palette.getByText(/bind “\S+ \S+ --data-dir \S+ --palette” to keys/).waitFor();
});

test.skipIf(process.platform !== 'linux')(
  'the packaged app that Wayland would draw natively starts itself anew by way of X11, with all it was given',
  async (t) => {
    const { expect } = t;
    const folder = newFolder(t);
    const image = join(folder, 'a b.AppImage');
    const given = join(folder, 'given');
    writeFileSync(image, `#!/bin/sh\nprintf '%s\\n' "$@" > "$GIVEN.part" && mv "$GIVEN.part" "$GIVEN"\n`, {
      mode: 0o755,
    });
    const wish = {
      folder,
      args: ['--hidden', '--no-sandbox', 'ticketime://add?url=https://example.com'],
      env: {
        ...{ DOUBLE_PACKAGED: '1', XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' },
        ...{ DISPLAY: 'localhost:10.0', APPIMAGE: image, APPDIR: dirname(process.execPath), GIVEN: given },
      },
    };
    const app = await start(t, wish);
    expect(await ended(app)).toBe(0);
    expect(existsSync(join(folder, 'bridge.json'))).toBe(false);
    await expect.poll(() => existsSync(given)).toBe(true);
    // As any program, the double is told of its own file too.
    const own = inject('command').replace(/\w+\.js$/, 'index.js');
    const words = ['--ozone-platform=x11', own, '--data-dir', folder, ...wish.args];
    expect(readFileSync(given, 'utf8').trim().split('\n')).toEqual(words);

    // An AppImage that was moved away meanwhile cannot be started: it goes on as it is.
    rmSync(image);
    const native = await start(t, { ...wish, args: ['--hidden'] });
    await (await native.page('overlay')).getByText('On Wayland the clock is an ordinary window').waitFor();
  },
);

test('where the system keeps an AppImage from Chromium’s sandbox, it runs without, as it was told to', async (t) => {
  const { expect } = t;
  const app = await start(t, { args: ['--no-sandbox'] });
  await app.page('overlay');
  expect(await app.command('said')).not.toHaveProperty('sandbox');
});

test.skipIf(process.platform !== 'linux')(
  'where a desktop has no place for the tray’s icon, the palette says so, and comes by its hotkey or a second start',
  async (t) => {
    const { expect } = t;
    const folder = newFolder(t);
    // GNOME without the extension for it.
    writeFileSync(join(folder, 'gdbus'), '#!/bin/sh\necho "(<false>,)"\n', { mode: 0o755 });
    const app = await start(t, { folder, env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } });
    const palette = await app.page('palette');
    await palette.getByText('This desktop shows no tray icon').waitFor();
    const isShown = async () => (await app.window('palette'))?.isVisible;
    await expect.poll(isShown).toBe(true); // for there is no server yet
    await expect.poll(() => app.command('hotkeys')).toHaveLength(5);
    for (const expected of [false, true, false]) {
      await app.command('press', 'CommandOrControl+Shift+Space');
      await expect.poll(isShown).toBe(expected);
    }
    expect(await app.second()).toBe(0);
    await expect.poll(isShown).toBe(true);
  },
);

test.skipIf(process.platform !== 'linux')(
  'where nothing draws transparency the overlay has a ground of its own, and the palette says why',
  async (t) => {
    const app = await start(t, { env: { XDG_CURRENT_DESKTOP: 'i3' } });
    await (await app.page('overlay')).locator('html.opaque').waitFor();
    const palette = await app.page('palette');
    await palette.getByText('Nothing on this desktop draws transparency').waitFor();
  },
);

test('a graphics processor that fails again and again is done without from the next start on', async (t) => {
  const { expect } = t;
  const folder = newFolder(t);
  const app = await start(t, { folder });
  await app.page('overlay');
  for (let fault = 0; fault < 3; fault += 1) await app.command('gpuGone');
  await expect
    .poll(async () => (await bodies(app)).join())
    .toContain('draws without it from its next start on');
  await app.quit();
  const again = await start(t, { folder });
  await again.page('overlay');
  expect(await again.command('said')).toMatchObject({ withoutGpu: true });
});

test.skipIf(process.platform === 'win32')(
  'what was slept through is told as missed, not fired late',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    await app.page('overlay');
    const { serverId } = await app.addOrigin({ name: 'Tickets' });
    const time = new Date(Date.now() + 3000).toISOString();
    await app.call('addEvent', { serverId, name: 'Opening', time, alarms: [] });
    app.process.kill('SIGSTOP'); // as far as the app can tell, the computer sleeps
    await delay(6000);
    app.process.kill('SIGCONT');
    await expect.poll(async () => (await bodies(app)).join()).toContain('It did not fire');
    const [{ firings }] = await app.call('listEvents', {});
    expect(firings).toMatchObject([{ outcome: 'missed' }]);
  },
);

test('nothing is left of it when it is killed but what the next start needs', async (t) => {
  const { expect } = t;
  const folder = newFolder(t);
  const app = await start(t, { folder });
  await app.page('overlay');
  await app.addOrigin({ name: 'Tickets' });
  app.process.kill('SIGKILL');
  await ended(app);
  const again = await start(t, { folder });
  await (await again.page('overlay')).getByText('Tickets').waitFor();
  again.process.kill('SIGTERM');
  expect(await ended(again)).toBe(0);
  expect(existsSync(join(folder, 'bridge.json'))).toBe(false);
});
