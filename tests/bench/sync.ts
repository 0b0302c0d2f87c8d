/**
 * `npm run bench:sync [runs]`: one table, measured in one run on the simulation. Every method meets the same paths with the
 * same seeds; errors are against the simulated truth. The last lines show what taking off the receiver's latency gains.
 */
import { seededRandom } from '../../main/practice/random.ts';
import { LEAST_GAP_MS } from '../../main/sync/plan.ts';
import { path, quantileOf, runMany, searchOf, summarize } from '../simulation/runs.ts';
import { createWorld } from '../simulation/world.ts';
import { densePolling, PAUSE_MS } from './methods/dense-polling.ts';
import { hardBisection } from './methods/hard-bisection.ts';
import { intervalIntersection } from './methods/interval-intersection.ts';
import type { Answer, Method } from './methods/method.ts';
import { ticketime } from './methods/ticketime.ts';

const RUNS = Number(process.argv[2] ?? 500);
const SPIKES = { probability: 0.05, ms: 50 };
const PATHS = [
  { name: 'RTT 10, jitter 0.3', delays: path(10, 0.3) },
  { name: 'RTT 30, jitter 1', delays: path(30, 1) },
  { name: 'RTT 30, jitter 1, spikes', delays: path(30, 1, SPIKES) },
  { name: 'RTT 100, jitter 3, spikes', delays: path(100, 3, SPIKES) },
  { name: 'RTT 100, jitter 10, spikes', delays: path(100, 10, SPIKES) },
];
const COLUMNS: readonly { method: Method; requests: number; minGapMs: number }[] = [
  ...[10, 12, 16, 24].map((requests) => ({ method: ticketime, requests, minGapMs: LEAST_GAP_MS })),
  ...[12, 23].map((requests) => ({ method: hardBisection, requests, minGapMs: LEAST_GAP_MS })),
  ...[12, 20].map((requests) => ({ method: intervalIntersection, requests, minGapMs: LEAST_GAP_MS })),
  { method: densePolling, requests: 60, minGapMs: PAUSE_MS },
];

console.log(
  `Errors in ms against the simulated truth, ${RUNS} seeded runs each; spikes are 5 % of 50 ms, each way.\n`,
);
console.log('| path | method | requests | median | 95 % | max | stated ± (median) | truth within ± |');
console.log('|---|---|--:|--:|--:|--:|--:|--:|');
for (const { name, delays } of PATHS) {
  for (const { method, requests, minGapMs } of COLUMNS) {
    const errors: number[] = [];
    const answers: (Answer & { errorMs: number })[] = [];
    for (let seed = 1; seed <= RUNS; seed++) {
      const offsetMs = (seededRandom(-seed)() - 0.5) * 4000;
      const world = createWorld({ ...delays, offsetMs, seed }, minGapMs);
      const answer = await method.find(world.source, world.clock, requests);
      const errorMs = Math.abs(answer.offsetMs - world.trueOffsetMs());
      errors.push(errorMs);
      answers.push({ ...answer, errorMs });
    }
    const stated = answers.flatMap(({ statedMs }) => statedMs ?? []);
    const held = answers.filter(({ statedMs, errorMs }) => statedMs !== null && errorMs <= statedMs);
    const figures = [0.5, 0.95, 1].map((q) => quantileOf(errors, q).toFixed(2));
    const claim =
      stated.length > 0
        ? [quantileOf(stated, 0.5).toFixed(2), `${((100 * held.length) / RUNS).toFixed(1)} %`]
        : ['none', ''];
    console.log(`| ${[name, method.name, requests, ...figures, ...claim].join(' | ')} |`);
  }
}

const LATE_MS = 0.3;
const late = (random: () => number) => ({
  ...path(10, 0.1),
  wakeUpMs: LATE_MS,
  offsetMs: (random() - 0.5) * 4000,
});
const left = summarize(await runMany(late, searchOf(16), RUNS));
const taken = summarize(
  await runMany((random) => ({ ...late(random), receiveLatencyMs: LATE_MS }), searchOf(16), RUNS),
);
console.log(
  `\nReceiver that wakes up ${LATE_MS} ms late (RTT 10, jitter 0.1, 16 requests): median error ${left.p50.toFixed(3)} ms as it is, ` +
    `${taken.p50.toFixed(3)} ms with the calibrated latency taken off (ratio ${(left.p50 / taken.p50).toFixed(1)}).`,
);
