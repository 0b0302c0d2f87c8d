import { expect, it } from 'vitest';
import { inOrder } from '../../../palette/views/schedule/event-order.ts';

const event = (createdEpochMs: number, dueEpochMs: number | null, nextEpochMs = dueEpochMs) => ({
  createdEpochMs,
  dueEpochMs,
  nextEpochMs,
});

it('puts the next event first, and what is done last, the newest of it first', () => {
  const [oldDone, done, soon, later] = [event(1, null), event(2, null), event(3, 10), event(4, 20)];
  expect(inOrder([oldDone, later, done, soon])).toEqual([soon, later, done, oldDone]);
});

it('goes by the server’s clock where nobody knows when that is here', () => {
  const [one, other] = [event(1, null, 30), event(2, 20)];
  expect(inOrder([one, other])).toEqual([other, one]);
});
