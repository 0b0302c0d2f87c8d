/** Standard time, measured now: by the time servers, or by the reference web site, which is a quick sync of its own. */
import { currentAxis } from '../clock/axis.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { createHttpDateSource } from '../sources/http-date/http-date-source.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import { referenceTime } from '../sources/reference/reference.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import type { MeasureSite } from '../sources/reference-site/reference-site.ts';
import { measure } from './measure.ts';
import { makePlan } from './plan.ts';

export interface ReferenceNow {
  readonly settings: ReferenceSettings;
  readonly clock: LocalClock;
  /** How late this thread notices a reply, ms. */
  readonly receiveLatencyMs: number;
  readonly signal: AbortSignal;
}

/** Standard time, and what it is stated against. */
export interface StatedReference {
  readonly reference: ReferenceTime;
  /** Wall minus monotonic clock as it stood then, ms. */
  readonly anchorMs: number;
  /** The axis of the monotonic clock (clock/axis.ts). */
  readonly axis: string;
}

/** Rejects with a `Failure` when none answers; nothing is left running once `signal` has aborted. */
export async function referenceNow({
  settings,
  clock,
  receiveLatencyMs,
  signal,
}: ReferenceNow): Promise<StatedReference> {
  const measureSite: MeasureSite = (address, { connectTimeoutMs }) => {
    const plan = makePlan({ mode: 'quick' });
    const stop = AbortSignal.any([signal, AbortSignal.timeout(plan.maxDurationMs)]);
    const source = createHttpDateSource({
      input: address,
      clock,
      minGapMs: plan.minGapMs,
      signal: stop,
      connectTimeoutMs,
    });
    return measure({ clock, receiveLatencyMs, source, plan, signal: stop });
  };
  const axis = currentAxis();
  const reference = await referenceTime({ settings, clock, measureSite, signal });
  if (currentAxis() !== axis)
    throw new Failure(
      'slept',
      'This computer slept while standard time was asked for, so what was answered does not hold: ask again.',
    );
  return { reference, anchorMs: clock.anchor(), axis };
}
