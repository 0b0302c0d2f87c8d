/** The README's pictures, of the real pages: `npm run pictures` makes them in the folder that PICTURES names. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { useApp } from './app.ts';

const folder = resolve(import.meta.dirname, '../..', process.env['PICTURES'] ?? 'screenshots');
const startApp = useApp();

test('the pictures show a measured server, an event to come, and a sync', async (t) => {
  const into = (name: string) => join(folder, `${name}.png`);
  mkdirSync(folder, { recursive: true });
  const app = await startApp(t, {
    context: { locale: 'en-GB', colorScheme: 'dark', timezoneId: 'Asia/Seoul', deviceScaleFactor: 2 },
  });
  const delays = { forward: { baseMs: 8, jitterMs: 0.5 }, back: { baseMs: 8, jitterMs: 0.5 }, seed: 7 };
  const ticket = await app.addOrigin({ offsetMs: 151, name: 'Concert tickets', delays });
  const course = await app.addOrigin({ offsetMs: -12.4, name: '수강신청', delays: { ...delays, seed: 8 } });
  for (const mode of ['default', 'default', 'precise'] as const) {
    for (const { serverId: id } of [ticket, course]) await app.call('startSync', { id, mode });
    for (const { serverId: id } of [ticket, course])
      await expect
        .poll(async () => (await app.call('showServer', { id })).runId, { timeout: 90_000, interval: 500 })
        .toBeNull();
  }
  await app.call('updateServer', { id: ticket.serverId, favourite: true, zone: 'Asia/Seoul' });
  await app.call('changeSettings', { display: { serverIds: [ticket.serverId], date: true, zone: true } });
  const time = new Date(Date.now() + 151 + 42_000).toISOString();
  await app.call('addEvent', { serverId: ticket.serverId, name: 'Opening', time, aim: 'safe-arrival' });

  const overlay = await app.openPage('overlay', { width: 440, height: 240 });
  await overlay.getByText('Opening').waitFor();
  await overlay.getByText(/±\d\.\d ms/).waitFor(); // the page's own knowledge of the core's clock has settled
  await overlay.screenshot({ path: into('overlay') });
  await app.call('changeSettings', { display: { timeMode: 'safe-arrival' } });
  await overlay.getByText(/press when/i).waitFor();
  await overlay.screenshot({ path: into('arrival') });

  const palette = await app.openPage('palette');
  await palette.getByText('Concert tickets').first().waitFor();
  await palette.locator('.sparkline').first().waitFor();
  await palette.screenshot({ path: into('palette') });
  await palette.keyboard.press('Enter');
  await palette.getByRole('heading', { level: 1, name: 'Concert tickets' }).waitFor();
  await palette.waitForTimeout(500); // for the charts' data
  await palette.screenshot({ path: into('server') });
  await palette.keyboard.press('Escape');
  await app.call('startSync', { id: ticket.serverId, mode: 'default' });
  await palette.keyboard.press('Control+K');
  await palette.keyboard.press('g');
  await palette.getByText(/Request 9/).waitFor({ timeout: 30_000 });
  await palette.screenshot({ path: into('sync') });
}, 300_000);
