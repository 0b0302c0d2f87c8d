/**
 * A timer that is never early and as little late as the machine allows, whatever the other threads do.
 *
 * Its thread does nothing else: it sleeps on a futex until shortly before the instant and spins the rest. Each fire goes straight from
 * there to every port that was connected, so that a busy main thread delays nobody but itself; and whoever attends such a port
 * (attend.ts) is told shortly before, and looks out too.
 *
 * Whether an instant fires or is called off is decided once, in memory that all these threads share: who takes the claim has it.
 */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { workerUrl } from '../worker-url.ts';
import { bootMs } from './clock-watch.ts';
import { localClock } from './local-clock.ts';
import type { Arming } from './overslept.ts';

export interface Fire {
  readonly id: string;
  /** Monotonic: when it was due, and when it fired. */
  readonly dueAt: number;
  readonly firedAt: number;
}

export interface PreciseTimer {
  /**
   * Fires once at (never before) the monotonic instant `at`; the same id again replaces it. False when what is to be replaced
   * has fired already, though nobody here was told yet: then nothing is armed.
   */
  arm(id: string, at: number): boolean;
  /** Whether it will not fire any more; false when it has fired already, though nobody here was told yet. */
  disarm(id: string): boolean;
  /** Told of each fire in this thread. */
  onFire(listener: (fire: Fire) => void): void;
  /** Told of what was not fired: the machine slept, or held the program up, for a second over its instant. */
  onOverslept(listener: (id: string) => void): void;
  /** A port for `attendFires` in another thread, which is told of each fire there; to be transferred to it. */
  connect(): MessagePort;
  /** Starts its thread before it is needed; otherwise that is done when something is armed first, which takes some 50 ms. */
  warmUp(): void;
  close(): Promise<void>;
}

/** The values of a claim. */
export const ARMED = 1;
export const TAKEN = 0;

export interface Armed extends Arming {
  readonly type: 'arm';
  readonly id: string;
  /** ARMED until somebody takes it: to fire it, or to call it off. */
  readonly claim: Int32Array;
}

/** What the worker is told; see precise-timer-worker.ts. */
export type ToTimerWorker = Armed | { readonly type: 'connect'; readonly port: MessagePort };
export type FromTimerWorker =
  { readonly type: 'fire'; readonly fire: Fire } | { readonly type: 'overslept'; readonly id: string };

/** What is said through a port: that a fire is near (`told` is to be counted up when something is posted back), or one that was. */
export type FromTimerPort = Fire | { readonly near: Armed; readonly told: Int32Array };

export function startPreciseTimer(): PreciseTimer {
  /** Counts what the worker has been told, and wakes it. */
  const told = new Int32Array(new SharedArrayBuffer(4));
  const url = workerUrl(import.meta.url, 'precise-timer-worker', 'precise-timer-worker');
  let worker: Worker | undefined;
  const waiting: MessagePort[] = [];
  const claims = new Map<string, Int32Array>();
  const onFire: ((fire: Fire) => void)[] = [];
  const onOverslept: ((id: string) => void)[] = [];

  const tell = (thread: Worker, message: ToTimerWorker, transfer: MessagePort[] = []) => {
    thread.postMessage(message, transfer);
    Atomics.add(told, 0, 1);
    Atomics.notify(told, 0);
  };
  const connect = (thread: Worker, port: MessagePort) => tell(thread, { type: 'connect', port }, [port]);
  const started = (): Worker => {
    if (worker) return worker;
    worker = new Worker(url, { workerData: told });
    worker.on('message', heard);
    worker.unref(); // only now: listening has made it count
    for (const port of waiting.splice(0)) connect(worker, port);
    return worker;
  };
  const forget = (id: string) => {
    claims.delete(id);
    if (claims.size === 0) worker?.unref();
  };
  const disarm = (id: string) => {
    const claim = claims.get(id);
    if (!claim) return true;
    if (Atomics.compareExchange(claim, 0, ARMED, TAKEN) !== ARMED) return false;
    forget(id);
    return true;
  };
  const heard = (message: FromTimerWorker) => {
    forget(message.type === 'fire' ? message.fire.id : message.id);
    if (message.type === 'fire') for (const listener of onFire) listener(message.fire);
    else for (const listener of onOverslept) listener(message.id);
  };

  return {
    arm(id, at) {
      if (!disarm(id)) return false;
      const claim = new Int32Array(new SharedArrayBuffer(4)).fill(ARMED);
      const armedAt = localClock.now();
      const ahead = { wallAheadMs: Date.now() - armedAt, bootAheadMs: bootMs() - armedAt };
      claims.set(id, claim);
      const thread = started();
      thread.ref(); // what is armed is waited for
      tell(thread, { type: 'arm', id, at, claim, armedAt, ...ahead });
      return true;
    },
    disarm,
    warmUp: () => void started(),
    onFire: (listener) => void onFire.push(listener),
    onOverslept: (listener) => void onOverslept.push(listener),
    connect() {
      const { port1, port2 } = new MessageChannel();
      if (worker) connect(worker, port1);
      else waiting.push(port1);
      return port2;
    },
    async close() {
      for (const id of claims.keys()) disarm(id);
      for (const port of waiting) port.close();
      await worker?.terminate();
    },
  };
}

/** One that never fires, for a program that lives only for a moment. */
export function dormantTimer(): Omit<PreciseTimer, 'connect'> {
  return {
    arm: () => true,
    disarm: () => true,
    onFire: () => undefined,
    onOverslept: () => undefined,
    warmUp: () => undefined,
    close: () => Promise.resolve(),
  };
}
