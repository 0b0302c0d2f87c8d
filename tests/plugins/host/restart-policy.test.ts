import { expect, test } from 'vitest';
import { afterCrash, RESTARTS } from '../../../main/plugins/host/restart-policy.ts';

test('pauses grow, and the fifth crash in a row is the last', () => {
  let inARow = 0;
  const pauses = Array.from({ length: 5 }, () => {
    const after = afterCrash(RESTARTS, inARow, 100);
    ({ inARow } = after);
    return after.pauseMs;
  });
  expect(pauses).toEqual([1000, 2000, 4000, 8000, null]);
});

test.each([
  { ranMs: 59_999, inARow: 5, pauseMs: null },
  { ranMs: 60_000, inARow: 1, pauseMs: 1000 },
])('a fifth crash after $ranMs ms is number $inARow in a row', ({ ranMs, inARow, pauseMs }) => {
  expect(afterCrash(RESTARTS, 4, ranMs)).toEqual({ inARow, pauseMs });
});
