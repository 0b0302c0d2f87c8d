/** Development in a browser, as `npm run dev -- --browser` starts it, with a real Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDevelopment } from '../../main/start/dev-browser.ts';
import { startBrowser } from '../e2e/browser.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('the pages come from their sources, listen for changes of these, and reach the core', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ticketime-dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const told: string[] = [];
  const development = await startDevelopment({
    root: ROOT,
    folder,
    tell: (sentence) => void told.push(sentence),
  });
  onTestFinished(() => development.close());
  const browser = await startBrowser();
  onTestFinished(() => browser.close());

  const page = await browser.newPage({ locale: 'en' });
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  const sockets: string[] = [];
  page.on('websocket', (socket) => {
    const { pathname } = new URL(socket.url());
    // What Vite says first is that changes will be told here.
    socket.on('framereceived', ({ payload }) => sockets.push(`${pathname} ${typeOf(String(payload))}`));
  });
  await page.goto(development.palette);
  await page.getByRole('combobox').waitFor();
  await expect.poll(() => sockets).toContain('/ connected');
  await expect.poll(() => sockets).toContain('/ws hello');
  // The source itself, not what a build made of it.
  const source = await page.request.get(new URL('/palette/Palette.svelte', development.palette).href);
  expect(await source.text()).toContain('import.meta.hot');
  expect(thrown).toEqual([]);

  // Another page is as foreign to the core as if it asked the core itself.
  const { origin } = new URL(development.palette);
  const asked = (from: string) =>
    fetch(`${origin}/session`, {
      method: 'POST',
      headers: { origin: from, 'content-type': 'application/json' },
      body: '{"code":"none"}',
    });
  expect((await asked('http://127.0.0.1:1')).status).toBe(403);
  expect((await asked(origin)).status).toBe(401);
});

function typeOf(payload: string): string {
  return (JSON.parse(payload) as { type: string }).type;
}
