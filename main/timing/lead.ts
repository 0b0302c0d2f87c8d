/**
 * When to press, so that the request reaches the server when its clock shows T.
 *
 * A press at the local instant P is stamped when the server's clock shows P + θ + f + q: θ is the offset (server -
 * local), f the base of the way out (what every request pays up to the stamp), q >= 0 the queueing it meets. So it is not
 * θ that has to be known but the sum A = θ + f, and that is known better than θ. Let g be the base of the way back and
 * m = f + g the least round trip. An uneven path shifts the estimate by half its unevenness, and the way out with it:
 *
 *     estimate = θ + (f - g)/2 + η,    f = m/2 + (f - g)/2,    hence    A = θ + f = estimate + m/2 - η.
 *
 * The unevenness cancels, whole. What remains is η, the part of the error that does not repeat: its 95 % half-width is the
 * *precision*, which grows with the age of the measurement (age.ts). The accuracy must not be taken: it reckons with
 * unevenness, which would count what cancels, and with a Date that lags, which only makes A larger, the press later.
 *
 * The proof gains as well. A sample stamped D shows D - t0 <= A + q < D + 1000 - t0 with q <= t2 - t0 - m, so that the
 * bound [lo, hi] of θ proves lo + m <= A < hi: narrower than the bound by all of m. The path's own least round trip lies a
 * little below m, so half the usual excess is taken off for that (SURPLUS_SHARE). This is what keeps a press safe where
 * little else is known.
 *
 * - *balanced*: P = T - estimate - m/2 - the median of q: early and late alike often.
 * - *safe*: P = T - the 2.5 % quantile of A, or what is proven of A if that is more; q only makes it later.
 *
 * All this holds for a request over an open connection on the measured path. One that has to be opened first costs a
 * round trip for TCP and another for TLS: the press is late by those, never early. A browser's own delay is for the trim.
 */
import { STEADY } from './bound.ts';
import { agedAccuracyMs } from './age.ts';
import type { FiveNumbers } from './quartiles.ts';

/** What a measurement knows; the offset is server minus local, ms, positive when the local clock is slow. */
export interface Known {
  readonly offsetMs: number;
  readonly precisionMs: number;
  readonly boundMs: readonly [number, number];
  readonly delayMs: FiveNumbers;
  /** Local wall clock, ms since the Unix epoch. */
  readonly measuredAtEpochMs: number;
}

export interface Press {
  /** When to press: local wall clock, ms since the Unix epoch. */
  readonly pressAtEpochMs: number;
  /** How long after T it arrives on average, ms; negative when before. */
  readonly meanLateMs: number;
  /** Between what it arrives after T whatever the path does, unless it queues longer than any request did so far, ms. */
  readonly worstLateMs: readonly [number, number];
}

export interface Lead {
  readonly balanced: Press;
  readonly safe: Press;
}

/** An exponential queue's median (ln 2) and mean (1) as shares of the median of two such queues' sum (1.678, delay-model.ts). */
const MEDIAN_SHARE = 0.413;
const MEAN_SHARE = 0.596;
/**
 * How much of the usual excess (median less least round trip) the least may lie above the path's base: a quarter on
 * average with a dozen samples, Rayleigh distributed (delay-model.ts), so twice that in all but some 4 %.
 */
const SURPLUS_SHARE = 0.5;

/** `trimMs` is the person's own: positive presses later. */
export function lead(known: Known, targetEpochMs: number, trimMs = 0): Lead {
  const { offsetMs, precisionMs, boundMs, delayMs, measuredAtEpochMs } = known;
  const { min, median, max } = delayMs;
  const ageMs = Math.max(0, targetEpochMs - offsetMs - measuredAtEpochMs);
  const usualQueueMs = median - min;
  const sumMs = offsetMs + min / 2;
  const doubtMs = agedAccuracyMs(precisionMs, ageMs);
  const wornMs = ageMs * STEADY.max;
  const provenLo = boundMs[0] + min - SURPLUS_SHARE * usualQueueMs - wornMs;
  const provenHi = boundMs[1] + wornMs;

  const press = (reckonedMs: number): Press => {
    const leadMs = reckonedMs - trimMs;
    return {
      pressAtEpochMs: targetEpochMs - leadMs,
      meanLateMs: sumMs + MEAN_SHARE * usualQueueMs - leadMs,
      worstLateMs: [provenLo - leadMs, provenHi + (max - min) - leadMs],
    };
  };
  return {
    balanced: press(sumMs + MEDIAN_SHARE * usualQueueMs),
    safe: press(Math.max(sumMs - doubtMs, provenLo)),
  };
}
