/** `ticketime events`: what is to happen when a server's clock shows a time. */
import type { Call } from '../../api/client/rest.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { dateAndTime } from '../timing/zone.ts';
import { dateOf, localZone, timeOfDay } from './clock-face.ts';
import { withCore } from './core-access.ts';
import { EVENT_OPTIONS, eventWish, type EventWish } from './event-wish.ts';
import { eventLines, whenWords } from './event-words.ts';
import { EXIT } from './exit-code.ts';
import { registered } from './find-server.ts';
import { HELP } from './help.ts';
import { printJson, printLines } from './output.ts';
import { folderOf } from './folder.ts';
import { namedWords, readSubcommand } from './subcommand.ts';
import { resolveTime } from './when-time.ts';
import { namedZone } from './when-zone.ts';

const SUBCOMMANDS = { list: {}, add: EVENT_OPTIONS, remove: {} } as const;

export async function run(words: readonly string[]): Promise<number> {
  const subcommand = readSubcommand('events', words, SUBCOMMANDS);
  const { name, args } = subcommand;
  if (args.has('help')) {
    printLines([HELP.events]);
    return EXIT.ok;
  }
  const json = args.has('json');
  const folder = folderOf(args.text('data-dir'));
  if (name === 'add') {
    const [word, time] = namedWords(subcommand, ['server', 'time'], 'tickets.interpark.com 20:00');
    const wish = eventWish(time, args);
    await withCore(folder, ({ call }) => add(call, word, wish, json));
  } else if (name === 'remove') {
    const [id] = namedWords(subcommand, ['event by its id'], 'k3j2x9ab');
    await withCore(folder, ({ call }) => remove(call, id, json));
  } else {
    namedWords(subcommand, [], '');
    await withCore(folder, ({ call }) => list(call, json));
  }
  return EXIT.ok;
}

const nowEpochMs = () => localClock.now() + localClock.anchor();

async function list(call: Call, json: boolean): Promise<void> {
  const events = await call('listEvents', {});
  if (json) {
    printJson({ events });
    return;
  }
  if (events.length === 0) {
    printLines(['No event is scheduled: ticketime events add tickets.interpark.com 20:00']);
    return;
  }
  const servers = await call('listServers', {});
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  printLines(eventLines(events, names, nowEpochMs(), localZone()));
}

async function add(call: Call, word: string, { when, ...wish }: EventWish, json: boolean): Promise<void> {
  const server = registered(await call('listServers', {}), word);
  const serverNowMs = await clockOf(call, server);
  const zoneName = wish.zone ?? server.zone;
  const zone = zoneName === null ? localZone() : namedZone(zoneName);
  const target = resolveTime(when, serverNowMs, zone);
  // What is repeated is a time that clocks show; what comes once is an instant, so that it is one even where a time comes twice.
  const isInstant = (wish.repeat ?? 'once') === 'once';
  const time = isInstant
    ? new Date(target.epochMs).toISOString()
    : `${dateOf(zone, target.epochMs)}T${timeOfDay(zone, target.epochMs, 3)}`;
  const event = await call('addEvent', { serverId: server.id, ...wish, time, zone: zone.name });
  if (json) {
    printJson(event);
    return;
  }
  const next = event.nextEpochMs ?? target.epochMs;
  const note = event.note ?? target.note;
  printLines([
    `Event ${event.id}, "${event.name}": ${dateAndTime(zone, next)} (${zone.name}) by the clock of ${server.name}, ${whenWords(event, nowEpochMs())}.`,
    ...(note === undefined ? [] : [`Note: ${note}`]),
  ]);
}

/** What the server's clock shows now; this computer's, as long as that is not known: which day is meant is known by either. */
async function clockOf(call: Call, { id }: ServerSummary): Promise<number> {
  try {
    return (await call('readOffset', { id })).serverEpochMs;
  } catch (error) {
    const isUnknown = error instanceof ProblemError && error.problem.status === 409;
    if (!isUnknown) throw error;
    return nowEpochMs();
  }
}

async function remove(call: Call, id: string, json: boolean): Promise<void> {
  const event = (await call('listEvents', {})).find((one) => one.id === id);
  if (!event) throw new Failure('no-such-event', `There is no event ${id}: ticketime events lists them.`);
  await call('removeEvent', { id });
  if (json) printJson({ removed: id });
  else printLines([`"${event.name}" (${id}) is removed, and will not fire.`]);
}
