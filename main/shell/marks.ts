/** How long the start takes, step by step: for the log, and for whoever makes it shorter. */
import { localClock } from '../clock/local-clock.ts';

/** Of the process, on the monotonic clock, ms. */
const bornAt = localClock.now() - process.uptime() * 1000;
const steps: { readonly name: string; readonly atMs: number }[] = [];

/** A step has been taken. */
export function mark(name: string): void {
  steps.push({ name, atMs: localClock.now() - bornAt });
}

/** One line; ms since the process began. */
export const marks = (): string =>
  `Start, ms since the process began: ${steps.map(({ name, atMs }) => `${name} ${atMs.toFixed(0)}`).join(', ')}.`;
