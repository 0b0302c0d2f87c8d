/** A thread that has nothing to do, for what the machine alone holds up. */
import { parentPort } from 'node:worker_threads';
import { watchStalls } from './stalls.ts';

const most = watchStalls();
parentPort?.on('message', () => parentPort?.postMessage(most()));
