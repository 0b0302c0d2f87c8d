/**
 * What the overlay shows, held against what the core and the origin's own clock say at the very instant: read in the page, in the task
 * that drew it. Nothing here rests on how fast the machine is; tests/bench/overlay.ts measures that.
 */
import { afterAll, expect, test } from 'vitest';
import type { Reading } from '../../api/client/client.ts';
import { readAt } from '../../api/protocol/reading.ts';
import { useApp, type Added, type App, type Lifetime, type OpenPage } from './app.ts';
import { WATCH, msOfDay, type Drawn, type Watched } from './watch.ts';

const startApp = useApp();
const OFFSET_MS = 151;
/** A glide takes 2 s; the clock of the core is asked for anew after 15 s. */
const SETTLED_MS = 2500;
const FRAMES = 300;
/** A slow machine draws fewer. */
const LONGEST_MS = 5000;
/** Of two numbers as large as an epoch, ms. */
const NEAR_MS = 0.01;

interface Shown extends Added {
  readonly app: App;
  readonly page: OpenPage;
}

async function showClock(t: Lifetime): Promise<Shown> {
  const app = await startApp(t);
  const added = await app.addOrigin({ offsetMs: OFFSET_MS });
  await app.call('updateServer', { id: added.serverId, zone: 'UTC' });
  await app.context.addInitScript(WATCH);
  const page = await app.openPage('overlay');
  await expect
    .poll(() => page.locator('.digits').first().textContent(), { timeout: 15_000 })
    .toMatch(/^\d\d:\d\d:\d\d/);
  await page.waitForTimeout(SETTLED_MS);
  return { app, page, ...added };
}

const watched = (page: OpenPage) => page.evaluate<Watched>('watched()');

/** What is drawn from now on. */
async function drawn(page: OpenPage, frames = FRAMES, longestMs = LONGEST_MS): Promise<Watched> {
  await page.evaluate('watchAnew()');
  const until = performance.now() + longestMs;
  for (;;) {
    const seen = await watched(page);
    if (seen.drawn.length >= frames || performance.now() > until) return seen;
    await page.waitForTimeout(200);
  }
}

/** What a clock that is right shows from the beginning of the task to its end: shown minus that, ms; 0 within. */
function offBy({ begunAt, endedAt, text }: Drawn, epochMs: (at: number) => number): number {
  const shown = msOfDay(text);
  const [from, to] = [epochMs(begunAt) - 1, epochMs(endedAt)];
  return Math.max(0, against(shown, to)) + Math.min(0, against(shown, from));
}

const DAY_MS = 86_400_000;
function against(shownMs: number, epochMs: number): number {
  const off = (((shownMs - epochMs) % DAY_MS) + DAY_MS) % DAY_MS;
  return off > DAY_MS / 2 ? off - DAY_MS : off;
}

const most = (values: readonly number[]) => Math.max(0, ...values.map(Math.abs));

function byReading(reading: Reading | undefined, shiftMs: number): (at: number) => number {
  if (!reading) throw new Error('The page was told of no reading.');
  return (at) => readAt(reading, at + shiftMs).serverEpochMs;
}

/** One clock for all of them, each of which leaves it right. */
let shown: Promise<Shown> | undefined;
const endings: (() => unknown)[] = [];
function sharedClock(): Promise<Shown> {
  return (shown ??= showClock({ onTestFinished: (ending) => void endings.push(ending as () => unknown) }));
}
afterAll(async () => {
  const faults: unknown[] = [];
  for (const end of endings.reverse())
    try {
      await end();
    } catch (error) {
      faults.push(error); // the rest is to end all the same
    }
  expect(faults).toEqual([]);
});

test('every frame shows the time that the core has for its instant, cut off and not rounded, within the ± of the origin’s own', async () => {
  const { page, origin } = await sharedClock();
  const { drawn: all, clock, readings } = await drawn(page);
  expect(all.length).toBeGreaterThan(50);
  const reading = readings.at(-1);
  const errorMs = clock.errorMs + NEAR_MS;
  expect(most(all.map((one) => offBy(one, byReading(reading, clock.shiftMs))))).toBeLessThan(errorMs);
  const stated = (reading?.accuracyMs ?? NaN) + ((reading?.ageingPpm ?? NaN) * 30_000) / 1e6;
  const origins = all.map((one) => offBy(one, (at) => origin.epochMs(at + clock.shiftMs)));
  expect(most(origins)).toBeLessThan(stated + errorMs);
});

test('without milliseconds it is drawn once a second, when the second has come', async () => {
  const { app, page } = await sharedClock();
  await app.call('changeSettings', { display: { milliseconds: false } });
  await expect.poll(() => page.locator('.digits').first().textContent()).toMatch(/^\d\d:\d\d:\d\d\s*$/);
  const { drawn: all, clock, frames, readings, lastedMs } = await drawn(page, Infinity, 4000);
  const seconds = lastedMs / 1000;
  expect(Math.abs(all.length - seconds)).toBeLessThanOrEqual(1.5);
  // The timer is a little early so as not to be late: a few frames are waited for. At sixty a second there would be twenty times as many.
  expect(frames).toBeLessThan(seconds * 6);
  const epochMs = byReading(readings.at(-1), clock.shiftMs);
  for (const { endedAt, text } of all)
    expect(against(msOfDay(text), epochMs(endedAt))).toBeLessThan(clock.errorMs + NEAR_MS);
  await app.call('changeSettings', { display: { milliseconds: true } });
  await expect.poll(() => page.locator('.digits').first().textContent()).toMatch(/\.\d{3}\s*$/);
});

test('nothing is drawn while nobody can see it, and it is right at once when somebody can', async () => {
  const { page } = await sharedClock();
  await page.evaluate('setVisible(false)');
  await page.evaluate('watchAnew()');
  await page.waitForTimeout(1000);
  expect((await watched(page)).frames).toBe(0);
  const back = await page.evaluate<Drawn>('setVisible(true)');
  const { clock, readings } = await watched(page);
  const epochMs = byReading(readings.at(-1), clock.shiftMs);
  expect(Math.abs(offBy(back, epochMs))).toBeLessThan(clock.errorMs + NEAR_MS);

  const debug = await page.context().newCDPSession(page);
  await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await debug.send('Page.setWebLifecycleState', { state: 'active' });
  const thawed = await drawn(page, 10, 5000);
  expect(thawed.drawn.length).toBeGreaterThan(0);
  expect(most(thawed.drawn.map((one) => offBy(one, epochMs)))).toBeLessThan(clock.errorMs + NEAR_MS);
});

test('a small correction is glided to and never runs backwards, a large one is jumped to and said', async () => {
  const { page } = await sharedClock();
  const before = (await watched(page)).readings.length;
  const gliding = drawn(page, Infinity, 3500);
  await page.waitForTimeout(300);
  await page.evaluate('correct(-30)');
  const glide = await gliding;
  expect(glide.readings.length).toBeGreaterThan(before);
  const texts = glide.drawn.map(({ text }) => msOfDay(text));
  expect(texts.filter((ms, at) => at > 0 && against(ms, texts[at - 1]) < 0)).toEqual([]);
  const settled = glide.drawn.slice(-10);
  const epochMs = byReading(glide.readings.at(-1), glide.clock.shiftMs);
  expect(most(settled.map((one) => offBy(one, epochMs)))).toBeLessThan(glide.clock.errorMs + NEAR_MS);
  // At no time further from either reading than the two are from each other, and slower by 2.5 % at the most.
  const [first, last] = [glide.readings.at(before - 1), glide.readings.at(-1)];
  const ahead = most(
    glide.drawn.map((one) => Math.max(0, offBy(one, byReading(first, glide.clock.shiftMs)))),
  );
  expect(ahead).toBeLessThan(glide.clock.errorMs + NEAR_MS);
  expect(first && last && first.shiftMs - last.shiftMs).toBeCloseTo(30, 0);
  glide.drawn.forEach((one, at) => {
    const later = glide.drawn[at + 20] as Drawn | undefined;
    if (!later) return;
    const [least, mostMs] = [later.begunAt - one.endedAt, later.endedAt - one.begunAt];
    const went = against(msOfDay(later.text), msOfDay(one.text));
    expect(went).toBeGreaterThan(least * 0.98 - 1.1);
    expect(went).toBeLessThan(mostMs * 1.001 + 1.1);
  });

  await page.evaluate('correct(-600)');
  await expect
    .poll(() => page.locator('.row').first().innerText(), { timeout: 15_000 })
    .toContain('corrected just now');
  const { drawn: jumped, clock, readings } = await drawn(page, 30, 3000);
  expect(most(jumped.map((one) => offBy(one, byReading(readings.at(-1), clock.shiftMs))))).toBeLessThan(
    clock.errorMs + NEAR_MS,
  );
  await expect
    .poll(() => page.locator('.row').first().innerText(), { timeout: 15_000 })
    .not.toContain('corrected just now');
});
