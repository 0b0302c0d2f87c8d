/**
 * `node tests/bench/plugins.ts [triggers] [rounds]`: what twenty plugins cost each other, and the core. Fifteen of them note when each trigger
 * reaches their handler; in every other turn five more run beside them, of which one spins, one leaks a gigabyte, one floods the bridge,
 * one crashes at once, and one never reads its socket. Ratios are of turns of one run.
 *
 * The core is that which `npm run build` made, a process of its own. Beside each trigger, one of the fifteen sends a message to a bare `ws` server in a process of its own, which echoes it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, restCall, type Plugin } from '../../api/client/client.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { openSettings } from '../../main/store/settings.ts';
import { serve } from '../e2e/served.ts';
import { quantileOf } from '../simulation/runs.ts';

const TRIGGERS = Number(process.argv[2] ?? 500);
const ROUNDS = Number(process.argv[3] ?? 2);
const GOOD = 15;
const SPACING_MS = 30;
/** The name of the event at which the good ones hand over what they have noted. */
const LAST = 'last';

const folder = mkdtempSync(join(tmpdir(), 'ticketime-bench-plugins-'));
const programOf = (name: string) => readFileSync(new URL(`./plugins/${name}.mjs`, import.meta.url), 'utf8');

function put(id: string, program: string, permissions: string[]): void {
  const home = join(folder, 'plugins', id);
  mkdirSync(home, { recursive: true });
  const manifest = { id, name: id, version: '1.0.0', entry: 'main.mjs', permissions };
  writeFileSync(join(home, 'plugin.json'), JSON.stringify(manifest));
  writeFileSync(join(home, 'main.mjs'), program);
}

const echo = fork(new URL('./plugins/echo-server.ts', import.meta.url));
const [{ port }] = (await once(echo, 'message')) as [{ port: number }];

const good = Array.from({ length: GOOD }, (_, k) => `good-${k}`);
const BAD = ['spins', 'leaks', 'floods', 'crashes', 'never-reads'];
for (const id of good)
  put(id, programOf('notes').replace('ECHO_PORT', id === good[0] ? String(port) : '0'), ['read', 'trigger']);
for (const id of BAD) put(id, programOf(id), ['read', 'trigger']);

openSettings(folder, console.error).change({
  reference: { order: [], intervalMs: 0 },
  sync: { intervalMs: 0 },
  alarms: [],
});
const built = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const core = await serve(built, folder, 0);
const call = restCall(core.address, core.token);
const { id: serverId } = await call('addServer', { url: 'http://127.0.0.1:9' });

const plugins = () => call('listPlugins', {});
async function enable(id: string): Promise<void> {
  await call('enablePlugin', { id, permissions: ['read', 'trigger'] });
}
async function until(like: (all: readonly Plugin[]) => boolean): Promise<void> {
  while (!like(await plugins())) await delay(200);
}
const connected = async () => {
  const { clients } = await call('readHealth', {});
  return good.every((id) => clients.some(({ tokenId }) => tokenId === `plugin:${id}`));
};

const addEvent = (name: string, time: string) => call('addEvent', { serverId, name, time, alarms: [] });

interface Noted {
  /** From its due instant to the handler, ms. */
  readonly handled: readonly number[];
  /** From its due instant to when the timer fired it, ms. */
  readonly fired: readonly number[];
  /** There and back again, ms; of one plugin. */
  readonly echoes: readonly number[];
}

const noteOf = (id: string) => join(folder, 'plugin-data', id, 'noted.json');

async function turn(isBad: boolean): Promise<Noted> {
  for (const id of good) rmSync(noteOf(id), { force: true });
  const startMs = localClock.now() + localClock.anchor() + 16_000;
  const at = (k: number) => new Date(startMs + SPACING_MS * (k + 0.5 * Math.random())).toISOString();
  for (let k = 0; k < TRIGGERS; k += 1) await addEvent(`event ${k}`, at(k));
  await addEvent(LAST, at(TRIGGERS + 30));
  await delay(startMs - 2000 - (localClock.now() + localClock.anchor()));
  if (isBad) for (const id of BAD) await enable(id);
  while (!good.every((id) => existsSync(noteOf(id)))) await delay(200);
  await delay(200);
  const noted = good.map((id) => JSON.parse(readFileSync(noteOf(id), 'utf8')) as Noted);
  for (const { handled } of noted)
    if (handled.length !== TRIGGERS) throw new Error(`${handled.length} of ${TRIGGERS} triggers came.`);
  if (isBad) {
    await until((all) =>
      all.filter(({ id }) => ['spins', 'leaks'].includes(id)).every(({ state }) => state === 'stopped'),
    );
    tellOf(await plugins());
    for (const id of BAD) await call('disablePlugin', { id });
  }
  for (const { id } of await call('listEvents', {})) await call('removeEvent', { id });
  const all = (key: keyof Noted) => noted.flatMap((one) => one[key]);
  return { handled: all('handled'), fired: all('fired'), echoes: all('echoes') };
}

/** How the bad ones ended, and that nothing else was touched. */
function tellOf(all: readonly Plugin[]): void {
  for (const { id, state, restarts, problem } of all.filter((plugin) => BAD.includes(plugin.id)))
    console.log(`  ${id}: ${state}, started again ${restarts} times${problem ? `: ${problem.message}` : ''}`);
  const touched = all.filter((one) => good.includes(one.id) && (one.state !== 'running' || one.restarts > 0));
  console.log(
    `  of the ${GOOD} others, ${touched.length} were touched${touched.map(({ id, state }) => ` (${id}: ${state})`).join('')}`,
  );
}

/** From crossing its cap to its end, by the pid's own existence. */
function watchBad(): () => void {
  const crossed = new Map<string, number>();
  const stopped = new Set<string>();
  const client = connect({ url: core.address, token: core.token, topics: ['plugins'] });
  client.on('plugins', ({ plugins: told }) => {
    for (const { id, problem, state } of told) {
      if (problem?.code.startsWith('plugin-near') && !crossed.has(id)) crossed.set(id, localClock.now());
      const at = crossed.get(id);
      if (state !== 'stopped' || at === undefined || stopped.has(id)) continue;
      stopped.add(id);
      console.log(
        `  ${id}: stopped ${((localClock.now() - at) / 1000).toFixed(1)} s after the first warning`,
      );
    }
    for (const { id, state } of told) {
      if (state !== 'off') continue;
      crossed.delete(id);
      stopped.delete(id);
    }
  });
  return () => client.close();
}

const endWatching = watchBad();
for (const id of good) await enable(id);
while (!(await connected())) await delay(200);

const calm: Noted[] = [];
const beset: Noted[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  calm.push(await turn(false));
  beset.push(await turn(true));
}

const figures = (values: readonly number[]) =>
  [0.5, 0.99, 1].map((share) => quantileOf(values, share).toFixed(3)).join(' | ');
const of = (turns: readonly Noted[], key: keyof Noted) => turns.flatMap((one) => one[key]);
console.log(
  `\nms, ${ROUNDS} turns of ${TRIGGERS} triggers to ${GOOD} plugins, without and with five bad ones beside them.\n`,
);
console.log('| | p50 | p99 | max |\n|---|--:|--:|--:|');
console.log(`| due to fired, without | ${figures(of(calm, 'fired'))} |`);
console.log(`| due to fired, with | ${figures(of(beset, 'fired'))} |`);
console.log(`| due to a plugin's handler, without | ${figures(of(calm, 'handled'))} |`);
console.log(`| due to a plugin's handler, with | ${figures(of(beset, 'handled'))} |`);
console.log(`| bare ws, there and back, without | ${figures(of(calm, 'echoes'))} |`);
console.log(`| bare ws, there and back, with | ${figures(of(beset, 'echoes'))} |`);
const ratio = (key: keyof Noted) => quantileOf(of(beset, key), 0.99) / quantileOf(of(calm, key), 0.99);
console.log(
  `\np99 with by without: fired ${ratio('fired').toFixed(2)}, handled ${ratio('handled').toFixed(2)}; ` +
    `handled by a bare echo there and back, without: ${(quantileOf(of(calm, 'handled'), 0.99) / quantileOf(of(calm, 'echoes'), 0.99)).toFixed(2)}`,
);

endWatching();
core.child.kill('SIGTERM');
await once(core.child, 'exit');
echo.disconnect();
rmSync(folder, { recursive: true, force: true });
