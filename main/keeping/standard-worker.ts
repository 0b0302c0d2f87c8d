/** The thread in which standard time is measured once, so that nothing in the main thread can delay a timestamp. */
import { parentPort, workerData } from 'node:worker_threads';
import { recogniseAxis } from '../clock/axis.ts';
import { localClock } from '../clock/local-clock.ts';
import { measureReceiveLatency } from '../clock/receive-latency.ts';
import { Failure } from '../failure.ts';
import { referenceNow } from '../sync/reference-now.ts';
import type { FromStandardWorker, StandardWorkerData } from './standard-time.ts';

const { settings, axis } = workerData as StandardWorkerData;
recogniseAxis(axis);
const say = (message: FromStandardWorker) => parentPort?.postMessage(message);
const ended = new AbortController();
parentPort?.once('message', () => ended.abort());

try {
  const { medianMs } = await measureReceiveLatency();
  const stated = await referenceNow({
    settings,
    clock: localClock,
    receiveLatencyMs: medianMs,
    signal: ended.signal,
  });
  say({ type: 'result', ...stated });
} catch (error) {
  if (!(error instanceof Failure) && !ended.signal.aborted) throw error;
  const { code, message } = error instanceof Failure ? error : { code: 'cancelled', message: 'Ended.' };
  say({ type: 'failure', code, message });
} finally {
  ended.abort();
  parentPort?.close();
}
