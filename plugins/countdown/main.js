/** Counts down to each event by its server's clock, and tells how late it fired. */
/** @import { ScheduledEvent } from 'ticketime/client' */
import { connect } from 'ticketime/client';
import { isSayable, nextNumber } from './count.js';
import { countLine, firedLine } from './lines.js';

/**
 * An occurrence that is counted down to, `next` being planned and `said` done.
 *
 * @typedef {{ event: ScheduledEvent, epochMs: number, next: number | null, said: number | null }} Moment
 */

/** Nothing is counted on for longer than this without another look, ms. */
const LONGEST_WAIT_MS = 60_000;
/** What has passed by so much does not come back, ms. */
const PASSED_MS = 1000;

const { TICKETIME_ADDRESS: url = 'http://127.0.0.1:27182', TICKETIME_TOKEN: token = '' } = process.env;
const client = connect({ url, token, topics: ['servers', 'estimates', 'events', 'triggers'] });

/** By event and time: what is done is taken out of the core's plan at once, and counted to its end here. @type {Map<string, Moment>} */
const moments = new Map();
/** @type {NodeJS.Timeout | undefined} */
let timer;

function heedEvents() {
  const { events } = client.state.current ?? {};
  for (const event of events?.values() ?? []) {
    const epochMs = event.nextEpochMs;
    if (epochMs === null) continue;
    const key = `${event.id}/${epochMs}`;
    const moment = moments.get(key);
    if (moment) moment.event = event;
    else moments.set(key, { event, epochMs, next: null, said: null });
  }
  for (const [key, { event }] of moments) if (!events?.has(event.id)) moments.delete(key);
  look();
}

/** @param {Moment} moment */
function leftMs({ event, epochMs }) {
  const now = client.clock(event.serverId).read();
  // Without a reading the core goes by another clock, and says when that is by this computer's.
  return now ? epochMs - now.epochMs : (event.dueEpochMs ?? epochMs) - Date.now();
}

/** Says what is due, and waits for what comes next. */
function look() {
  clearTimeout(timer);
  let waitMs = LONGEST_WAIT_MS;
  for (const [key, moment] of moments) {
    const left = leftMs(moment);
    if (moment.next !== null && left <= moment.next * 1000) {
      if (isSayable(moment.next, left)) say(moment, moment.next);
      moment.said = moment.next;
    }
    moment.next = nextNumber(left, moment.said);
    if (moment.next !== null) waitMs = Math.min(waitMs, left - moment.next * 1000);
    else if (left < -PASSED_MS) moments.delete(key);
  }
  timer = setTimeout(look, Math.ceil(waitMs));
}

/**
 * @param {Moment} moment
 * @param {number} number
 */
function say({ event }, number) {
  const isServerKnown = Boolean(client.state.current?.servers.get(event.serverId)?.reading);
  console.log(countLine(event.name, number, { isServerKnown, isTerminal: process.stdout.isTTY }));
}

client.state.onChange(heedEvents);
client.coreClock.onChange(look);
client.on('trigger', (trigger) => {
  look(); // the moment itself may be due just as well
  console.log(firedLine(trigger));
});
client.onState((state) => {
  if ('why' in state) console.error(state.why);
  if (state.is === 'ended') process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
