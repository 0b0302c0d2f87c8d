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

/**
 * How coarsely the time slept is told apart, ms. Linux reads the time since boot in hundredths of a second; other systems in
 * seconds, and by the wall clock.
 */
const GRAIN_MS = process.platform === 'linux' ? 500 : 5000;
/** As long as it is this near to what it was, nothing has been slept, on whichever side of a grain's edge it may be read. */
const STILL = 0.3;

let boot: string | undefined;

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

let last: { readonly sleptMs: number; readonly name: string } | undefined;

/** The axis that `localClock.now()` is on at this moment. */
export function currentAxis(): string {
  return axisAt(bootMs() - localClock.now());
}

/** `sleptMs`: by how much the time since boot is ahead of the monotonic clock. */
export function axisAt(sleptMs: number): string {
  if (last && Math.abs(sleptMs - last.sleptMs) < STILL * GRAIN_MS) return last.name;
  boot ??= bootId();
  last = { sleptMs, name: `${boot}:${Math.max(0, Math.round(sleptMs / GRAIN_MS))}` };
  return last.name;
}
