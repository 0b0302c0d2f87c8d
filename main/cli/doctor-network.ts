/** The network under `ticketime doctor`: names, the ways out, a proxy, and standard time. Sends nothing but look-ups and SNTP. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { proxyVariable } from '../sources/http-date/proxy.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import { parseTimeServer } from '../sources/sntp/time-server.ts';
import { within } from '../sources/sntp/within.ts';
import { referenceNow } from '../sync/reference-now.ts';
import { decimalsFor, plusMinus, slowOrFast, span } from './figures.ts';
import { ok, problem, warning, type Found } from './finding.ts';

/** Longer than a name server that answers takes, ms. */
const LOOKUP_MS = 5000;
/** Any address of the internet will do: nothing is sent there (Cloudflare's name servers). */
const FAR = { udp4: '1.1.1.1', udp6: '2606:4700:4700::1111' } as const;
const ANY_PORT = 53;
const MEND_NAMES = "check this computer's network connection and its name servers";

/** `localhost` must be this computer; of the others one at least must be known. */
export async function aboutNames(hosts: readonly string[], signal: AbortSignal): Promise<Found> {
  const local = await addressesOf('localhost', signal);
  if (local.some((address) => !/^(127\.|::1$)/.test(address)) || local.length === 0)
    return warning(
      `localhost stands for ${local.join(', ') || 'nothing'} instead of 127.0.0.1: mend the hosts file of this computer.`,
    );
  if (hosts.length === 0) return ok('localhost is this computer.');
  const startedAt = localClock.now();
  const found = await Promise.all(hosts.map((host) => addressesOf(host, signal)));
  const tookMs = localClock.now() - startedAt;
  const unknown = hosts.filter((_, i) => found[i].length === 0);
  if (unknown.length === 0) return ok(`Names are looked up: ${hosts.join(', ')}, in ${span(tookMs, 0)}.`);
  return unknown.length === hosts.length
    ? problem(`No name could be looked up (${hosts.join(', ')}): ${MEND_NAMES}.`)
    : warning(`${unknown.join(', ')} could not be looked up: ${MEND_NAMES}.`);
}

async function addressesOf(host: string, signal: AbortSignal): Promise<string[]> {
  const late = () => new Failure('no-name-server', 'No answer.');
  const found = within(lookup(host, { all: true }), LOOKUP_MS, late, signal);
  return (await found.catch(() => [])).map(({ address }) => address);
}

/** The time servers that have to be looked up. */
export function namesIn({ order, ntpHosts, referenceSite }: ReferenceSettings): string[] {
  const site = URL.parse(referenceSite)?.hostname;
  const all = [
    ...(order.includes('sntp') ? ntpHosts.map((host) => parseTimeServer(host).host) : []),
    ...(order.includes('reference-site') && site ? [site] : []),
  ];
  return all.filter((host) => /[a-z]/i.test(host) && !host.includes(':'));
}

export async function aboutWays(): Promise<Found> {
  const [ipv4, ipv6] = await Promise.all([leadsOut('udp4'), leadsOut('udp6')]);
  if (ipv4 && ipv6) return ok('IPv4 and IPv6 lead out of this network.');
  if (ipv4) return ok('IPv4 leads out of this network; there is no IPv6, and none is needed.');
  if (ipv6)
    return ok('IPv6 alone leads out of this network, so servers without IPv6 need its gateway (NAT64).');
  return warning(
    'No way leads out of this network, so only servers in it can be measured: check the network connection.',
  );
}

/** Whether the system knows a way: connecting a UDP socket sends nothing. */
async function leadsOut(type: keyof typeof FAR): Promise<boolean> {
  const socket = createSocket(type);
  try {
    socket.connect(ANY_PORT, FAR[type]);
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

/** Null when there is none, as mostly. */
export function aboutProxy(env: NodeJS.ProcessEnv): Found | null {
  const variable = proxyVariable(new URL('https://server.example/'), env);
  return variable === undefined
    ? null
    : warning(
        `${variable} is set, and a server behind a proxy cannot be measured: name in NO_PROXY what is to be measured.`,
      );
}

export interface Standard {
  readonly settings: ReferenceSettings;
  /** The clock is off beyond this, ms. */
  readonly thresholdMs: number;
  readonly receiveLatencyMs: number;
  readonly signal: AbortSignal;
}

export async function aboutStandardTime({ thresholdMs, ...asked }: Standard): Promise<Found> {
  let time: ReferenceTime;
  try {
    time = (await referenceNow({ ...asked, clock: localClock })).reference;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return warning(`Standard time was not reached. ${error.message}`);
  }
  const { offsetMs, accuracyMs, name } = time;
  const off = `This computer is ${slowOrFast(offsetMs, decimalsFor(accuracyMs))}, ${plusMinus(accuracyMs)}, by ${name}`;
  return Math.abs(offsetMs) > thresholdMs
    ? warning(
        `${off}: Ticketime reckons with that, but other programs are wrong by it, so turn on the system's own time synchronisation.`,
      )
    : ok(`${off}.`);
}
