/**
 * Names the axis of the monotonic clock: two instants can be compared when, and only when, they are on axes of the same name.
 *
 * On Linux every process since the machine booted shares one; the time a machine sleeps is not on it, so each sleep begins another.
 * Elsewhere there is no name for a boot that a program can read without further ado: there each process has axes of its own,
 * which is careful rather than wrong.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bootMs } from './clock-watch.ts';
import { localClock } from './local-clock.ts';

/** Time since boot is read in hundredths of a second, so a shorter sleep does not show, ms. */
const GRAIN_MS = 5000;

let boot: string | undefined;

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

/** The axis that `localClock.now()` is on at this moment. */
export function currentAxis(): string {
  boot ??= bootId();
  const sleptMs = bootMs() - localClock.now();
  return `${boot}:${Math.max(0, Math.round(sleptMs / GRAIN_MS))}`;
}
