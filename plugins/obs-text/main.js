/** Keeps text files with each server's time, and the time left until the next event, in the working folder. */
/** @import { ScheduledEvent, ServerSummary } from 'ticketime/client' */
import { readFileSync } from 'node:fs';
import { connect } from 'ticketime/client';
import { fileNames, NEXT_EVENT } from './file-names.js';
import { readOptions } from './options.js';
import { TextFiles } from './text-files.js';
import { eventText, timeText } from './texts.js';

const { TICKETIME_ADDRESS: url = 'http://127.0.0.1:27182', TICKETIME_TOKEN: token = '' } = process.env;
const { options, problems } = readOptions(optionsText());
for (const problem of problems) console.error(problem);

const client = connect({ url, token, topics: ['servers', 'estimates', 'events'] });
const files = new TextFiles();
/** @type {NodeJS.Timeout | undefined} */
let timer;

function optionsText() {
  try {
    return readFileSync('options.json', 'utf8');
  } catch {
    return null;
  }
}

/** Writes what has changed, and waits for the next second of any of the clocks. */
function look() {
  clearTimeout(timer);
  const at = performance.now();
  const servers = chosenServers();
  const fileOf = fileNames(servers);
  files.keepOnly(new Set([...fileOf.values(), NEXT_EVENT]));
  let waitMs = 1000 - (Date.now() % 1000); // for what goes by this computer's clock
  for (const server of servers) {
    const clock = client.clock(server.id);
    const now = clock.read(at);
    files.write(
      fileOf.get(server.id) ?? '',
      now ? timeText(options.time, server, now.epochMs) : options.unknown,
    );
    const next = clock.nextSecond(at);
    if (next) waitMs = Math.min(waitMs, next.at - at);
  }
  files.write(NEXT_EVENT, nextEventText(servers, at));
  timer = setTimeout(look, Math.ceil(waitMs));
}

/** @returns {readonly ServerSummary[]} */
function chosenServers() {
  const all = [...(client.state.current?.servers.values() ?? [])];
  const { servers } = options;
  return servers ? all.filter(({ id, name }) => servers.includes(id) || servers.includes(name)) : all;
}

/**
 * @param {readonly ServerSummary[]} servers
 * @param {number} at
 */
function nextEventText(servers, at) {
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  const next = [...(client.state.current?.events.values() ?? [])]
    .filter(({ serverId }) => names.has(serverId))
    .map((event) => ({ event, leftMs: leftMs(event, at) }))
    .filter(({ leftMs }) => leftMs > 0)
    .sort((one, other) => one.leftMs - other.leftMs)
    .at(0);
  if (!next) return options.none;
  const { name, serverId } = next.event;
  return eventText(options.event, { name, server: names.get(serverId) ?? '' }, next.leftMs);
}

/**
 * @param {ScheduledEvent} event
 * @param {number} at
 */
function leftMs({ serverId, nextEpochMs, dueEpochMs }, at) {
  if (nextEpochMs === null) return 0;
  const now = client.clock(serverId).read(at);
  // Without a reading the core goes by another clock, and says when that is by this computer's.
  return now ? nextEpochMs - now.epochMs : (dueEpochMs ?? nextEpochMs) - Date.now();
}

/** No clock is left standing on anybody's screen.
 * @param {number} exitCode */
function leave(exitCode) {
  for (const file of fileNames(chosenServers()).values()) files.write(file, options.unknown);
  files.write(NEXT_EVENT, options.none);
  process.exit(exitCode);
}

client.on('hello', ({ servers }) => {
  for (const wanted of options.servers ?? [])
    if (!servers.some(({ id, name }) => wanted === id || wanted === name))
      console.error(`options.json: no server is called "${wanted}" now; name it by its id or its name.`);
});
client.state.onChange(look);
client.coreClock.onChange(look);
client.onState((state) => {
  if ('why' in state) console.error(state.why);
  if (state.is === 'ended') leave(1);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => leave(0));
