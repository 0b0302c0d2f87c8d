/** The thread in which standard time is measured once, so that nothing in the main thread can delay a timestamp. */
import { parentPort, workerData } from 'node:worker_threads';
import { currentAxis } from '../clock/axis.ts';
import { localClock } from '../clock/local-clock.ts';
import { measureReceiveLatency } from '../clock/receive-latency.ts';
import { Failure } from '../failure.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import { referenceNow } from '../sync/reference-now.ts';
import type { FromStandardWorker } from './standard-time.ts';

const say = (message: FromStandardWorker) => parentPort?.postMessage(message);
const ended = new AbortController();
parentPort?.once('message', () => ended.abort());

try {
  const { medianMs } = await measureReceiveLatency();
  const stated = await referenceNow({
    settings: workerData as ReferenceSettings,
    clock: localClock,
    receiveLatencyMs: medianMs,
    signal: ended.signal,
  });
  say({ type: 'result', ...stated, axis: currentAxis() });
} catch (error) {
  if (!(error instanceof Failure) && !ended.signal.aborted) throw error;
  const { code, message } = error instanceof Failure ? error : { code: 'cancelled', message: 'Ended.' };
  say({ type: 'failure', code, message });
} finally {
  ended.abort();
  parentPort?.close();
}
