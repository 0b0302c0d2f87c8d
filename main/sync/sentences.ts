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
  frozen: (host: string) =>
    new Failure(
      'frozen-date',
      `${host} sends the Date of a cached reply, which stands still, and nothing that tells how old it is: try ` +
        'another address of that site.',
    ),
  contradictingCache: (host: string) =>
    new Failure(
      'contradicting-cache',
      `${host} sends a cached Date whose Age does not grow with time, so its clock cannot be read: try another ` +
        'address of that site.',
    ),
  slept: () =>
    new Failure(
      'suspended',
      'This computer slept during the measurement, so nothing is stated: measure again.',
    ),
  rateLimited: (host: string) =>
    new Failure(
      'rate-limited',
      `${host} limits requests (429) and does not tell the time meanwhile: wait a minute, then try again.`,
    ),
  tooSlow: (limitMs: number) =>
    new Failure(
      'time-limit',
      `The server answers so slowly that nothing was known after ${seconds(limitMs)}: try again, or try another page of that site.`,
    ),
  nothingKnown: () =>
    new Failure('nothing-known', 'The measurement ended before anything was known: try again.'),
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
    message: `The measurement would have taken longer than ${seconds(limitMs)}, the longest it may; this is what was known by then.`,
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
  notVerified: (cause?: string): Warning => ({
    code: 'not-verified',
    message: ['The estimate could not be tested on a second connection.', cause].filter(Boolean).join(' '),
  }),
  boundaryNotFoundAgain: (): Warning => ({
    code: 'boundary-not-found-again',
    message:
      'Fresh probes did not find the change of second where it was foretold, so the ± is widened by a second: the ' +
      'server may have several clocks (a precise sync lists them), or a Date that is not refreshed at the second (a ' +
      'watch of a minute or more narrows it).',
  }),
  laggingTick: (server: string, lagMs: number): Warning => ({
    code: 'lagging-tick',
    message:
      `${server} refreshes its Date by a timer of its own, up to ${lagMs} ms late, so only that much is stated; a ` +
      'watch of a minute or more may narrow it.',
  }),
  unknownTick: (): Warning => ({
    code: 'unknown-tick',
    message:
      'Some kinds of server change their Date up to a second late, and nothing tells whether this one does, so the ± ' +
      'is widened by a second.',
  }),
  severalClocks: (count: number, spreadMs: number): Warning => ({
    code: 'several-clocks',
    message: `${count} different clocks answer behind this name, up to ${Math.round(spreadMs)} ms apart; what is stated is the first one's.`,
  }),
  cacheBypassed: (url: string): Warning => ({
    code: 'cache-bypassed',
    message: `The page comes from a cache with a Date that stands still, so ${url} was asked instead.`,
  }),
  aged: (): Warning => ({
    code: 'frozen-date',
    message:
      'Every reply comes from a cache with a Date that stands still; its Age was added, which is good to a second or two.',
  }),
  indirect: (name: string, cause: string): Warning => ({
    code: 'indirect',
    message: `This is standard time by ${name}, not the server's own clock. ${cause}`,
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
