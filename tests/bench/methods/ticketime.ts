/** This engine: the search alone, with exactly so many requests, and the ± that it states of what repeats. */
import { measure } from '../../../main/sync/measure.ts';
import { searchOf } from '../../simulation/runs.ts';
import type { Method } from './method.ts';

export const ticketime: Method = {
  name: 'Ticketime',
  async find(source, clock, requests) {
    const { offsetMs, precisionMs } = await measure({ source, clock, plan: searchOf(requests) });
    return { offsetMs, statedMs: precisionMs };
  },
};
