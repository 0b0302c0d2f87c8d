/**
 * `node tests/bench/trigger.ts [events]`: how late an event's moment comes, in another thread than the main one. Beside the precise timer a
 * `setTimeout` of the main thread is given the same instants, in the same run; idle, and with the main thread blocked for 25 ms of every 40.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import { localClock } from '../../main/clock/local-clock.ts';
import { startPreciseTimer, type Fire } from '../../main/clock/precise-timer.ts';
import { quantileOf } from '../simulation/runs.ts';

const EVENTS = Number(process.argv[2] ?? 500);
/** Between two events on average, ms; drawn at random, so that they fall on every place of a timer's tick. */
const SPACING_MS = 24;
const BLOCKED_MS = 25;
const EVERY_MS = 40;

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** When it fired, and when the other thread heard of it, ms after it was due. */
interface Lateness {
  readonly fired: Figures;
  readonly heard: Figures;
}

function figuresOf(late: readonly number[]): Figures {
  return { p50: quantileOf(late, 0.5), p99: quantileOf(late, 0.99), max: quantileOf(late, 1) };
}

const timer = startPreciseTimer();
const byTimeout = new MessageChannel();
const ports = { precise: timer.connect(), plain: byTimeout.port2 };
const receiver = new Worker(new URL('./fires-receiver.ts', import.meta.url), {
  workerData: ports,
  transferList: Object.values(ports),
});

async function collect(): Promise<[Fire, number][]> {
  return new Promise((resolve) => {
    receiver.once('message', resolve);
    receiver.postMessage('collect');
  });
}

async function run(isBlocked: boolean): Promise<{ precise: Lateness; timeout: Lateness; early: number }> {
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
  const lateness = (kind: string): Lateness => {
    const of = seen.filter(([{ id }]) => id.startsWith(kind));
    if (of.length !== EVENTS) throw new Error(`${of.length} of ${EVENTS} events fired by ${kind}.`);
    return {
      fired: figuresOf(of.map(([{ firedAt, dueAt }]) => firedAt - dueAt)),
      heard: figuresOf(of.map(([{ dueAt }, at]) => at - dueAt)),
    };
  };
  const early = seen.filter(([{ id, dueAt, firedAt }]) => id.startsWith('precise') && firedAt < dueAt).length;
  return { precise: lateness('precise'), timeout: lateness('timeout'), early };
}

const cells = ({ p50, p99, max }: Figures) => [p50, p99, max].map((ms) => ms.toFixed(3));
const row = (name: string, { fired, heard }: Lateness) =>
  console.log(`| ${[name, ...cells(fired), ...cells(heard)].join(' | ')} |`);

console.log(`Lateness in ms, ${EVENTS} events each: when it fired, and when another thread was told.\n`);
console.log('| main thread | fired: p50 | p99 | max | heard: p50 | p99 | max |');
console.log('|---|--:|--:|--:|--:|--:|--:|');
let early = 0;
const ratios: string[] = [];
for (const isBlocked of [false, true]) {
  const name = isBlocked ? `blocked ${BLOCKED_MS} ms of every ${EVERY_MS}` : 'idle';
  const { precise, timeout, early: earlyNow } = await run(isBlocked);
  row(`${name}: precise timer`, precise);
  row(`${name}: setTimeout`, timeout);
  const [fired, heard] = (['fired', 'heard'] as const).map((when) => timeout[when].p99 / precise[when].p99);
  ratios.push(`${name}: fired ${fired.toFixed(1)}, heard ${heard.toFixed(1)}`);
  early += earlyNow;
}
console.log(`\np99 of setTimeout by that of the precise timer: ${ratios.join('; ')}.`);
console.log(`Early: ${early} of ${2 * EVENTS}.`);

await timer.close();
await receiver.terminate();
