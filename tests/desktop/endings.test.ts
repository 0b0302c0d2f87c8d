/** However the app is told to end, and whenever: in order, with nothing left of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { DATABASE } from '../../main/store/files.ts';
import { isLetGo, newFolder, useDesktop, type Desktop } from './desktop.ts';

const start = useDesktop();

const ended = async (app: Desktop): Promise<number | null> =>
  app.process.exitCode ?? new Promise((resolve) => app.process.once('exit', resolve));

/** Another start finds the folder free. */
const hasLeft = (folder: string) => ({
  bridge: !isLetGo(folder),
  lock: existsSync(join(folder, 'desktop/SingletonLock')),
  log: existsSync(join(folder, `${DATABASE}-wal`)),
});
const NOTHING = { bridge: false, lock: false, log: false };

test.concurrent('told to end while it starts, it does so in order, at whatever step it is', async (t) => {
  const { expect } = t;
  for (const step of ['desktop/SingletonLock/holder', DATABASE, 'bridge.json']) {
    const folder = newFolder(t);
    const app = await start(t, { folder });
    await expect.poll(() => existsSync(join(folder, step)), { interval: 1 }).toBe(true);
    app.process.kill('SIGTERM');
    expect(await ended(app), `at ${step}: ${app.stderr()}`).toBe(0);
    expect(hasLeft(folder), `at ${step}`).toEqual(NOTHING);
  }
});

test.concurrent(
  'of two that are started at once one runs, and shows its palette for the other',
  async (t) => {
    const { expect } = t;
    const app = await start(t, { args: ['--hidden'] });
    await expect
      .poll(() => existsSync(join(app.folder, 'desktop/SingletonLock/holder')), { interval: 1 })
      .toBe(true);
    expect(await app.second()).toBe(0);
    await expect.poll(async () => (await app.window('palette'))?.isVisible).toBe(true);
    expect(await app.quit()).toBe(0);
    expect(hasLeft(app.folder)).toEqual(NOTHING);
  },
);

test.concurrent(
  'when the computer is shut down, or the tray says so while it measures, it ends in order',
  async (t) => {
    const { expect } = t;
    const app = await start(t);
    await app.page('overlay');
    await app.addOrigin({ name: 'Tickets' });
    await app.command('power', 'shutdown');
    expect(await ended(app)).toBe(0);
    expect(hasLeft(app.folder)).toEqual(NOTHING);

    const again = await start(t, { folder: app.folder });
    await again.page('overlay');
    const [{ id }] = await again.call('listServers', {});
    await again.call('startSync', { id, mode: 'precise' });
    await again.command('clickMenu', 'quit');
    expect(await ended(again)).toBe(0);
    expect(hasLeft(app.folder)).toEqual(NOTHING);
  },
);

test.concurrent('a fault of its own ends it in order, is in its log, and is told', async (t) => {
  const { expect } = t;
  const app = await start(t);
  await app.page('overlay');
  await app.addOrigin({ name: 'Tickets' });
  await app.command('throw', 'What nobody foresaw');
  expect(await ended(app)).toBe(70);
  const log = join(app.folder, 'logs/desktop.log');
  expect(app.stderr()).toBe(
    `Ticketime: Ticketime met a fault of its own and ended, please report it: ${log} says what happened.\n`,
  );
  expect(readFileSync(log, 'utf8')).toContain('What nobody foresaw');
  expect(hasLeft(app.folder)).toEqual(NOTHING);
});
