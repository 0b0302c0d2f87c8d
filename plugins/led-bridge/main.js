/** Lights a WLED device when an event that asks for it fires. */
/** @import { ScheduledEvent, Trigger } from 'ticketime/client' */
import { connect } from 'ticketime/client';
import { KIND, readWish } from './light-wish.js';
import { Light } from './light.js';

/** Before the moment the connection is opened: a small device closes one on which nothing comes for 3 s. */
const WARM_MS = 2500;
/** And is opened again should it be closed, ms. */
const WARM_AGAIN_MS = 500;
/** Nothing is counted on for longer than this without another look, ms. */
const LONGEST_WAIT_MS = 60_000;
/** For putting out what is lit at the end; whoever stops a plugin gives it 3 s. */
const FAREWELL_MS = 1000;

const { TICKETIME_ADDRESS: address = 'http://127.0.0.1:27182', TICKETIME_TOKEN: token = '' } = process.env;
const client = connect({ url: address, token, topics: ['servers', 'estimates', 'events', 'triggers'] });

/** By address. @type {Map<string, Light>} */
const lights = new Map();
/** @type {NodeJS.Timeout | undefined} */
let timer;

/** @param {URL} url */
function lightAt(url) {
  let light = lights.get(url.href);
  if (!light) lights.set(url.href, (light = new Light(url)));
  return light;
}

/** Opens connections to the lights whose moment is near. */
function look() {
  clearTimeout(timer);
  let waitMs = LONGEST_WAIT_MS;
  for (const event of client.state.current?.events.values() ?? []) {
    if (event.action?.kind !== KIND) continue;
    const left = leftMs(event);
    if (left <= 0) continue;
    if (left <= WARM_MS) warm(event.action);
    waitMs = Math.min(waitMs, left <= WARM_MS ? WARM_AGAIN_MS : left - WARM_MS);
  }
  timer = setTimeout(look, Math.ceil(waitMs));
}

/** @param {ScheduledEvent} event */
function leftMs({ serverId, nextEpochMs, dueEpochMs }) {
  if (nextEpochMs === null) return 0;
  const now = client.clock(serverId).read();
  // Without a reading the core goes by another clock, and says when that is by this computer's.
  return now ? nextEpochMs - now.epochMs : (dueEpochMs ?? nextEpochMs) - Date.now();
}

/** @param {NonNullable<ScheduledEvent['action']>} action */
function warm({ input }) {
  try {
    lightAt(readWish(input).url).warm();
  } catch {
    // What is wrong with it is told at the trigger.
  }
}

/**
 * @param {string} name the event's
 * @param {NonNullable<Trigger['action']>} action
 * @param {number} heardAt
 */
async function act(name, { input }, heardAt) {
  /** @param {unknown} error */
  const tell = (error) => console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  try {
    const { url, ...wish } = readWish(input);
    await lightAt(url).turnOn(wish, tell);
    const tookMs = performance.now() - heardAt;
    console.log(`${name}: the light at ${url.host} took its colour within ${tookMs.toFixed(1)} ms.`);
  } catch (error) {
    tell(error);
  }
}

/** What is to go out goes out now; nobody would put it out later.
 * @param {number} exitCode */
async function leave(exitCode) {
  setTimeout(() => process.exit(exitCode), FAREWELL_MS);
  await Promise.allSettled([...lights.values()].filter(({ isLit }) => isLit).map((light) => light.turnOff()));
  process.exit(exitCode);
}

client.state.onChange(look);
client.coreClock.onChange(look);
client.on('trigger', ({ name, action }, heardAt) => {
  if (action?.kind === KIND) void act(name, action, heardAt);
});
client.onState((state) => {
  if ('why' in state) console.error(state.why);
  if (state.is === 'ended') void leave(1);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void leave(0));
