/**
 * The other end of a precise timer's port: in the thread that is to act.
 *
 * A thread that sleeps has to be woken, which takes 0.1 to 0.2 ms, and where processors are few may take until the scheduler's next
 * tick (4 ms). So it is told some ms before an instant, and looks out for it itself, between its other work. Whoever takes the claim
 * first fires: this thread as a rule, the timer's own when this one is busy.
 */
import type { MessagePort } from 'node:worker_threads';
import { bootMs } from './clock-watch.ts';
import { localClock } from './local-clock.ts';
import { wasOverslept } from './overslept.ts';
import { ARMED, TAKEN, type Armed, type Fire, type FromTimerPort } from './precise-timer.ts';

/** A turn of the event loop takes less than this; the rest is spun, ms. */
const SPIN_MS = 0.1;

/** Calls `listener` at each fire, in this thread. */
export function attendFires(port: MessagePort, listener: (fire: Fire) => void): void {
  let near: Armed[] = [];
  let told: Int32Array | undefined;

  function fire({ id, at: dueAt, claim }: Armed): void {
    if (Atomics.compareExchange(claim, 0, ARMED, TAKEN) !== ARMED) return;
    const fired = { id, dueAt, firedAt: localClock.now() };
    listener(fired);
    port.postMessage(fired);
    if (!told) return;
    Atomics.add(told, 0, 1);
    Atomics.notify(told, 0);
  }

  /** Once in each turn of the event loop, as long as something is near. */
  function lookOut(): void {
    near = near.filter(({ claim }) => Atomics.load(claim, 0) === ARMED);
    const nextAt = Math.min(...near.map(({ at }) => at));
    if (nextAt - localClock.now() < SPIN_MS) {
      while (localClock.now() < nextAt);
      const at = localClock.now();
      const due = near.filter((armed) => armed.at <= at);
      near = near.filter((armed) => armed.at > at);
      // What was overslept is left to the timer, which tells it.
      for (const armed of due) if (!wasOverslept(armed, { at, wallEpochMs: Date.now(), bootMs })) fire(armed);
    }
    if (near.length > 0) setImmediate(lookOut);
  }

  port.on('close', () => {
    near = [];
  });
  port.on('message', (message: FromTimerPort) => {
    if (!('near' in message)) {
      listener(message);
      return;
    }
    told = message.told;
    near.push(message.near);
    if (near.length === 1) lookOut();
  });
}
