/** A thread that attends a timer: tells each fire and when it was told of it; a number keeps it busy for so many ms. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { attendFires } from '../../main/clock/attend.ts';
import { localClock } from '../../main/clock/local-clock.ts';

attendFires(workerData as MessagePort, (fire) => parentPort?.postMessage([fire, localClock.now()]));
parentPort?.on('message', (ms: number) => {
  for (const until = localClock.now() + ms; localClock.now() < until;);
});
parentPort?.postMessage('ready');
