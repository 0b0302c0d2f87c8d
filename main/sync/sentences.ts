/**
 * Every sentence a sync may say, by its stable code: the cause, and what it means or what to do.
 */
import { Failure } from '../failure.ts';
import type { Warning } from '../sources/http-date/exchange.ts';

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;

export const failures = {
  cancelledEarly: () => new Failure('cancelled', 'The measurement was stopped before the first reply.'),
  contradicting: (host: string) =>
    new Failure(
      'contradicting-samples',
      `The replies of ${host} contradict each other: no single clock that ticks at the second could have sent them ` +
        'all (several servers behind one name, a cached reply, or a clock that was just set); try again, or try ' +
        'another page of that site.',
    ),
  serverLost: (host: string, replies: number, cause: Failure) =>
    new Failure(
      'server-lost',
      `${host} stopped answering after ${replies} ${replies === 1 ? 'reply' : 'replies'}. ${cause.message}`,
      { cause },
    ),
  dateLost: (host: string) =>
    new Failure(
      'no-date',
      `${host} sends no Date header any more, so its clock cannot be read: try another address of that site.`,
    ),
};

export const warnings = {
  cancelled: (): Warning => ({
    code: 'cancelled',
    message: 'The measurement was stopped; this is what was known by then.',
  }),
  timeLimit: (limitMs: number): Warning => ({
    code: 'time-limit',
    message: `The measurement was ended after ${seconds(limitMs)}, the longest it may take; this is what was known by then.`,
  }),
  rateLimited: (patienceMs: number): Warning => ({
    code: 'rate-limited',
    message:
      `The server asked to be left alone for ${seconds(patienceMs)} (Retry-After), so the measurement ended early; ` +
      'this is what was known by then.',
  }),
  slowedDown: (): Warning => ({
    code: 'slowed-down',
    message: 'The server limits requests (429), so they were sent further apart.',
  }),
  notVerified: (cause: string): Warning => ({
    code: 'not-verified',
    message: `The estimate could not be tested on a second connection. ${cause}`,
  }),
  boundaryNotFoundAgain: (): Warning => ({
    code: 'boundary-not-found-again',
    message:
      'A second connection did not change second where the first one did, so the ± is widened by a second: the ' +
      'server may have several clocks, or a Date that is not refreshed at the second.',
  }),
  laggingTick: (server: string, lagMs: number): Warning => ({
    code: 'lagging-tick',
    message: `${server} refreshes its Date on a timer of its own, so its clock may be up to ${lagMs} ms ahead of what it says.`,
  }),
  clockStep: (byMs: number): Warning => ({
    code: 'clock-step',
    message:
      `This computer's clock was set ${byMs > 0 ? 'forward' : 'back'} by ${Math.round(Math.abs(byMs))} ms during the ` +
      'measurement; the offset is stated against the clock as it stands now.',
  }),
  suspended: (forMs: number): Warning => ({
    code: 'suspended',
    message: `This computer slept for about ${seconds(forMs)} during the measurement; what was read before that was discarded.`,
  }),
};
