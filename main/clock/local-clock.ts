import { setTimeout as delay } from 'node:timers/promises';
import { bootMs, createClockWatch, type ClockWatch } from './clock-watch.ts';

/**
 * The local clock: a monotonic clock, and the wall clock that is anchored to it.
 *
 * Every instant that is measured or waited for is *monotonic* (suffix `At`, ms), so that no step of the
 * wall clock can move it. Only a figure shown to a person is wall time (suffix `EpochMs`), and it is made
 * by adding the anchor: wall = monotonic + anchor. Injected everywhere, so that tests run on virtual time.
 */
export interface LocalClock {
  /** Monotonic ms, sub-microsecond, the same axis in every thread of this process; it never steps. */
  now(): number;
  /** Wall clock minus monotonic clock in ms, read now to a few microseconds; it changes only by a step or a suspend. */
  anchor(): number;
  /** Resolves as close as possible to (never before) the monotonic instant `at`; rejects with the signal's reason. */
  sleepUntil(at: number, signal?: AbortSignal): Promise<void>;
  /** Begins to watch for steps of the wall clock and for suspends. */
  watch(): ClockWatch;
}

/** setTimeout may fire up to 4 ms late on a busy machine, so the last stretch is waited for with the thread itself. */
const TIMER_SLACK_MS = 4;
/** The kernel's futex wait wakes within about 0.1 ms; what is left is spun. */
const SPIN_MS = 0.3;
/** Date.now() ticks every ms everywhere but on old Windows (15.6 ms): longer than that, the tick is not waited for. */
const LONGEST_TICK_MS = 20;

/** However often this thread is interrupted, a look at the clocks ends here. */
const LONGEST_LOOK_MS = 500;
/** Two looks at the clocks this close together enclose an instant well enough, ms. */
const SURE_MS = 0.02;

const parked = new Int32Array(new SharedArrayBuffer(4));

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Date.now() says only whole ms; the instant at which it changes is exact, so that instant is waited for. It lies
 * between two looks; when something else ran on this core during either, the next change is taken. When none was seen for
 * too long, the shortest look is what is known best.
 */
function anchor(): number {
  const startedAt = now();
  let calmSince = startedAt;
  let wall = Date.now();
  let lookedAt = now();
  let wasSure = lookedAt - startedAt < SURE_MS;
  let best = { tookMs: lookedAt - startedAt, anchorMs: middle(wall, startedAt, lookedAt) };
  for (;;) {
    const next = Date.now();
    const at = now();
    const tookMs = at - lookedAt;
    const isSure = tookMs < SURE_MS;
    if (isSure && wasSure && next !== wall) return next - (lookedAt + at) / 2;
    if (tookMs < best.tookMs) best = { tookMs, anchorMs: middle(next, lookedAt, at) };
    // An interruption is not a tick that takes long.
    if (!isSure) calmSince = at;
    if (at - calmSince > LONGEST_TICK_MS || at - startedAt > LONGEST_LOOK_MS) return best.anchorMs;
    wall = next;
    lookedAt = at;
    wasSure = isSure;
  }
}

/** The anchor when the wall clock was read between two instants: it shows a ms for a ms. */
function middle(wall: number, fromAt: number, toAt: number): number {
  return wall + 0.5 - (fromAt + toAt) / 2;
}

async function sleepUntil(at: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const coarseMs = at - now() - TIMER_SLACK_MS;
  if (coarseMs > 0) {
    try {
      await delay(coarseMs, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
  const parkMs = at - now() - SPIN_MS;
  if (parkMs > 0) Atomics.wait(parked, 0, 0, parkMs);
  while (now() < at);
}

function watch(): ClockWatch {
  return createClockWatch(() => ({ anchorMs: anchor(), monotonicMs: now(), bootMs: bootMs() }));
}

/** The clock of this machine. It blocks its thread for the last 4 ms of a sleep: use it in a worker. */
export const localClock: LocalClock = { now, anchor, sleepUntil, watch };
