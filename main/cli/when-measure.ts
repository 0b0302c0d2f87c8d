/** Measures a server as thoroughly as the time allows before an instant that is wished for. */
import { localClock } from '../clock/local-clock.ts';
import type { Measurement } from '../sync/measurement.ts';
import type { SyncOptions } from '../sync/synchronizer.ts';
import type { Zone } from './clock-face.ts';
import type { Interruption } from './interruption.ts';
import { measureShown } from './measuring.ts';
import { resolveTime, YEAR_MS, type Target, type Wish } from './when-time.ts';

/** Measuring ends this long before the time, with what is known by then: to tell the plan, and for a hand to get ready. */
const READY_MS = 1500;
/** setTimeout's own limit: almost 25 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface InTime {
  readonly measurement: Measurement;
  readonly target: Target;
}

/** The time that is meant is the one that was, when the command was given. */
export async function measureInTime(
  options: SyncOptions,
  interruption: Interruption,
  json: boolean,
  wish: Wish,
  zone: Zone,
): Promise<InTime> {
  const startedAt = localClock.now();
  const startAnchorMs = localClock.anchor();
  const enough = new AbortController();
  const timeToMeasureMs = (offsetMs: number): number => {
    const shiftMs = startAnchorMs + offsetMs;
    const leftMs =
      resolveTime(wish, startedAt + shiftMs, zone).epochMs - (localClock.now() + shiftMs) - READY_MS;
    // What is too far ahead is refused, like what has passed: at once.
    return leftMs > YEAR_MS ? 0 : Math.min(Math.max(0, leftMs), LONGEST_TIMER_MS);
  };
  let timer: NodeJS.Timeout | undefined;
  const signal = AbortSignal.any([interruption.signal, enough.signal]);
  const measurement = await measureShown(options, { ...interruption, signal }, json, (progress) => {
    if (progress.type !== 'probe') return;
    clearTimeout(timer);
    timer = setTimeout(() => enough.abort(), timeToMeasureMs(progress.estimate.offsetMs));
  }).finally(() => clearTimeout(timer));
  const shiftMs = localClock.anchor() + measurement.offsetMs;
  const target = resolveTime(wish, startedAt + shiftMs, zone);
  return { measurement: enough.signal.aborted ? cutShort(measurement) : measurement, target };
}

function cutShort(measurement: Measurement): Measurement {
  const { warnings, samples } = measurement;
  const message = `The time is near, so the measurement ended after ${samples} ${samples === 1 ? 'reply' : 'replies'}.`;
  const others = warnings.filter(({ code }) => code !== 'cancelled');
  return { ...measurement, warnings: [...others, { code: 'cut-short', message }] };
}
