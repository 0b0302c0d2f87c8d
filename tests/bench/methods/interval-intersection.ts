/**
 * Plain interval intersection aimed at the full second: every reply proves D - t2 < offset < D + 1000 - t0; each
 * request is timed so that, by the middle of what is proven, it arrives just as the server's second begins. The middle
 * of the intersection is the answer, half its width the stated error.
 */
import { sendForBoundary } from '../../../main/timing/next-probe.ts';
import { offsetBound } from '../../../main/timing/bound.ts';
import { delayMs, type Sample } from '../../../main/timing/sample.ts';
import { sampleOf, type Method } from './method.ts';

export const intervalIntersection: Method = {
  name: 'interval intersection',
  async find(source, clock, requests) {
    const anchorMs = clock.anchor();
    const samples: Sample[] = [sampleOf((await source.open()).exchanges[0], anchorMs)];
    for (;;) {
      const last = samples[samples.length - 1];
      const bound = offsetBound(samples, last.receivedEpochMs);
      if (!bound) throw new Error('the samples contradict each other');
      const middle = (bound.lo + bound.hi) / 2;
      if (samples.length >= requests) return { offsetMs: middle, statedMs: (bound.hi - bound.lo) / 2 };
      const sendEpochMs = sendForBoundary(middle, delayMs(last), source.earliestSendAt() + anchorMs);
      samples.push(sampleOf(await source.exchange(sendEpochMs - anchorMs), anchorMs));
    }
  },
};
