/**
 * The palette in a real Chromium: how soon it can be typed into, and how long a letter takes with 500 servers and 200 commands.
 *
 *     electron-vite build && node tests/bench/palette.ts [--out out]
 *
 * It needs no network, and ends by itself after some 20 s.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ServerSummary } from '../../api/client/client.ts';
import { results, searchedCommand, searchedServer } from '../../palette/home/results.ts';
import { startBrowser } from '../e2e/browser.ts';
import { quantileOf } from '../simulation/runs.ts';
import { FRAME_MS, row, startCore, wait } from './pages.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'out' } } });
const SERVERS = 500;
const COMMANDS = 200;
const OPENINGS = 20;
const QUERIES = ['t', 'ti', 'tic', 'tick', 'ticket 4', '인', '인터', 'ㅇㅌㅍㅋ', 'sync', 'zz', 's', ''];
const TURNS = 5;

/** Lets the bench tell the page what the core would. */
const TAP = `window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); window.socket = this; }
  // The core knows nothing of the servers that we have told of: their last offsets come from here.
  send(text) {
    const { type, call, id, input } = JSON.parse(text);
    if (type !== 'request' || call !== 'showServer' || !input.id.startsWith('bench')) return super.send(text);
    const estimates = Array.from({ length: 20 }, (_, k) => ({ offsetMs: 100 + Math.sin(k) * 8 }));
    setTimeout(() => tell({ type: 'response', id, ok: true, output: { history: { estimates } } }));
  }
};
window.tell = (message) => window.socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
window.input = () => document.querySelector('[role=combobox]');
window.frame = () => new Promise(requestAnimationFrame);`;

/** From another view: the hotkey, and then so many frames until the input has the focus and a size. */
const OPEN = `(async () => {
  const counts = [];
  for (let turn = 0; turn < ${OPENINGS}; turn++) {
    input().dispatchEvent(new KeyboardEvent('keydown', { key: ',', code: 'Comma', ctrlKey: true, bubbles: true, cancelable: true }));
    for (let tries = 0; input() && tries < 300; tries++) await frame();
    if (input()) throw new Error('The settings did not open.');
    await frame();
    dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space', ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true }));
    let frames = 0;
    while (!(input() && document.activeElement === input() && input().offsetHeight > 0) && frames < 300) { await frame(); frames++; }
    counts.push(frames);
    await frame();
  }
  return counts;
})()`;

/** From the letter until the page is laid out anew. */
const TYPE = `(async () => {
  const took = [];
  for (let turn = 0; turn < ${TURNS}; turn++)
    for (const text of ${JSON.stringify(QUERIES)}) {
      await frame();
      const at = performance.now();
      input().value = text;
      input().dispatchEvent(new InputEvent('input', { bubbles: true }));
      for (let turns = 0; turns < 10; turns++) await null; // where Svelte does its work
      document.body.offsetHeight;
      took.push(performance.now() - at);
    }
  return took;
})()`;

const figures = (all: readonly number[]) => [0.5, 0.99, 1].map((share) => quantileOf(all, share).toFixed(2));
const NAMES = ['인터파크 티켓', 'Melon Ticket', 'Ticketlink', '예스24', 'Sale of the year'];

function many(of: ServerSummary): ServerSummary[] {
  return Array.from({ length: SERVERS }, (_, k) => ({
    ...of,
    id: `bench${k}`,
    name: `${NAMES[k % NAMES.length]} ${k}`,
    url: `http://server-${k}.test/`,
  }));
}

const core = await startCore(resolve(values.out));
try {
  await core.call('addServer', { url: 'http://127.0.0.1:9/' });
  const [one] = await core.call('listServers', {});
  const servers = many(one);
  console.log(`Load of the machine before: ${loadavg()[0].toFixed(1)}.\n`);
  console.log('| | p50 | p99 | most | wanted |\n|---|--:|--:|--:|--:|');

  const searched = {
    servers: servers.map((server) => searchedServer(server, server.name)),
    commands: Array.from({ length: COMMANDS }, (_, k) =>
      searchedCommand({
        id: `c${k}`,
        name: `Sync everything ${k}`,
        also: `refresh ${k}`,
        keys: '',
        run: () => undefined,
      }),
    ),
  };
  const searches: number[] = [];
  for (let turn = 0; turn < TURNS; turn++)
    for (const text of QUERIES) {
      const at = performance.now();
      results(searched, text, null);
      searches.push(performance.now() - at);
    }
  row(`the search: ${SERVERS} servers, ${COMMANDS} commands, ms`, ...figures(searches), FRAME_MS.toFixed(1));

  const browser = await startBrowser();
  try {
    const page = await core.open(browser, 'palette', TAP);
    await page.getByRole('combobox').waitFor();
    await wait(1000);
    row('open, from another view, frames', ...figures(await page.evaluate<number[]>(OPEN)), 2);
    await page.evaluate(`for (const server of ${JSON.stringify(servers)}) tell({ type: 'server', server })`);
    await wait(1000);
    const first = await page.evaluate<number[]>(TYPE);
    row(`a letter: ${SERVERS} servers, laid out, ms: at first`, ...figures(first), FRAME_MS.toFixed(1));
    await wait(500);
    const later = await page.evaluate<number[]>(TYPE);
    row('a letter: after that', ...figures(later), FRAME_MS.toFixed(1));
    row('open with those, frames', ...figures(await page.evaluate<number[]>(OPEN)), 2);
  } finally {
    await browser.close();
  }
  console.log(`\nLoad of the machine after: ${loadavg()[0].toFixed(1)}.`);
} finally {
  await core.stop();
}
