/**
 * The thread that a sync runs in: alone with its sockets, so that nothing in the main thread can delay a timestamp.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { createHttpDateSource } from '../sources/http-date/http-date-source.ts';
import { measureReceiveLatency } from '../clock/receive-latency.ts';
import { measure } from './measure.ts';
import { makePlan } from './plan.ts';
import type { FromSyncWorker, SyncOptions } from './synchronizer.ts';

const { input, ...planOptions } = workerData as SyncOptions;
const say = (message: FromSyncWorker) => parentPort?.postMessage(message);
const cancelled = new AbortController();
parentPort?.once('message', () => cancelled.abort());

try {
  const plan = makePlan(planOptions);
  const { medianMs } = await measureReceiveLatency();
  const { signal } = cancelled;
  const measurement = await measure({
    source: createHttpDateSource({ input, clock: localClock, minGapMs: plan.minGapMs, signal }),
    clock: localClock,
    plan,
    receiveLatencyMs: medianMs,
    onProgress: (progress) => say({ type: 'progress', progress }),
    signal,
  });
  say({ type: 'result', measurement });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say({ type: 'failure', code: error.code, message: error.message });
} finally {
  parentPort?.close();
}
