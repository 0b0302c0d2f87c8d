/** What waits for the fires in another thread, as the bridge does: stamps each as it comes, and hands over what has come. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { attendFires } from '../../main/clock/attend.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import type { Fire } from '../../main/clock/precise-timer.ts';

const { precise, plain } = workerData as { precise: MessagePort; plain: MessagePort };
const seen: [Fire, number][] = [];
const stamp = (fire: Fire) => seen.push([fire, localClock.now()]);

attendFires(precise, stamp);
plain.on('message', stamp);
parentPort?.on('message', () => parentPort?.postMessage(seen.splice(0)));
