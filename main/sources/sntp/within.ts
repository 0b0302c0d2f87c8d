import { cancelled } from './failures.ts';

/** What is waited for, if it comes within `ms`; else rejects with what `late` makes, and with `cancelled` on the signal. */
export async function within<T>(
  wanted: Promise<T>,
  ms: number,
  late: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const cancel = () => reject(cancelled());
  const timer = setTimeout(() => reject(late()), Math.max(0, ms));
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  try {
    return await Promise.race([wanted, ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
