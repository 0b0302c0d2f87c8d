/**
 * `npm start`: the desktop app; where Electron cannot be had, or is not wanted, the pages in a browser, with a practice server while no
 * other is registered; with an address first, a sync of that server.
 */
import { resolve } from 'node:path';
import { startApp } from './start/app.ts';
import { buildApp, buildPages } from './start/build.ts';
import { wishOf, wordsOfCommand } from './start/way.ts';

const words = process.argv.slice(2);
const wish = wishOf(words);
const tell = (sentence: string) => void process.stderr.write(`${sentence}\n`);

const how =
  wish === 'app' &&
  (await startApp(words, {
    root: resolve(import.meta.dirname, '..'),
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
    build: buildApp,
    tell,
  }));
if (typeof how === 'number') {
  process.exitCode = how;
} else {
  if (how !== false) tell(`${how}, so the same interface opens in the browser.`);
  if (wish !== 'sync' && !words.includes('--help') && !words.includes('-h')) buildPages();
  process.argv.splice(2, words.length, ...wordsOfCommand(wish, words));
  await import('./cli.ts');
}
