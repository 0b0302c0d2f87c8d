/** The thread of the precise timer: see precise-timer.ts. It never returns to its event loop; whoever ends it terminates it. */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { bootMs } from './clock-watch.ts';
import { localClock } from './local-clock.ts';
import { wasOverslept } from './overslept.ts';
import {
  ARMED,
  TAKEN,
  type Armed,
  type Fire,
  type FromTimerPort,
  type FromTimerWorker,
  type ToTimerWorker,
} from './precise-timer.ts';

if (!parentPort) throw new Error('This is a worker.');
const parent: MessagePort = parentPort;
const told = workerData as Int32Array;
const now = () => localClock.now();

/**
 * How long before an instant the sleep ends and the spinning begins, ms. A futex wakes within some 0.1 ms; on Windows, whose timers
 * tick at 64 Hz, after up to 16 ms. It follows what the sleeps of this machine are seen to be late by.
 */
const LEAST_SPIN_MS = 1.5;
const MOST_SPIN_MS = 20;
let spinMs = process.platform === 'win32' ? 17 : LEAST_SPIN_MS;
/** The last stretch is slept in naps, each of which shows how late the machine wakes at this moment, ms. */
const NAPPING_MS = 60;
const NAP_MS = 10;
/** One sleep, at most: an hour. */
const LONGEST_SLEEP_MS = 3_600_000;
/** Whoever attends is told this long before: longer than a scheduler lets a thread wait that another one is in the way of, ms. */
const ATTEND_MS = 6;

/** By instant, the nearest first. */
let waiting: Armed[] = [];
/** Those that the ports have been told of. */
const announced = new WeakSet<Armed>();
const ports: MessagePort[] = [];

function* messagesOf<T>(port: MessagePort): Generator<T> {
  for (;;) {
    const received = receiveMessageOnPort(port) as { message: T } | undefined;
    if (!received) return;
    yield received.message;
  }
}

function takeIn(): void {
  for (const message of messagesOf<ToTimerWorker>(parent)) {
    if (message.type === 'connect') ports.push(message.port);
    else {
      // What was called off meanwhile would otherwise stay here until its time.
      waiting = waiting.filter(({ claim }) => Atomics.load(claim, 0) === ARMED);
      const place = waiting.findIndex(({ at }) => at > message.at);
      waiting.splice(place < 0 ? waiting.length : place, 0, message);
    }
  }
  for (const port of ports) for (const fire of messagesOf<Fire>(port)) tell(fire, port);
}

/** Tells everybody but who told it. */
function tell(fire: Fire, by?: MessagePort): void {
  for (const port of ports) if (port !== by) port.postMessage(fire);
  parent.postMessage({ type: 'fire', fire } satisfies FromTimerWorker);
}

function announce(): void {
  for (const armed of waiting) {
    if (armed.at - now() > ATTEND_MS + spinMs) return;
    if (announced.has(armed)) continue;
    announced.add(armed);
    for (const port of ports) port.postMessage({ near: armed, told } satisfies FromTimerPort);
  }
}

/** When there is something to do again. With ports, what is left is to be there in time when nobody attends. */
function wakeAt(nearest: Armed): number {
  if (ports.length === 0) return nearest.at - spinMs;
  const next = waiting.find((armed) => !announced.has(armed));
  return Math.min(nearest.at, (next?.at ?? Infinity) - ATTEND_MS - spinMs);
}

/** Sleeps, at most so long, until something is told. */
function sleep(ms: number, seen: number): void {
  const napMs = ms > NAPPING_MS ? Math.min(ms - NAPPING_MS, LONGEST_SLEEP_MS) : Math.min(ms, NAP_MS);
  const until = now() + napMs;
  if (Atomics.wait(told, 0, seen, napMs) !== 'timed-out') return;
  const lateMs = now() - until;
  spinMs = Math.min(MOST_SPIN_MS, Math.max(LEAST_SPIN_MS, 1.5 * lateMs, 0.95 * spinMs));
}

function fireDue(): void {
  for (let head = waiting.at(0); head && head.at <= now(); head = waiting.at(0)) {
    waiting.shift();
    if (Atomics.compareExchange(head.claim, 0, ARMED, TAKEN) !== ARMED) continue;
    const { id, at: dueAt } = head;
    const firedAt = now();
    if (wasOverslept(head, { at: firedAt, wallEpochMs: Date.now(), bootMs }))
      parent.postMessage({ type: 'overslept', id } satisfies FromTimerWorker);
    else tell({ id, dueAt, firedAt });
  }
}

for (;;) {
  const seen = Atomics.load(told, 0);
  takeIn();
  if (ports.length > 0) announce();
  const head = waiting.at(0);
  if (!head) Atomics.wait(told, 0, seen);
  else {
    const leftMs = wakeAt(head) - now();
    if (leftMs > 0) sleep(leftMs, seen);
    else {
      if (ports.length === 0) while (now() < head.at && Atomics.load(told, 0) === seen);
      fireDue();
    }
  }
}
