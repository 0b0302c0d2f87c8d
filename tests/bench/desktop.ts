/**
 * The built desktop app on the double of Electron (npm run build first): what its start does before the first window, how long until
 * the overlay's digits tick, how long the main thread stands still after the first window, and how soon the palette is there. Beside it a
 * bare page of the same Chromium, which is what any window costs here, and a thread that has nothing to do, which stands still all the
 * same while Chromium works.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Browser } from 'playwright-core';
import { restCall } from '../../api/client/rest.ts';
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { openSettings } from '../../main/store/settings.ts';
import type { CommandName, Commands } from '../desktop/double/messages.ts';
import { Pages } from '../desktop/pages.ts';
import { startBrowser } from '../e2e/browser.ts';
import type { Stalls } from './stalls.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const APP = join(ROOT, 'out/main/index.js');
const REGISTER = join(ROOT, 'tests/desktop/double/register.ts');
const STALLS = join(ROOT, 'tests/bench/desktop-stalls.ts');
const PALETTE = 'CommandOrControl+Shift+Space';
const TICKS = /\d\d:\d\d:\d\d/;
const STARTS = Number(process.argv[2] ?? 5);
const PRESSES = 40;

if (!existsSync(APP)) {
  console.error('There is no built app: run npm run build first.');
  process.exit(1);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (values: readonly number[]) =>
  `${median(values).toFixed(1)} ms (${Math.max(...values).toFixed(1)})`;

/** Resolves with what `look` finds; rejects when that takes a minute. */
async function until<T>(look: () => Promise<T | false | undefined>): Promise<T> {
  const lateAt = performance.now() + 60_000;
  while (performance.now() < lateAt) {
    const found = await look();
    if (found) return found;
    await delay(5);
  }
  throw new Error('What was waited for did not come within a minute.');
}

async function open(browser: Browser, folder: string) {
  const context = await browser.newContext();
  const startedAt = performance.now();
  const child = fork(APP, ['--data-dir', folder], {
    execArgv: ['--import', REGISTER, '--import', STALLS],
    env: { ...process.env, XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const ended = once(child, 'exit');
  const pages = new Pages(context, child);
  async function command<N extends CommandName>(name: N, input?: Commands[N]['input']) {
    const { value } = await pages.ask({ type: 'command', name, input });
    return value as Commands[N]['output'];
  }
  async function overlay() {
    return until(async () => {
      const state = (await command('windows')).find(({ url }) => url.includes('/overlay/'));
      return state && pages.windows.get(state.id)?.page;
    });
  }
  async function close() {
    void command('quit');
    await ended;
    await pages.settled();
    await context.close();
  }
  return { startedAt, command, overlay, close };
}

const folder = mkdtempSync(join(tmpdir(), 'ticketime-bench-desktop-'));
const browser = await startBrowser();
const origin = await startPracticeOrigin({ offsetMs: 5000 });
const idleThread = new Worker(new URL('idle-stalls.ts', import.meta.url));
async function idleStalls(): Promise<Stalls> {
  idleThread.postMessage(null);
  const [most] = (await once(idleThread, 'message')) as [Stalls];
  return most;
}
try {
  openSettings(folder, console.error).change({
    reference: { order: [], intervalMs: 0 },
    sync: { intervalMs: 0 },
  });
  const first = await open(browser, folder);
  await first.overlay();
  const { address, token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as {
    address: string;
    token: string;
  };
  const { id } = await restCall(address, token)('addServer', { url: origin.url });
  await restCall(address, token)('startSync', { id, mode: 'quick' });
  await until(async () => (await restCall(address, token)('showServer', { id })).reading !== null);
  await first.close();

  const [digits, bare, still, busy, idle, shows]: number[][] = [[], [], [], [], [], []];
  for (let run = 0; run < STARTS; run += 1) {
    const bareAt = performance.now();
    const page = await browser.newPage();
    await page.goto('data:text/html,<p>12:00:00</p>');
    bare.push(performance.now() - bareAt);
    await page.close();
    const app = await open(browser, folder);
    const overlay = await app.overlay();
    await idleStalls(); // begins now
    await until(async () => TICKS.test(await overlay.locator('body').innerText()));
    digits.push(performance.now() - app.startedAt);
    await delay(5000);
    const { longestMs, busiestMs } = await app.command('stalled');
    still.push(longestMs);
    busy.push(busiestMs);
    idle.push((await idleStalls()).longestMs);
    for (let press = 0; press < PRESSES; press += 1) {
      const { shownAfterMs } = await app.command('press', PALETTE);
      if (shownAfterMs !== null) shows.push(shownAfterMs);
    }
    await app.close();
  }
  const log = readFileSync(join(folder, 'logs/desktop.log'), 'utf8');
  const starts = log.split('\n').filter((line) => line.includes('Start, ms'));
  console.log(`Main's work before its windows, in the last of ${STARTS} starts:`);
  console.log(`  ${starts.at(-1)?.replace(/^\S+ /, '')}`);
  console.log(`Digits tick after, median (most)                      ${ms(digits)}; wanted 2000 ms`);
  console.log(
    `  of that a bare page of this Chromium                ${ms(bare)}; ratio ${(median(digits) / median(bare)).toFixed(1)}`,
  );
  console.log(`In the 5 s after, of the main thread's work, at once   ${ms(busy)}; wanted 20 ms`);
  console.log(`  by the clock it stood still                         ${ms(still)}`);
  console.log(
    `  a thread with nothing to do                         ${ms(idle)}; ratio ${(median(still) / median(idle)).toFixed(1)}`,
  );
  console.log(
    `Palette shown after its hotkey, ${shows.length} times              ${ms(shows)}; wanted 50 ms`,
  );
} finally {
  await idleThread.terminate();
  await origin.close();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
