/**
 * Ctrl-C and its kin. The first one asks the command to end with what it has; a second one ends it at once.
 */
import { EXIT } from './exit-code.ts';

export interface Interruption {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** What the command then exits with; undefined while nobody asked it to end. */
  exitCode(): number | undefined;
  /** To be called by a command that is ended in no other way: the first signal then says nothing of how it went. */
  expect(): void;
}

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export function watchSignals(): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let isExpected = false;
  for (const [name, code] of Object.entries(CODES)) {
    process.on(name, () => {
      if (exitCode !== undefined) process.exit(code);
      exitCode = code;
      controller.abort();
    });
  }
  // A package that writes files (when-exit, by way of conf) listens too, and then raises the signal anew, as if it were a second one.
  process.on('newListener', (name: string | symbol, listener: () => void) => {
    if (Object.hasOwn(CODES, name)) queueMicrotask(() => process.off(name, listener));
  });
  return {
    signal: controller.signal,
    exitCode: () => (isExpected ? undefined : exitCode),
    expect: () => void (isExpected = true),
  };
}
