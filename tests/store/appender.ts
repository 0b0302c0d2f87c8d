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

/** Whole, also while the pipe is full, for who reads it may be slow. */
function say(line: string): void {
  let left = Buffer.from(line);
  while (left.length > 0)
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
}

async function again(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work();
}
void again(() => store.backup());
void again(() => store.thin());

for (;;) {
  const estimate = store.estimates.add(someEstimate('a', NOON));
  say(`estimates ${estimate}\n`);
  const entry = store.journal.append({ epochMs: NOON, kind: 'fired', eventId: 'e', data: { estimate } });
  say(`journal ${entry}\n`);
  await breathe();
}
