/**
 * Notices what happens to the clocks behind the program's back.
 *
 * - A *step*: somebody (an NTP client, a person) set the wall clock. It then moves against the monotonic clock.
 * - A *suspend*: the machine slept. On Linux the monotonic clock stood still meanwhile while the time since boot
 *   went on; instants from before and after are then not on one axis. (Where the monotonic clock counts sleep,
 *   nothing has to be noticed: the axis holds.)
 */
import { uptime } from 'node:os';

/** What the clocks read at one moment, ms. */
export interface Readings {
  /** Wall clock minus monotonic clock (see LocalClock.anchor). */
  readonly anchorMs: number;
  /** The monotonic clock. */
  readonly monotonicMs: number;
  /** Time since boot, sleep included; coarse (whole seconds on some systems). */
  readonly bootMs: number;
}

export type Disturbance =
  /** The wall clock was set: by this many ms, positive when forward. */
  | { readonly kind: 'step'; readonly byMs: number }
  /** The machine slept for about this many ms. */
  | { readonly kind: 'suspend'; readonly forMs: number };

/**
 * A steered clock may be slewed against the monotonic one by 500 ppm (RFC 5905): 5 ms in the ten seconds between
 * two checks. More than this is a step.
 */
const STEP_MS = 10;
/** Time since boot is read in whole seconds on some systems, on Linux in hundredths. */
const SUSPEND_MS = process.platform === 'linux' ? 250 : 2500;

export interface ClockWatch {
  /** What happened since the last check (or the beginning); null when nothing did. */
  check(): Disturbance | null;
}

export function createClockWatch(read: () => Readings): ClockWatch {
  let last = read();
  return {
    check() {
      const next = read();
      const sleptMs = next.bootMs - last.bootMs - (next.monotonicMs - last.monotonicMs);
      const byMs = next.anchorMs - last.anchorMs;
      last = next;
      if (sleptMs > SUSPEND_MS && byMs > SUSPEND_MS) return { kind: 'suspend', forMs: sleptMs };
      return Math.abs(byMs) > STEP_MS ? { kind: 'step', byMs } : null;
    },
  };
}

/** Time since boot, sleep included, ms. */
export function bootMs(): number {
  return uptime() * 1000;
}
