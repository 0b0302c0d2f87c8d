/** In which order events stand: the next one first, those that are done last, the newest of them first. Pure. */
import type { ScheduledEvent } from '../../../api/client/client.ts';

type Placed = Pick<ScheduledEvent, 'dueEpochMs' | 'nextEpochMs' | 'createdEpochMs'>;

export function inOrder<T extends Placed>(events: readonly T[]): T[] {
  const due = ({ dueEpochMs, nextEpochMs }: T) => dueEpochMs ?? nextEpochMs;
  return events.toSorted((one, other) => {
    const [a, b] = [due(one), due(other)];
    if (a === null || b === null)
      return a === b ? other.createdEpochMs - one.createdEpochMs : a === null ? 1 : -1;
    return a - b;
  });
}
