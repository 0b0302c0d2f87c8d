/**
 * The overlay in a real Chromium: what it shows against what the core and the origin have at that instant, what it costs beside a bare page
 * that writes as many digits, and how large the pages are.
 *
 *     electron-vite build && node tests/bench/overlay.ts [--seconds 4] [--rounds 3] [--out out]
 *
 * Overlay and bare page take turns; other programs on the machine only ever add, so the least of the rounds is told. It needs no network, and
 * ends by itself after a minute or so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { readAt } from '../../api/protocol/reading.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../../main/practice/origin.ts';
import { startBrowser } from '../e2e/browser.ts';
import { msOfDay, WATCH, type Watched } from '../e2e/watch.ts';
import { quantileOf } from '../simulation/runs.ts';
import { FRAME_MS, row, startCore, VIEWPORTS, wait } from './pages.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string', default: 'out' },
  },
});
const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);
const OUT = resolve(values.out);
const FRAMES = 500;
const LONGEST_MS = 30_000;
/** Until the page's knowledge of the core's clock has settled, and the last glide has ended. */
const SETTLED_MS = 3000;
const DAY_MS = 86_400_000;

/** The same digits, once a frame, into one text node. */
const BARE = `<body style="margin:0;background:#151821;color:#f4f6fb;font:600 56px/1.15 system-ui;font-variant-numeric:tabular-nums">
<p id="digits"></p><script>
const node = document.getElementById('digits').appendChild(document.createTextNode(''));
const two = (value) => String(value).padStart(2, '0');
const draw = () => {
  const at = performance.timeOrigin + performance.now();
  const s = Math.floor(at / 1000) % 86400;
  node.data = two(Math.floor(s / 3600)) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60) + '.' + String(Math.floor(at % 1000)).padStart(3, '0');
  requestAnimationFrame(draw);
};
draw();
</script>`;

const figures = (all: readonly number[]) => [0.5, 0.99, 1].map((share) => quantileOf(all, share).toFixed(2));

function against(shownMs: number, epochMs: number): number {
  const off = (((shownMs - epochMs) % DAY_MS) + DAY_MS) % DAY_MS;
  return off > DAY_MS / 2 ? off - DAY_MS : off;
}

async function precision(page: Page, origin: PracticeOrigin): Promise<void> {
  await wait(SETTLED_MS);
  await page.evaluate('watchAnew()');
  const until = performance.now() + LONGEST_MS;
  let seen: Watched;
  do {
    await wait(1000); // each look at the page takes its time from the frames
    seen = await page.evaluate<Watched>('watched()');
  } while (seen.drawn.length < FRAMES && performance.now() < until);
  const { clock, readings } = seen;
  const reading = readings.at(-1);
  if (!reading) throw new Error('The page was told of no reading.');
  const drawn = seen.drawn.slice(0, FRAMES);
  const coreMs = (at: number) => readAt(reading, at + clock.shiftMs).serverEpochMs;
  const off = drawn.map(({ begunAt, text }) => Math.abs(against(msOfDay(text), coreMs(begunAt))));
  // The frame may have been interrupted between its look at the clock and the end: of no consequence to what is shown next.
  const beyond = drawn.map(({ begunAt, endedAt, text }) =>
    Math.max(
      0,
      against(msOfDay(text), coreMs(endedAt)),
      -against(msOfDay(text), coreMs(begunAt) - 1), // cut off to a whole ms
    ),
  );
  const seconds = drawn.flatMap(({ endedAt, text }, at) => {
    const second = Math.floor(msOfDay(text) / 1000);
    return at > 0 && second !== Math.floor(msOfDay(drawn[at - 1].text) / 1000)
      ? [Math.abs(against(second * 1000, origin.epochMs(endedAt + clock.shiftMs)))]
      : [];
  });
  const estimate = drawn.map(({ begunAt }) =>
    Math.abs(coreMs(begunAt) - origin.epochMs(begunAt + clock.shiftMs)),
  );
  const took = drawn.map(({ begunAt, endedAt }) => endedAt - begunAt);
  row('displayed, from the core’s at that instant', ...figures(off), '2 (p99)');
  row('of that more than is cut off to whole ms', ...figures(beyond), '');
  row('a new second, from the origin’s true one', ...figures(seconds), `${FRAME_MS.toFixed(1)} and the next`);
  row('the core’s estimate, from the origin’s clock', ...figures(estimate), 'its ±');
  row('all of a frame’s callback', ...figures(took), '0.3 (median)');
  console.log(
    `\n${drawn.length} frames, ${seconds.length} seconds; the page’s clock was proven to ${clock.errorMs.toFixed(2)} ms, the server’s to ± ${reading.accuracyMs.toFixed(2)} ms.\n`,
  );
}

interface Cost {
  readonly scriptMs: number;
  readonly taskMs: number;
  readonly cpu: number;
}

/** Of a page that is left alone: script and tasks per 60th of a second, ms; CPU of its renderer, per cent of one core. */
async function cost(browser: Browser, page: Page): Promise<Cost> {
  const session = await page.context().newCDPSession(page);
  const ofBrowser = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  const look = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const cpu = processInfo.reduce((sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0), 0);
    return { script: of('ScriptDuration'), task: of('TaskDuration'), at: of('Timestamp'), cpu };
  };
  await wait(1500);
  const from = await look();
  await wait(SECONDS * 1000);
  const to = await look();
  const lasted = to.at - from.at;
  const perFrame = (seconds: number) => (seconds / lasted) * FRAME_MS;
  return {
    scriptMs: perFrame(to.script - from.script),
    taskMs: perFrame(to.task - from.task),
    cpu: ((to.cpu - from.cpu) / lasted) * 100,
  };
}

/** In a browser of its own, so that its processes are all that is counted. */
async function alone(open: (browser: Browser) => Promise<Page>): Promise<Cost> {
  const browser = await startBrowser();
  try {
    return await cost(browser, await open(browser));
  } finally {
    await browser.close();
  }
}

const least = (all: readonly Cost[]): Cost => ({
  scriptMs: Math.min(...all.map(({ scriptMs }) => scriptMs)),
  taskMs: Math.min(...all.map(({ taskMs }) => taskMs)),
  cpu: Math.min(...all.map(({ cpu }) => cpu)),
});

function sizes(): void {
  console.log('\n| file | raw, B | gzip, B |\n|---|--:|--:|');
  const folder = join(OUT, 'renderer');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|css|html)$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { name, raw: bytes.length, gzip: gzipSync(bytes).length };
    })
    .sort((one, other) => other.raw - one.raw);
  for (const { name, raw, gzip } of files) row(name, raw, gzip);
  const sum = (of: 'raw' | 'gzip') => files.reduce((total, file) => total + file[of], 0);
  row('all', sum('raw'), sum('gzip'));
}

const origin = await startPracticeOrigin({});
const core = await startCore(OUT);
try {
  const { id } = await core.call('addServer', { url: origin.url, zone: 'UTC' });
  await core.call('startSync', { id, mode: 'quick' });
  for (let tries = 0; tries < 120; tries++) {
    const { reading, runId } = await core.call('showServer', { id });
    if (reading && runId === null) break;
    await wait(500);
  }

  console.log(`Load of the machine before: ${loadavg()[0].toFixed(1)}.\n`);
  console.log('| ms | p50 | p99 | most | wanted |\n|---|--:|--:|--:|--:|');
  const browser = await startBrowser();
  await precision(await core.open(browser, 'overlay', WATCH), origin);
  await browser.close();

  const costs: Record<'overlay' | 'seconds' | 'bare', Cost[]> = { overlay: [], seconds: [], bare: [] };
  const overlay = (one: Browser) => core.open(one, 'overlay');
  for (let round = 0; round < ROUNDS; round++) {
    costs.overlay.push(await alone(overlay));
    costs.bare.push(
      await alone(async (one) => {
        const page = await one.newPage({ viewport: VIEWPORTS.overlay });
        await page.setContent(BARE);
        return page;
      }),
    );
    await core.call('changeSettings', { display: { milliseconds: false } });
    costs.seconds.push(await alone(overlay));
    await core.call('changeSettings', { display: { milliseconds: true } });
  }
  const bare = least(costs.bare);
  console.log(
    `The least of ${ROUNDS} rounds of ${SECONDS} s.\n\n| page | script, ms a frame | all tasks, ms a frame | renderer, % of a core | ratio to bare |\n|---|--:|--:|--:|--:|`,
  );
  for (const [name, all] of Object.entries(costs)) {
    const { scriptMs, taskMs, cpu } = least(all);
    row(name, scriptMs.toFixed(3), taskMs.toFixed(3), cpu.toFixed(1), (cpu / bare.cpu).toFixed(2));
  }
  sizes();
  console.log(`\nLoad of the machine after: ${loadavg()[0].toFixed(1)}.`);
} finally {
  await core.stop();
  await origin.close();
}
