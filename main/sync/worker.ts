/**
 * The thread that a sync runs in: alone with its sockets, so that nothing in the main thread can delay a timestamp.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { currentAxis, recogniseAxis } from '../clock/axis.ts';
import { localClock } from '../clock/local-clock.ts';
import { Failure } from '../failure.ts';
import { createHttpDateSource } from '../sources/http-date/http-date-source.ts';
import { parseTarget } from '../sources/http-date/target.ts';
import { measureReceiveLatency } from '../clock/receive-latency.ts';
import { REFERENCE_DEFAULTS } from '../sources/reference/settings.ts';
import type { Sample } from '../timing/sample.ts';
import { measure } from './measure.ts';
import { makePlan } from './plan.ts';
import { referenceNow, type StatedReference } from './reference-now.ts';
import type { FromSyncWorker, SyncOptions } from './synchronizer.ts';

const {
  input,
  earlier,
  reference = REFERENCE_DEFAULTS,
  allowsPrivate = true,
  method = 'HEAD',
  axis,
  ...planOptions
} = workerData as SyncOptions;
const say = (message: FromSyncWorker) => parentPort?.postMessage(message);
const cancelled = new AbortController();
/** Ends what runs beside the sync. */
const ended = new AbortController();
parentPort?.once('message', () => cancelled.abort());

if (axis !== undefined) recogniseAxis(axis);

try {
  const plan = makePlan(planOptions);
  const { medianMs } = await measureReceiveLatency();
  // The run keeps its own time; this also ends a preflight that never comes to an end.
  const signal = AbortSignal.any([cancelled.signal, AbortSignal.timeout(plan.maxDurationMs)]);
  const measured = { clock: localClock, receiveLatencyMs: medianMs };

  let standard: StatedReference | null = null;
  // Beside the sync, never instead of it, and ended with it.
  const standardTime = async () => {
    const stop = AbortSignal.any([signal, ended.signal]);
    standard = await referenceNow({ ...measured, settings: reference, signal: stop }).catch(() => null);
    return standard?.reference ?? null;
  };

  let samples: readonly Sample[] = [];
  const measurement = await measure({
    ...measured,
    source: createHttpDateSource({
      input,
      clock: localClock,
      minGapMs: plan.minGapMs,
      signal,
      allowsPrivate,
      method,
    }),
    plan,
    signal,
    ...(earlier && { earlier }),
    address: parseTarget(input)[0].href,
    ...(reference.order.length > 0 && { standardTime }),
    onSamples: (rested) => (samples = rested),
    onProgress: (progress) => say({ type: 'progress', progress }),
  });
  const stated = { anchorMs: localClock.anchor(), axis: currentAxis() };
  say({ type: 'result', measurement, samples, standard, stated });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say({ type: 'failure', code: error.code, message: error.message });
} finally {
  ended.abort();
  parentPort?.close();
}
