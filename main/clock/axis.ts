/**
 * Names the axis of the monotonic clock: two instants can be compared when, and only when, they are on axes of the same name.
 *
 * On Linux every process since the machine booted shares one; the time a machine sleeps is not on it, so each sleep begins another.
 * Elsewhere there is no name for a boot that a program can read without further ado: there each process has axes of its own,
 * which is careful rather than wrong.
 *
 * A name is the boot and the time slept since then, ms, as it was first read. Whoever has a name from before (another thread, what
 * was kept) hands it to `recogniseAxis`: if it is this axis, it keeps that name.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bootMs } from './clock-watch.ts';
import { localClock } from './local-clock.ts';

/**
 * The time slept can be read to about this, ms: Linux gives the time since boot in hundredths of a second; other systems in seconds, and
 * by the wall clock. A machine does not sleep for less.
 */
const GRAIN_MS = process.platform === 'linux' ? 50 : 2500;
/** Both clocks have to be read within this, or the reading is of no use, ms. */
const TOGETHER_MS = 2;
const MOST_LOOKS = 100;

interface Axis {
  readonly boot: string;
  readonly sleptMs: number;
}

let boot: string | undefined;
let last: (Axis & { readonly name: string }) | undefined;

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

/** By how much the time since boot is ahead of the monotonic clock, ms. */
function readSlept(): number {
  for (let looks = 1; ; looks++) {
    const before = localClock.now();
    const sinceBoot = bootMs();
    const after = localClock.now();
    if (after - before < TOGETHER_MS || looks === MOST_LOOKS) return sinceBoot - (before + after) / 2;
  }
}

const isSame = (a: Axis, b: Axis) => a.boot === b.boot && Math.abs(a.sleptMs - b.sleptMs) < GRAIN_MS;

/** The axis that `localClock.now()` is on at this moment. */
export function currentAxis(): string {
  return axisAt(readSlept());
}

/** `sleptMs`: as it was read just now. */
export function axisAt(sleptMs: number): string {
  boot ??= bootId();
  const now = { boot, sleptMs };
  if (!last || !isSame(now, last)) last = { ...now, name: `${boot}:${sleptMs.toFixed(0)}` };
  return last.name;
}

/** Whether this is the name of the axis that time is on now; from here on it keeps that name. */
export function recogniseAxis(name: string, sleptMs = readSlept()): boolean {
  const [named = '', slept = ''] = name.split(':');
  boot ??= bootId();
  const axis = { boot: named, sleptMs: Number(slept) };
  if (slept === '' || !isSame({ boot, sleptMs }, axis)) return false;
  last = { ...axis, name };
  return true;
}
