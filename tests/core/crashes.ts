/**
 * Kills the core at random moments, again and again, while it syncs, takes events and fires them, and holds it to what it has said:
 * nothing acknowledged is lost, nothing fires twice, every start succeeds.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, ProblemError, type Client } from '../../api/client/client.ts';
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { COMPILED } from '../cli/command.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
const SERVERS = 3;

export interface Crashes {
  readonly rounds: number;
  /** Killed before they were ready. */
  readonly killedStarting: number;
  /** What was acknowledged. */
  readonly events: number;
  readonly removed: number;
  readonly estimates: number;
  /** What became of the events that were not removed. */
  readonly fired: number;
  readonly missed: number;
  readonly unsure: number;
  /** Seen from outside. */
  readonly triggers: number;
  readonly webhooks: number;
}

/** What the core has acknowledged. */
class Ledger {
  readonly servers = new Set<string>();
  readonly events = new Map<string, number>();
  readonly removed = new Set<string>();
  /** Asked for, not answered: may be so or not. */
  readonly maybeRemoved = new Set<string>();
  /** Server -> numbers of estimates that were told. */
  readonly estimates = new Map<string, Set<number>>();
  readonly outcomes = { fired: 0, missed: 0, unsure: 0 };
  /** `event/time` -> how often. */
  readonly triggers = new Map<string, number>();
  readonly webhooks = new Map<string, number>();
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

interface Serving {
  readonly child: ChildProcess;
  /** Rejects when it ended before. */
  readonly client: Promise<Client>;
  readonly stderr: () => string;
}

function serve(folder: string): Serving {
  const args = [CLI, 'serve', '--json', '--port', '0', '--data-dir', folder];
  // The kill is to fall into its work, not into the compiling of it.
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ready = async () => {
    const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`It did not start: ${stderr}`)));
    const [text] = await Promise.race([line, ended]);
    const { address } = JSON.parse(text) as { address: string };
    const { token } = JSON.parse(readFileSync(join(folder, 'bridge.json'), 'utf8')) as { token: string };
    const client = connect({ url: address, token });
    await client.ready();
    return client;
  };
  const client = ready();
  client.catch(() => undefined); // killed before it was ready
  return { child, client, stderr: () => stderr };
}

async function kill({ child, client }: Serving): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  (await client.catch(() => undefined))?.close();
}

/** `tell` is given a line now and then. */
export async function crash(
  folder: string,
  rounds: number,
  random: () => number,
  tell: (line: string) => void = () => undefined,
): Promise<Crashes> {
  const ledger = new Ledger();
  const hooks = createServer((request, response) => {
    count(ledger.webhooks, String(request.headers['idempotency-key']));
    request.resume();
    response.end();
  }).listen(0, '127.0.0.1');
  await once(hooks, 'listening');
  const hookUrl = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;
  const origins = await Promise.all(Array.from({ length: SERVERS }, () => startPracticeOrigin({})));
  let killedStarting = 0;
  let running: Serving | undefined;
  try {
    for (let round = 0; round < rounds; round++) {
      running = serve(folder);
      // One in ten does not live to be ready.
      if (round > 0 && random() < 0.1) {
        await delay(random() * 300);
        killedStarting++;
      } else {
        const client = await running.client;
        await audit(client, ledger, running.stderr());
        await work(client, ledger, {
          hookUrl,
          urls: origins.map(({ url }) => url),
          random,
          forMs: 200 + random() * 2300,
        });
      }
      await kill(running);
      if (round % 10 === 9) tell(`${round + 1} rounds, ${ledger.events.size} events`);
    }
    running = serve(folder);
    const client = await running.client;
    await audit(client, ledger, running.stderr());
    return { rounds, killedStarting, ...(await settle(client, ledger)) };
  } finally {
    if (running) await kill(running);
    await Promise.all(origins.map((origin) => origin.close()));
    hooks.close();
  }
}

/** What was acknowledged is there. */
async function audit(client: Client, ledger: Ledger, stderr: string): Promise<void> {
  check(stderr === '', `A start told of trouble: ${stderr}`);
  const servers = new Set((await client.call('listServers', {})).map(({ id }) => id));
  for (const id of ledger.servers) check(servers.has(id), `Server ${id} is lost.`);
  const events = new Set((await client.call('listEvents', {})).map(({ id }) => id));
  for (const id of ledger.events.keys()) {
    if (ledger.removed.has(id)) check(!events.has(id), `Event ${id} is back.`);
    else check(events.has(id) || ledger.maybeRemoved.has(id), `Event ${id} is lost.`);
  }
  await clearDone(client, ledger);
  for (const [id, told] of ledger.estimates) {
    const { history } = await client.call('showServer', { id, limit: 500 });
    const kept = new Set(history.estimates.map((estimate) => estimate.id));
    for (const number of told) check(kept.has(number), `Estimate ${number} of ${id} is lost.`);
  }
}

/** Holds what became of the events that are over against what was seen of them, and removes them: there is room for so many only. */
async function clearDone(client: Client, ledger: Ledger): Promise<void> {
  for (const { id, state, firings } of await client.call('listEvents', {})) {
    if (state !== 'done') continue;
    check(firings.length === 1, `Event ${id} has ${firings.length} outcomes.`);
    const [{ outcome, scheduledEpochMs }] = firings;
    const wasSeen = ledger.triggers.has(`${id}/${scheduledEpochMs}`);
    check(!wasSeen || outcome !== 'missed', `Event ${id} fired, and is called missed.`);
    ledger.outcomes[outcome]++;
    await client.call('removeEvent', { id });
    ledger.removed.add(id);
  }
}

interface Work {
  readonly hookUrl: string;
  readonly urls: readonly string[];
  readonly random: () => number;
  readonly forMs: number;
}

/** Keeps the core busy for so long; what it acknowledges meanwhile is written into the ledger. */
async function work(client: Client, ledger: Ledger, { hookUrl, urls, random, forMs }: Work): Promise<void> {
  client.on('trigger', ({ eventId, scheduledEpochMs }) =>
    count(ledger.triggers, `${eventId}/${scheduledEpochMs}`),
  );
  client.on('estimate', ({ serverId, estimate }) => {
    if (!estimate) return;
    ledger.estimates.set(serverId, (ledger.estimates.get(serverId) ?? new Set()).add(estimate.id));
  });
  if (ledger.servers.size === 0) {
    // Nobody but the practice servers is asked.
    await client.call('changeSettings', { reference: { order: [], intervalMs: 0 }, sync: { intervalMs: 0 } });
    for (const url of urls) ledger.servers.add((await client.call('addServer', { url })).id);
  }
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const ids = [...ledger.servers];
  const over = new AbortController();
  const act = async () => {
    const what = random();
    if (what < 0.1) await client.call('startSync', { id: pick(ids), samples: 2, mode: 'quick' });
    else if (what < 0.2 && ledger.events.size > 0) {
      const id = pick([...ledger.events.keys()]);
      if (ledger.removed.has(id)) return;
      ledger.maybeRemoved.add(id);
      await client.call('removeEvent', { id });
      ledger.removed.add(id);
    } else {
      const dueEpochMs = Math.round(Date.now() + 100 + random() * 3000);
      const { id } = await client.call('addEvent', {
        serverId: pick(ids),
        time: new Date(dueEpochMs).toISOString(),
        alarms: [],
        ...(random() < 0.5 && { webhook: { url: hookUrl } }),
      });
      ledger.events.set(id, dueEpochMs);
    }
  };
  const acting = (async () => {
    while (!over.signal.aborted) {
      await act().catch((error: unknown) => {
        // A time that has passed while it was asked for; an event that was removed just before; the end.
        if (!(error instanceof ProblemError) && !over.signal.aborted) throw error;
      });
      await delay(random() * 20);
    }
  })();
  acting.catch(() => undefined); // the kill cuts off what is under way
  await delay(forMs);
  over.abort();
}

/** Waits until every event is over, and holds what became of each against what was seen of it. */
async function settle(client: Client, ledger: Ledger) {
  client.on('trigger', ({ eventId, scheduledEpochMs }) =>
    count(ledger.triggers, `${eventId}/${scheduledEpochMs}`),
  );
  await delay(
    Math.max(0, ...[...ledger.events.values()].map((dueEpochMs) => dueEpochMs - Date.now())) + 1500,
  );
  for (const [key, times] of [...ledger.triggers, ...ledger.webhooks])
    check(times === 1, `${key} fired ${times} times.`);
  await clearDone(client, ledger);
  check((await client.call('listEvents', {})).length === 0, 'Some events are not over.');
  return {
    events: ledger.events.size,
    removed: ledger.removed.size,
    estimates: [...ledger.estimates.values()].reduce((sum, told) => sum + told.size, 0),
    ...ledger.outcomes,
    triggers: ledger.triggers.size,
    webhooks: ledger.webhooks.size,
  };
}
