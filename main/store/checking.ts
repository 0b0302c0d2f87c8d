/** Looks at a whole store in a worker thread (a million rows take some twenty seconds), or at a copy that is made of it first. */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../worker-url.ts';
import type { Damage } from './check.ts';
import { storeFailure } from './sqlite.ts';

export interface CheckRequest {
  readonly file: string;
  readonly key: Uint8Array;
  /** The empty file that the copy goes to; null to look at the store itself. */
  readonly copy: string | null;
}

export type FromCheckWorker =
  { readonly damage: Damage | null } | { readonly code: string; readonly message: string };

export interface Check {
  /** What is wrong; null when nothing is. Rejects with a Failure. */
  readonly result: Promise<Damage | null>;
  /** Ends it; the result is rejected. */
  cancel(): void;
}

export function startCheck(request: CheckRequest): Check {
  const worker = new Worker(workerUrl(import.meta.url, 'check-worker', 'store-check-worker'), {
    workerData: request,
  });
  const result = new Promise<Damage | null>((resolve, reject) => {
    worker.on('message', (message: FromCheckWorker) => {
      if ('damage' in message) resolve(message.damage);
      else reject(storeFailure(message.code, request.copy ?? request.file) ?? new Error(message.message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The check was ended.')));
  });
  return { result, cancel: () => void worker.terminate() };
}
