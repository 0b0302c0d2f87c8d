/** Standard time from several time servers at once: each is asked, and the one to believe chosen. */
import { Failure } from '../../failure.ts';
import type { Leap, ReferenceTime } from '../reference/reference-time.ts';
import { askServer, type Answers, type Asking } from './ask-server.ts';
import { agree, choose } from './choose.ts';
import { cancelled, contradicting, noneAnswered, SntpFailure } from './failures.ts';
import { distanceAt } from './sample.ts';
import { parseTimeServer } from './time-server.ts';

export interface StandardTime extends ReferenceTime {
  readonly source: 'sntp';
  readonly stratum: number;
  readonly leap: Leap;
  /** Every server that was asked, in the order asked for. */
  readonly servers: readonly (ServerTime | ServerFault)[];
}

/** What one server says; figures as in ReferenceTime. */
export interface ServerTime {
  readonly name: string;
  readonly offsetMs: number;
  readonly accuracyMs: number;
  readonly delayMs: number;
  readonly stratum: number;
  readonly leap: Leap;
  readonly samples: number;
  /** Whether it and the chosen server can both be true; if not, it is the one that is not believed. */
  readonly agrees: boolean;
}

export interface ServerFault {
  readonly name: string;
  readonly error: { readonly code: string; readonly message: string };
}

/**
 * Asks the `hosts` (see parseTimeServer), each once however often it is named, all at the same time. Rejects with a
 * `Failure` when one of them is no address, when none answers, and when no majority of those that answer agrees.
 */
export async function standardTime(hosts: readonly string[], asking: Asking): Promise<StandardTime> {
  const { clock, signal } = asking;
  const servers = [...new Map(hosts.map(parseTimeServer).map((server) => [server.name, server])).values()];
  const outcomes = await Promise.all(servers.map((server) => askServer(server, asking).catch(failureIn)));

  // All are stated against the wall clock as it stands now, whatever steps it took meanwhile.
  const anchorMs = clock.anchor();
  const now = clock.now();
  const stated = outcomes.map((outcome, i) => state(servers[i].name, outcome, anchorMs, now));
  const times = stated.filter(isTime);
  if (times.length === 0) {
    if (signal?.aborted) throw cancelled();
    throw noneAnswered(outcomes.filter((outcome) => outcome instanceof SntpFailure));
  }
  const chosen = choose(times);
  if (!chosen) throw contradicting(times);
  return {
    source: 'sntp',
    ...chosen,
    measuredAtEpochMs: now + anchorMs,
    servers: stated.map((server) => (isTime(server) ? { ...server, agrees: agree(server, chosen) } : server)),
  };
}

type Stated = Omit<ServerTime, 'agrees'>;

const isTime = (server: Stated | ServerFault): server is Stated => !('error' in server);

function state(
  name: string,
  outcome: Answers | Failure,
  anchorMs: number,
  now: number,
): Stated | ServerFault {
  if (outcome instanceof Failure) return { name, error: { code: outcome.code, message: outcome.message } };
  const { best, samples } = outcome;
  const { delayMs, stratum, leap } = best;
  const offsetMs = best.aheadMs - anchorMs;
  return { name, offsetMs, accuracyMs: distanceAt(best, now), delayMs, stratum, leap, samples };
}

function failureIn(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
