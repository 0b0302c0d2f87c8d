/**
 * Hard bisection, as tools that "binary search the Date header" describe it: the offset lies in an interval of one
 * second after the first reply; each further request is timed so that the middle of its round trip meets the middle of
 * the interval, and the half that its reply rules out is dropped. One late packet drops the wrong half for good. The
 * middle of what is left is the answer; no error is stated.
 */
import { sendForBoundary } from '../../../main/timing/next-probe.ts';
import { delayMs, TICK_MS } from '../../../main/timing/sample.ts';
import { middleOf, sampleOf, type Method } from './method.ts';

export const hardBisection: Method = {
  name: 'hard bisection',
  async find(source, clock, requests) {
    const anchorMs = clock.anchor();
    const first = sampleOf((await source.open()).exchanges[0], anchorMs);
    let roundTripMs = delayMs(first);
    let lo = first.dateEpochMs - middleOf(first);
    let hi = lo + TICK_MS;
    for (let n = 1; n < requests; n++) {
      const middle = (lo + hi) / 2;
      const sendEpochMs = sendForBoundary(middle, roundTripMs, source.earliestSendAt() + anchorMs);
      const sample = sampleOf(await source.exchange(sendEpochMs - anchorMs), anchorMs);
      roundTripMs = delayMs(sample);
      // The boundary that was aimed at; the reply tells on which side of it the stamp fell.
      const boundary = Math.round((middleOf(sample) + middle) / TICK_MS) * TICK_MS;
      const split = boundary - middleOf(sample);
      if (sample.dateEpochMs >= boundary) lo = Math.max(lo, split);
      else hi = Math.min(hi, split);
      if (hi < lo) [lo, hi] = [hi, lo];
    }
    return { offsetMs: (lo + hi) / 2, statedMs: null };
  },
};
