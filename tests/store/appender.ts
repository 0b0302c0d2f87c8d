/**
 * `node appender.ts <folder>`: keeps measurements and journal entries as fast as it can, with backups and thinning beside it,
 * and says on its output what was acknowledged, until it is killed.
 */
import { writeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { openStore } from '../../main/store/store.ts';
import { NOON } from './noon.ts';
import { someEstimate } from './some.ts';

const store = openStore({
  folder: process.argv[2],
  nowEpochMs: () => NOON,
  tell: (sentence) => writeSync(2, sentence),
});

async function again(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work();
}
void again(() => store.backup());
void again(() => store.thin());

for (;;) {
  const estimate = store.estimates.add(someEstimate('a', NOON));
  writeSync(1, `estimates ${estimate}\n`);
  const entry = store.journal.append({ epochMs: NOON, kind: 'fired', eventId: 'e', data: { estimate } });
  writeSync(1, `journal ${entry}\n`);
  await breathe();
}
