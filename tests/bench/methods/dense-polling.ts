/**
 * Dense polling: ask again PAUSE_MS after each reply and watch for the reply whose second is new. The boundary lies
 * between the middles of the two round trips around it; the median over all boundaries seen is the answer, no error is
 * stated. It sends some ten requests a second, which is what gets such tools blocked.
 */
import { fiveNumbers } from '../../../main/timing/quartiles.ts';
import { middleOf, sampleOf, type Method } from './method.ts';

export const PAUSE_MS = 70;

export const densePolling: Method = {
  name: 'dense polling',
  async find(source, clock, requests) {
    const anchorMs = clock.anchor();
    let before = sampleOf((await source.open()).exchanges[0], anchorMs);
    const offsets: number[] = [];
    for (let n = 1; n < requests; n++) {
      const after = sampleOf(await source.exchange(clock.now() + PAUSE_MS), anchorMs);
      if (after.dateEpochMs > before.dateEpochMs) {
        offsets.push(after.dateEpochMs - (middleOf(before) + middleOf(after)) / 2);
      }
      before = after;
    }
    return {
      offsetMs: offsets.length > 0 ? fiveNumbers(offsets).median : before.dateEpochMs - middleOf(before),
      statedMs: null,
    };
  },
};
