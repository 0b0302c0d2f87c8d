/**
 * Starts syncs, each in a worker thread of its own.
 */
import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';
import type { ReferenceSettings } from '../sources/reference/settings.ts';
import type { Sample } from '../timing/sample.ts';
import type { Reading } from '../timing/skew.ts';
import { workerUrl } from '../worker-url.ts';
import type { Measurement, Progress } from './measurement.ts';
import type { PlanOptions } from './plan.ts';
import type { StatedReference } from './reference-now.ts';

export interface SyncOptions extends PlanOptions {
  /** The server's address as a person types it. */
  readonly input: string;
  /** Which standard time to compare with; REFERENCE_DEFAULTS unless given, none at all with an empty order. */
  readonly reference?: ReferenceSettings;
  /** What an earlier measurement of this server in this process found. */
  readonly earlier?: Reading;
  /** Whether this computer and its own network may be asked; true unless given: a person types what this process is told. */
  readonly allowsPrivate?: boolean;
  /** What the axis of the monotonic clock is called here (clock/axis.ts), for the result to name it alike. */
  readonly axis?: string;
  /** How an earlier run found that this server is best asked (it tells it when `opened`). */
  readonly method?: 'HEAD' | 'GET';
}

export interface Stated {
  /** Wall minus monotonic clock, ms. */
  readonly anchorMs: number;
  /** The axis of the monotonic clock (clock/axis.ts). */
  readonly axis: string;
}

export interface Sync {
  /** Resolves with what was found (after `cancel`: with what was known by then); rejects with a Failure. */
  readonly result: Promise<Measurement>;
  /** What the result rests on, once it has come, by the wall clock it is stated against; none of standard time in its stead. */
  samples(): readonly Sample[];
  /** What the result is stated against, once it has come. */
  stated(): Stated | null;
  /** Standard time as it was measured beside, once the result has come; null when it was not reached. */
  standard(): StatedReference | null;
  /** Ends the run at once. */
  cancel(): void;
}

/** What the worker says; see worker.ts. */
export type FromSyncWorker =
  | { readonly type: 'progress'; readonly progress: Progress }
  | {
      readonly type: 'result';
      readonly measurement: Measurement;
      readonly samples: readonly Sample[];
      readonly standard: StatedReference | null;
      readonly stated: Stated;
    }
  | { readonly type: 'failure'; readonly code: string; readonly message: string };

/** Starts a sync; `onProgress` is called in this thread. */
export function startSync(options: SyncOptions, onProgress?: (progress: Progress) => void): Sync {
  const worker = new Worker(workerUrl(import.meta.url, 'worker', 'sync-worker'), { workerData: options });
  let samples: readonly Sample[] = [];
  let standard: StatedReference | null = null;
  let stated: Stated | null = null;
  const result = new Promise<Measurement>((resolve, reject) => {
    worker.on('message', (message: FromSyncWorker) => {
      if (message.type === 'progress') onProgress?.(message.progress);
      else if (message.type === 'result') {
        ({ samples, standard, stated } = message);
        resolve(message.measurement);
      } else reject(new Failure(message.code, message.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The sync worker ended without a result.')));
  });
  return {
    result,
    samples: () => samples,
    standard: () => standard,
    stated: () => stated,
    cancel: () => worker.postMessage('cancel'),
  };
}
