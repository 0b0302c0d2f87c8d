/** Why a time server did not tell the time, as one exact sentence each: the cause, and what to do. */
import { Failure } from '../../failure.ts';
import { UNREACHABLE } from '../unreachable.ts';
import { inWords } from '../http-date/failures.ts';
import type { Kiss } from './packet.ts';

/** The servers' names in it are as a person reads them. */
export class SntpFailure extends Failure {
  /** The cause alone, a clause that names the server: several servers' are told in one sentence. */
  readonly fault: string;
  readonly remedy: string;

  constructor(code: string, fault: string, remedy: string, options?: ErrorOptions) {
    super(code, `${fault}: ${remedy}.`, options);
    this.fault = fault;
    this.remedy = remedy;
  }
}

export const noNameServer = (name: string, options?: ErrorOptions): SntpFailure =>
  new SntpFailure(
    'no-name-server',
    `${name} could not be looked up because no name server answers`,
    "check this computer's network connection",
    options,
  );

export const noReply = (name: string, ms: number): SntpFailure =>
  new SntpFailure(
    'no-reply',
    `${name} did not answer within ${inWords(ms)}`,
    'it may be no time server, or a firewall may keep back NTP (UDP port 123)',
  );

/** Something came back, but never a reply to what was asked. */
export const notNtp = (name: string): SntpFailure =>
  new SntpFailure(
    'not-ntp',
    `${name} answers, but not with the time that was asked for`,
    'check the name and the port, or use another time server',
  );

export const kissOfDeath = (name: string, kiss: Kiss): SntpFailure =>
  kiss === 'RATE'
    ? new SntpFailure(
        'kiss-rate',
        `${name} wants to be asked less often (kiss-o'-death RATE)`,
        'wait a quarter of an hour, or use another time server',
      )
    : new SntpFailure(
        `kiss-${kiss.toLowerCase()}`,
        `${name} refuses to tell this computer the time (kiss-o'-death ${kiss})`,
        'use another time server',
      );

export const unsynchronised = (name: string, sign: string): SntpFailure =>
  new SntpFailure(
    'unsynchronised',
    `${name} does not know the time itself (${sign})`,
    'use another time server',
  );

export const cancelled = (): Failure =>
  new Failure('cancelled', 'The measurement was stopped before a time server had answered.');

/** None told the time: of one its own sentence; of several what each one's fault was, and what to do about the first. */
export function noneAnswered(failures: readonly SntpFailure[]): Failure {
  if (failures.length === 0)
    return new Failure('no-time-server', 'No time server is named: name one, such as time.cloudflare.com.');
  if (failures.length === 1) return failures[0];
  const [{ code, remedy }] = failures;
  const faults = failures.map(({ fault }) => fault).join('; ');
  return new Failure(
    failures.every((other) => other.code === code) ? code : 'no-time-server',
    `None of ${failures.length} time servers told the time (${faults}): ${remedy}.`,
    { cause: failures },
  );
}

export function contradicting(
  servers: readonly { readonly name: string; readonly offsetMs: number }[],
): Failure {
  const said = servers.map(({ name, offsetMs }) => {
    const ms = Math.round(Math.abs(offsetMs));
    return `by ${name} this computer is ${ms} ms ${offsetMs > 0 ? 'slow' : 'fast'}`;
  });
  return new Failure(
    'time-servers-contradict',
    `The time servers contradict each other, and no majority agrees (${said.join('; ')}): ask more of them, or only one that you trust.`,
  );
}

/** A firewall of this computer forbids a datagram with EPERM. */
const UNSENDABLE = new Set([...UNREACHABLE, 'EPERM']);

/** An error of the resolver or of a socket as a `Failure`; what carries no system code is a bug, and handed back as it is. */
export function failureOf(error: unknown, name: string): unknown {
  if (error instanceof Failure || !(error instanceof Error && 'code' in error)) return error;
  const code = String(error.code);
  const options = { cause: error };
  if (code === 'ENOTFOUND')
    return new SntpFailure(
      'unknown-host',
      `${name} is not the name of any host`,
      "check the spelling, and this computer's network connection",
      options,
    );
  if (code === 'EAI_AGAIN') return noNameServer(name, options);
  if (code === 'ECONNREFUSED')
    return new SntpFailure(
      'refused',
      `${name} runs no time server`,
      'check the name and the port, or use another one',
      options,
    );
  if (UNSENDABLE.has(code))
    return new SntpFailure(
      'unreachable',
      `${name} cannot be reached from this network (${code})`,
      'check the network connection, VPN and firewall',
      options,
    );
  return new SntpFailure('request-failed', `${name} could not be asked (${code})`, 'try again', options);
}
