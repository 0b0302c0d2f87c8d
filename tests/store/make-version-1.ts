/**
 * `node make-version-1.ts <folder>`: how `tests/store/version-1/` was made, with the store's first form. It is never made again:
 * every later form has to open it.
 */
import { NOON } from './noon.ts';
import { someEstimate, someServer } from './some.ts';
import { openStore } from '../../main/store/store.ts';

const store = openStore({ folder: process.argv[2], nowEpochMs: () => NOON, tell: console.log });
store.servers.add(someServer('a', { zone: 'Asia/Seoul', trimMs: -20, favourite: true }));
store.servers.add(someServer('b'));
for (let index = 1; index <= 6; index++) {
  store.estimates.add(someEstimate(index === 3 ? 'b' : 'a', NOON + index, index));
  store.journal.append({ epochMs: NOON + index, kind: 'added', eventId: `e${index}`, data: { index } });
}
store.servers.remove('b');
store.references.add({
  measuredAtEpochMs: NOON,
  reference: { source: 'sntp', offsetMs: 1.5 },
  anchorMs: NOON - 5,
  axis: 'a1b2c3d4e5f6',
  at: 5,
});
store.attempts.add({
  eventId: 'e1',
  occurrenceEpochMs: NOON,
  attempt: 1,
  startedEpochMs: NOON + 1,
  status: 204,
  latencyMs: 12.5,
  error: null,
});
store.close();
