/**
 * The bridge beside the barest thing that does the same, in one run, turn by turn:
 *
 * - one message to a thousand WebSocket clients, beside a loop over bare `ws` clients that sends the same text;
 * - REST /servers/:id/offset, with its guards, token and limits, beside a bare polka route that returns a constant.
 *
 *     node tests/bench/bridge.ts [clients]
 *
 * The clients are in a process of their own (bridge-clients.ts), the same for both. Ratios are ours to theirs; the least of the
 * rounds is told beside the median, for other programs on the machine only ever add.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import polka from 'polka';
import { WebSocketServer } from 'ws';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { createKeptAnchor } from '../../main/clock/kept-anchor.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { quantileOf } from '../simulation/runs.ts';
import { addServer, startBridge } from '../api/server/bridge.ts';
import type { FromClients, ToClients } from './bridge-clients.ts';

const CLIENTS = Number(process.argv[2] ?? 1000);
const WARM_UP = 30;
const ROUNDS = 200;
const REST_ROUNDS = 9;
const REST_MS = 1500;
const CONNECTIONS = 32;

const without = { burst: Infinity, perSecond: Infinity };
const ends: (() => unknown)[] = [];
const life = { onTestFinished: (end: () => unknown) => void ends.push(end) };
const limits = { requests: without, connections: Infinity, heartbeatMs: 600_000 };
const ours = await startBridge(life, limits, createKeptAnchor());
const id = await addServer(ours);

const bareSockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(bareSockets, 'listening');
const app = polka().get('/servers/:id/offset', (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': CONSTANT.length });
  response.end(CONSTANT);
});
const CONSTANT = '{"offsetMs":151.0001220703125,"precisionMs":2.0001,"accuracyMs":5.0001,"ageMs":1.0123}';
const bareRest = createServer((request, response) => app.handler(request as polka.Request, response));
bareRest.listen(0, '127.0.0.1');
await once(bareRest, 'listening');
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

const child = fork(new URL('./bridge-clients.ts', import.meta.url), { stdio: 'inherit' });

async function tell(message: ToClients): Promise<FromClients> {
  child.send(message);
  return heard(child);
}

async function heard(from: ChildProcess): Promise<FromClients> {
  const [message] = (await once(from, 'message')) as [FromClients];
  return message;
}

/** The message of the moment, of an ordinary size. */
const MESSAGE: CoreMessage = {
  type: 'trigger',
  eventId: 'event1',
  serverId: id,
  name: 'Sale',
  scheduledEpochMs: 1_800_000_000_000,
  firedEpochMs: 1_800_000_000_000.25,
  latenessMs: 0.25,
  clock: 'server',
  accuracyMs: 5.25,
  precisionMs: 2.125,
  payload: { url: 'https://tickets.test/sale', seats: [1, 2, 3] },
};
const TEXT = JSON.stringify(MESSAGE);

interface Round {
  /** From the call to the last client that had it, ms. */
  readonly allMs: number;
  /** The call itself, ms: what the thread is busy with. */
  readonly callMs: number;
}

async function broadcast(send: () => void): Promise<Round> {
  const startedAt = localClock.now();
  send();
  const callMs = localClock.now() - startedAt;
  const { at } = await heard(child);
  return { allMs: at - startedAt, callMs };
}

await tell({ type: 'connect', url: `ws://127.0.0.1:${ours.port}/ws`, token: ours.person, clients: CLIENTS });
await tell({ type: 'connect', url: `ws://127.0.0.1:${portOf(bareSockets)}/`, token: '', clients: CLIENTS });
await tell({ type: 'count' });
const rounds: { mine: Round; theirs: Round }[] = [];
const bare = () => {
  for (const client of bareSockets.clients) client.send(TEXT);
};
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  const both = { mine: () => broadcast(() => ours.server.broadcast(MESSAGE)), theirs: () => broadcast(bare) };
  // Whoever comes first finds other caches: they take turns.
  const first = round % 2 === 0 ? ('mine' as const) : ('theirs' as const);
  const second = first === 'mine' ? 'theirs' : 'mine';
  const found = { [first]: await both[first](), [second]: await both[second]() } as Record<
    'mine' | 'theirs',
    Round
  >;
  if (round >= WARM_UP) rounds.push(found);
}
const mid = (values: number[]) => quantileOf(values, 0.5);
const least = (values: number[]) => Math.min(...values);
console.log(
  `One message of ${TEXT.length} characters to ${CLIENTS} clients, ${ROUNDS} rounds: ours / a bare ws loop`,
);
for (const [what, key] of [
  ['until the last has it', 'allMs'],
  ['the call itself', 'callMs'],
] as const) {
  const [mine, theirs] = [rounds.map((round) => round.mine[key]), rounds.map((round) => round.theirs[key])];
  console.log(
    `  ${what.padEnd(22)} median ${mid(mine).toFixed(2)} / ${mid(theirs).toFixed(2)} ms = ${(mid(mine) / mid(theirs)).toFixed(2)}` +
      `   least ${least(mine).toFixed(2)} / ${least(theirs).toFixed(2)} ms = ${(least(mine) / least(theirs)).toFixed(2)}`,
  );
}
await tell({ type: 'disconnect' });

/** Requests a second, and what one costs this process, ms. */
async function load(port: number, token: string): Promise<{ perSecond: number; cpuMs: number }> {
  const before = process.cpuUsage();
  const { requests = 0 } = await tell({
    type: 'load',
    port,
    token,
    path: `/servers/${id}/offset`,
    connections: CONNECTIONS,
    forMs: REST_MS,
  });
  const { user, system } = process.cpuUsage(before);
  return { perSecond: requests / (REST_MS / 1000), cpuMs: (user + system) / 1000 / requests };
}

const mine: Awaited<ReturnType<typeof load>>[] = [];
const theirs: typeof mine = [];
for (let round = 0; round <= REST_ROUNDS; round += 1) {
  const found = [await load(ours.port, ours.person), await load(portOf(bareRest), ours.person)] as const;
  if (round === 0) continue; // warm-up
  mine.push(found[0]);
  theirs.push(found[1]);
}
const of = (rows: typeof mine, key: 'perSecond' | 'cpuMs') => mid(rows.map((row) => row[key]));
console.log(
  `REST /servers/:id/offset, ${CONNECTIONS} connections, ${REST_ROUNDS} rounds: ours / a bare polka route`,
);
console.log(
  `  requests a second      median ${of(mine, 'perSecond').toFixed(0)} / ${of(theirs, 'perSecond').toFixed(0)} = ${(of(mine, 'perSecond') / of(theirs, 'perSecond')).toFixed(2)}`,
);
console.log(
  `  CPU for a request      median ${(of(mine, 'cpuMs') * 1000).toFixed(1)} / ${(of(theirs, 'cpuMs') * 1000).toFixed(1)} µs = ${(of(mine, 'cpuMs') / of(theirs, 'cpuMs')).toFixed(2)}`,
);

child.disconnect();
bareSockets.close();
bareRest.close();
bareRest.closeAllConnections();
for (const end of ends.reverse()) await end();
