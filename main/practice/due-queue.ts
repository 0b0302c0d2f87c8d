/**
 * A queue whose entries leave in order, each as close as possible to (never before) the instant it is due.
 *
 * A timer of Node fires up to 4 ms late, and blocking the thread would hold up every other connection. So the
 * wait is coarse by timer, and its last stretch is polled: once in each turn of the event loop, between which
 * all other input and output goes on.
 */
import { localClock } from '../clock/local-clock.ts';

export interface DueQueue {
  /** Calls `deliver` at the monotonic instant `dueAt` (ms), or right after the entry before it when that is later. */
  push(dueAt: number, deliver: () => void): void;
  /** Forgets what is waiting; no timer is left. */
  clear(): void;
}

/**
 * Timers wake within 0.2 ms on a quiet machine and some ms late on a busy one. Longer than this does not help there:
 * a thread that polls for long is the one that the system interrupts.
 */
const POLLED_MS = 3;

export function createDueQueue(): DueQueue {
  const waiting: { dueAt: number; deliver: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Immediate | undefined;

  function wait(leftMs: number): void {
    if (leftMs > POLLED_MS) timer = setTimeout(deliverDue, leftMs - POLLED_MS);
    else poll = setImmediate(deliverDue);
  }

  function deliverDue(): void {
    while (waiting.length > 0) {
      const head = waiting[0];
      const leftMs = head.dueAt - localClock.now();
      if (leftMs > 0) {
        wait(leftMs);
        return;
      }
      head.deliver();
      waiting.shift(); // only now, so that a push during the delivery finds the queue at work and starts no second wait
    }
  }

  return {
    push(dueAt, deliver) {
      waiting.push({ dueAt, deliver });
      if (waiting.length === 1) wait(dueAt - localClock.now());
    },
    clear() {
      waiting.length = 0;
      clearTimeout(timer);
      clearImmediate(poll);
    },
  };
}
