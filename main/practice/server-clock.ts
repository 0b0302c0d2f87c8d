/**
 * The clock of a practice server: server = local wall at the start + monotonic time since, times its own rate, + offset.
 *
 * It is anchored to the local wall clock once, so a later step of that clock does not move it: the server is
 * another machine.
 */
import { localClock } from '../clock/local-clock.ts';

export interface ServerClock {
  /** When it was started, monotonic ms. */
  readonly startedAt: number;
  /** Local wall minus monotonic clock at the start, in ms. */
  readonly anchorMs: number;
  /** Server minus local wall at the start, in ms; positive when the server is ahead. */
  readonly offsetMs: number;
  /** How much faster than the monotonic clock it runs, in ppm; positive when it gains. */
  readonly skewPpm: number;
}

export function startServerClock(offsetMs: number, skewPpm: number): ServerClock {
  const anchorMs = localClock.anchor();
  return { startedAt: localClock.now(), anchorMs, offsetMs, skewPpm };
}

/** What the server's clock shows at the monotonic instant `at`, in ms since the Unix epoch. */
export function serverEpochMs(clock: ServerClock, at: number): number {
  return at + clock.anchorMs + clock.offsetMs + ((at - clock.startedAt) * clock.skewPpm) / 1e6;
}
