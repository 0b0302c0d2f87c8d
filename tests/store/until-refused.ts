/** `node until-refused.ts <folder>`: keeps measurements until that is refused, and prints how many and why as JSON. */
import { Failure } from '../../main/failure.ts';
import { openStore } from '../../main/store/store.ts';
import { NOON } from './noon.ts';
import { someEstimate } from './some.ts';

const store = openStore({ folder: process.argv[2], nowEpochMs: () => NOON, tell: console.log });
for (let kept = 0; ; kept++) {
  try {
    store.estimates.add(someEstimate('a', NOON));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(JSON.stringify({ kept, code: error.code, message: error.message }));
    break;
  }
}
store.close();
