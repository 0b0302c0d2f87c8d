/** `ticketime servers`: the registered servers. */
import type { Call } from '../../api/client/rest.ts';
import type { NewServer } from '../../api/protocol/server.ts';
import { localClock } from '../clock/local-clock.ts';
import { UsageError } from './arguments.ts';
import { localZone } from './clock-face.ts';
import { withCore } from './core-access.ts';
import { EXIT } from './exit-code.ts';
import { registered } from './find-server.ts';
import { HELP } from './help.ts';
import { bold } from './live-line.ts';
import { printJson, printLines } from './output.ts';
import { folderOf } from './folder.ts';
import { detailLines, serverLines, statusOf } from './server-words.ts';
import { namedWords, readSubcommand, type Subcommand } from './subcommand.ts';

const SUBCOMMANDS = {
  list: {},
  add: {
    name: { example: 'Interpark' },
    zone: { example: 'Asia/Seoul' },
    interval: { example: 60 },
    trim: { example: 30 },
    favourite: 'flag',
  },
  show: {},
  remove: {},
  pin: {},
  unpin: {},
} as const;

const MINUTE_MS = 60_000;
const HISTORY = 10;
const EXAMPLE = 'tickets.interpark.com';

export async function run(words: readonly string[]): Promise<number> {
  const subcommand = readSubcommand('servers', words, SUBCOMMANDS);
  const { name, args } = subcommand;
  if (args.has('help')) {
    printLines([HELP.servers]);
    return EXIT.ok;
  }
  const [word] = namedWords(subcommand, name === 'list' ? [] : ['server'], EXAMPLE);
  const wishes = name === 'add' ? newServer(word, subcommand) : undefined;
  const json = args.has('json');
  await withCore(folderOf(args.text('data-dir')), async ({ call }) => {
    if (wishes) await add(call, wishes, json);
    else if (name === 'list') await list(call, json);
    else if (name === 'show') await show(call, word, json);
    else if (name === 'remove') await remove(call, word, json);
    else await pin(call, word, name === 'pin', json);
  });
  return EXIT.ok;
}

/** What cannot be meant is a UsageError, before a core is asked. */
function newServer(url: string, { command, args }: Subcommand): NewServer {
  const [name, zone, trimMs] = [args.text('name'), args.text('zone'), args.number('trim')];
  const minutes = args.number('interval');
  if (minutes !== undefined && minutes < 0)
    throw new UsageError('bad-interval', 'The interval is a number of minutes, or 0 for never.', command);
  return {
    url,
    ...(name !== undefined && { name }),
    ...(zone !== undefined && { zone }),
    ...(trimMs !== undefined && { trimMs }),
    ...(minutes !== undefined && { intervalMs: minutes * MINUTE_MS }),
    ...(args.has('favourite') && { favourite: true }),
  };
}

const nowEpochMs = () => localClock.now() + localClock.anchor();

async function list(call: Call, json: boolean): Promise<void> {
  const servers = await call('listServers', {});
  if (json) printJson({ servers });
  else if (servers.length > 0) printLines(serverLines(servers, nowEpochMs()));
  else printLines([`No server is registered: ticketime servers add ${EXAMPLE}`]);
}

async function add(call: Call, wishes: NewServer, json: boolean): Promise<void> {
  const server = await call('addServer', wishes);
  if (json) printJson(server);
  else printLines([`${server.name} is registered as ${server.id}: ticketime sync ${server.id} measures it.`]);
}

async function show(call: Call, word: string, json: boolean): Promise<void> {
  const { id } = registered(await call('listServers', {}), word);
  const server = await call('showServer', { id, limit: HISTORY });
  if (json) printJson(server);
  else {
    const now = nowEpochMs();
    const headline = `${server.name}: ${statusOf(server, now)}`;
    printLines([bold(headline, process.stdout), ...detailLines(server, now, localZone())]);
  }
}

async function remove(call: Call, word: string, json: boolean): Promise<void> {
  const { id, name } = registered(await call('listServers', {}), word);
  await call('removeServer', { id });
  if (json) printJson({ removed: id });
  else printLines([`${name} (${id}) is removed, with its history and its events.`]);
}

async function pin(call: Call, word: string, favourite: boolean, json: boolean): Promise<void> {
  const { id } = registered(await call('listServers', {}), word);
  const server = await call('updateServer', { id, favourite });
  if (json) printJson(server);
  else printLines([`${server.name} (${id}) is ${favourite ? 'pinned' : 'no longer pinned'}.`]);
}
