/**
 * Asks one time server a few times, politely, and keeps the best of its answers: the one with the shortest round trip,
 * for it was queued least (RFC 5905 section 10).
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalClock } from '../../clock/local-clock.ts';
import { Failure } from '../../failure.ts';
import { exchange } from './exchange.ts';
import { failureOf, kissOfDeath, noNameServer, notNtp, unsynchronised } from './failures.ts';
import { sampleOf, type Sample } from './sample.ts';
import type { TimeServer } from './time-server.ts';
import { within } from './within.ts';

export interface Asking {
  readonly clock: LocalClock;
  /** Answers wanted. */
  readonly exchanges?: number;
  /** From an answer to the next question, ms. */
  readonly gapMs?: number;
  /** How long one answer is waited for, ms. */
  readonly timeoutMs?: number;
  /** How long all of it may take, look-up included, ms. */
  readonly deadlineMs?: number;
  /** Ends it at once, with what is known by then. */
  readonly signal?: AbortSignal;
}

export interface Answers {
  readonly best: Sample;
  /** How many answers there were. */
  readonly samples: number;
}

/** Half of what an ordinary NTP client starts with (iburst), and usually one that meets no queue. */
const EXCHANGES = 4;
const GAP_MS = 250;
const TIMEOUT_MS = 1000;
const DEADLINE_MS = 4000;
/** Before the first answer one such loss is forgiven, and the other address family tried: often IPv6 leads nowhere. */
const FORGIVEN = new Set(['no-reply', 'refused', 'unreachable']);

/**
 * After the first answer the first loss ends it, and a kiss-o'-death too: a server that limits its answers is left
 * alone. Rejects with a `Failure`. A look-up that is under way cannot be taken back from the system.
 */
export async function askServer(server: TimeServer, asking: Asking): Promise<Answers> {
  const { clock, exchanges = EXCHANGES, gapMs = GAP_MS, timeoutMs = TIMEOUT_MS, signal } = asking;
  const endAt = clock.now() + (asking.deadlineMs ?? DEADLINE_MS);
  const ask = (to: LookupAddress) =>
    askOnce(server, to, clock, Math.min(timeoutMs, endAt - clock.now()), signal);

  const [first, second] = await resolve(server, endAt - clock.now(), signal);
  let address = first;
  let best = await ask(address).catch((error: unknown) => {
    if (!(error instanceof Failure && FORGIVEN.has(error.code)) || clock.now() >= endAt) throw error;
    address = second ?? first;
    return ask(address);
  });
  let samples = 1;
  try {
    while (samples < exchanges && clock.now() + gapMs < endAt) {
      // An abort during the pause ends the next question at once.
      await delay(gapMs, undefined, signal ? { signal } : {}).catch(() => undefined);
      const sample = await ask(address);
      samples++;
      if (sample.delayMs < best.delayMs) best = sample;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  return { best, samples };
}

/** The first address of each family, in the system's order; at least one. */
async function resolve(
  { host, name }: TimeServer,
  ms: number,
  signal?: AbortSignal,
): Promise<[LookupAddress, LookupAddress | undefined]> {
  try {
    const all = await within(lookup(host, { all: true }), ms, () => noNameServer(name), signal);
    return [all[0], all.find(({ family }) => family !== all[0].family)];
  } catch (error) {
    throw failureOf(error, name);
  }
}

async function askOnce(
  server: TimeServer,
  address: LookupAddress,
  clock: LocalClock,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Sample> {
  const { reply, sentAt, receivedAt } = await exchange(server, address, clock, timeoutMs, signal);
  if (reply.kind === 'kiss') throw kissOfDeath(server.name, reply.kiss);
  if (reply.kind === 'unsynchronised') throw unsynchronised(server.name, reply.sign);
  const sample = sampleOf(reply, sentAt, receivedAt);
  if (!sample) throw notNtp(server.name);
  return sample;
}
