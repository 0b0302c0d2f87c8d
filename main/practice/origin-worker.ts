/** The thread of a practice origin: the server, in front of it the delay line, and the answers to its handle. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { startDelayLine } from './delay-line.ts';
import type { PracticeOriginOptions, PracticeOriginStarted } from './origin.ts';
import { startPracticeServer } from './server.ts';

const { delays, port = 0, ...options } = workerData as PracticeOriginOptions;

// The port that was asked for is the one that clients see: the line's when there is one.
const server = await startPracticeServer({ ...options, port: delays ? 0 : port });
const line = delays && (await startDelayLine({ ...delays, targetPort: server.port, port }));
void server.died.then(() => line?.stopListening());

parentPort?.on('message', (answerTo: MessagePort) => answerTo.postMessage(server.requests()));
parentPort?.postMessage({
  port: line?.port ?? server.port,
  clock: server.clock,
} satisfies PracticeOriginStarted);
