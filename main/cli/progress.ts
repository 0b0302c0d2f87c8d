/** What a person is told while a sync runs, in words. Pure. */
import type { Progress } from '../sync/measurement.ts';
import { knownDigits, timeOfDay, type Zone } from './clock-face.ts';
import { plusMinus, span } from './figures.ts';
import type { MeasuredClock } from './measured-clock.ts';

export type Probe = Extract<Progress, { type: 'probe' }>;

/** The last probe, when it was told (monotonic), and the clock it makes. */
export interface ProbeSeen {
  readonly probe: Probe;
  readonly seenAt: number;
  readonly clock: MeasuredClock;
}

/** Before the first reply: what is waited for, and since when. */
export function waitingPieces(waitedMs: number): string[] {
  return ['Waiting for the first reply', `${Math.floor(waitedMs / 1000)} s`];
}

/** The server's clock at the monotonic instant `at`, with as many digits as are known, and how far the run is. */
export function probePieces({ probe, seenAt, clock }: ProbeSeen, at: number, zone: Zone): string[] {
  const { accuracyMs } = probe.estimate;
  const time = timeOfDay(zone, clock.epochMs(at), knownDigits(accuracyMs)).padEnd('hh:mm:ss.mmm'.length);
  const leftMs = Math.max(0, probe.timeLeftMs - (at - seenAt));
  return [time, plusMinus(accuracyMs).padEnd('± 999 ms'.length), requestOf(probe), timeLeft(leftMs)];
}

/** The same as one line of a log. */
export function probeLine(probe: Probe): string {
  const { delayMs, estimate, timeLeftMs } = probe;
  return `${requestOf(probe)}: round trip ${span(delayMs, 1)}, ${plusMinus(estimate.accuracyMs)}, ${timeLeft(timeLeftMs)}`;
}

function timeLeft(ms: number): string {
  return ms > 0 ? `about ${Math.ceil(ms / 1000)} s left` : 'almost done';
}

/** "request 7 of 17", and during the verification that it is one. */
export function requestOf({ request, of, phase }: Probe): string {
  return `request ${request} of ${of}${phase === 'verify' ? ', checking' : ''}`;
}
