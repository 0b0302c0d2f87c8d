/**
 * `node as-nobody.ts <folder>`: opens the store there, as a user whom the system may refuse something (root is refused nothing),
 * keeps one thing, and prints what became of that as JSON.
 */
import { Failure } from '../../main/failure.ts';
import { dataFolder } from '../../main/store/data-folder.ts';
import { lockFolder } from '../../main/store/instance-lock.ts';
import { openStore } from '../../main/store/store.ts';
import { NOON } from './noon.ts';

if (process.getuid?.() === 0) process.setuid?.(65534); // nobody
const told: string[] = [];
try {
  const folder = dataFolder(process.argv[2]);
  const lock = lockFolder(folder);
  const store = openStore({ folder, nowEpochMs: () => NOON, tell: (sentence) => told.push(sentence) });
  const seq = store.journal.append({ epochMs: NOON, kind: 'added', eventId: 'e', data: null });
  store.close();
  lock.release();
  console.log(JSON.stringify({ seq, told }));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message, told }));
}
