/**
 * `node tests/bench/trigger.ts [events]`: how late an event's moment comes, in another thread than the main one. Beside the precise timer a
 * `setTimeout` of the main thread is given the same instants, in the same run; idle, and with the main thread blocked for 25 ms of every 40.
 */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPreciseTimer, type Fire } from '../../main/clock/precise-timer.ts';
import { quantileOf } from '../simulation/runs.ts';

const EVENTS = Number(process.argv[2] ?? 500);
/** Between two events on average, ms; drawn at random, so that they fall on every place of a timer's tick. */
const SPACING_MS = 24;
const BLOCKED_MS = 25;
const EVERY_MS = 40;

/** What waits at the other end, as the bridge does: stamps each message as it comes. */
const RECEIVER = `
  const { workerData, parentPort } = require('node:worker_threads');
  const seen = [];
  for (const port of workerData) port.on('message', (fire) => seen.push([fire, Number(process.hrtime.bigint()) / 1e6]));
  parentPort.on('message', () => parentPort.postMessage(seen.splice(0)));
`;

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

function figuresOf(late: readonly number[]): Figures {
  return { p50: quantileOf(late, 0.5), p99: quantileOf(late, 0.99), max: quantileOf(late, 1) };
}

const timer = startPreciseTimer();
const byTimeout = new MessageChannel();
const ports: MessagePort[] = [timer.connect(), byTimeout.port2];
const receiver = new Worker(RECEIVER, { eval: true, workerData: ports, transferList: ports });

async function collect(): Promise<[Fire, number][]> {
  return new Promise((resolve) => {
    receiver.once('message', resolve);
    receiver.postMessage('collect');
  });
}

async function run(isBlocked: boolean): Promise<{ precise: Figures; timeout: Figures; early: number }> {
  const startAt = localClock.now() + 300;
  const dues = Array.from({ length: EVENTS }, (_, k) => startAt + SPACING_MS * (k + 0.9 * Math.random()));
  for (const [k, dueAt] of dues.entries()) {
    timer.arm(`precise ${k}`, dueAt);
    // Rounded up, so that it is not early by its own rounding.
    setTimeout(
      () => {
        byTimeout.port1.postMessage({ id: `timeout ${k}`, dueAt, firedAt: localClock.now() });
      },
      Math.ceil(dueAt - localClock.now()),
    );
  }
  const endAt = dues[EVENTS - 1] + 200;
  while (localClock.now() < endAt) {
    if (isBlocked) for (const until = localClock.now() + BLOCKED_MS; localClock.now() < until;);
    await new Promise((resolve) => setTimeout(resolve, isBlocked ? EVERY_MS - BLOCKED_MS : 100));
  }
  const seen = await collect();
  const late = (kind: string) =>
    seen.filter(([{ id }]) => id.startsWith(kind)).map(([{ dueAt }, at]) => at - dueAt);
  const precise = late('precise');
  if (precise.length !== EVENTS) throw new Error(`Only ${precise.length} of ${EVENTS} events fired.`);
  const early = seen.filter(([{ id, dueAt, firedAt }]) => id.startsWith('precise') && firedAt < dueAt).length;
  return { precise: figuresOf(precise), timeout: figuresOf(late('timeout')), early };
}

const row = (name: string, { p50, p99, max }: Figures, ratio: string) =>
  console.log(`| ${[name, p50.toFixed(3), p99.toFixed(3), max.toFixed(3), ratio].join(' | ')} |`);

console.log(`Lateness in ms on arrival in another thread, ${EVENTS} events each.\n`);
console.log('| main thread | p50 | p99 | max | p99 of setTimeout / of the precise timer |');
console.log('|---|--:|--:|--:|--:|');
let early = 0;
for (const isBlocked of [false, true]) {
  const name = isBlocked ? `blocked ${BLOCKED_MS} ms of every ${EVERY_MS}` : 'idle';
  const { precise, timeout, early: earlyNow } = await run(isBlocked);
  row(`${name}: precise timer`, precise, (timeout.p99 / precise.p99).toFixed(1));
  row(`${name}: setTimeout`, timeout, '');
  early += earlyNow;
}
console.log(`\nEarly: ${early} of ${2 * EVENTS}.`);

await timer.close();
await receiver.terminate();
