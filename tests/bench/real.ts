/**
 * `npm run bench:real [runs]`: a real nginx on loopback, whose clock is this machine's, measured by the real engine over real
 * sockets. Prints the error with the receiver's calibrated latency taken off and left in (the same replies, reckoned
 * twice, side by side), and the CPU time of one sync.
 */
import { localClock } from '../../main/clock/local-clock.ts';
import { measureReceiveLatency } from '../../main/clock/receive-latency.ts';
import type { DateSource, Exchange } from '../../main/sources/http-date/exchange.ts';
import { createHttpDateSource } from '../../main/sources/http-date/http-date-source.ts';
import { measure } from '../../main/sync/measure.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { estimateOffset } from '../../main/timing/estimate.ts';
import { startNginx } from '../servers/nginx.ts';
import { quantileOf } from '../simulation/runs.ts';
import { sampleOf } from './methods/method.ts';

const RUNS = Number(process.argv[2] ?? 6);

/** The same source, with every exchange kept. */
function recorded(source: DateSource, exchanges: Exchange[]): DateSource {
  const keep = (exchange: Exchange) => {
    exchanges.push(exchange);
    return exchange;
  };
  return {
    ...source,
    open: async () => {
      const opened = await source.open();
      opened.exchanges.slice(-1).forEach(keep);
      return opened;
    },
    exchange: async (sendAt) => keep(await source.exchange(sendAt)),
  };
}

/** The offset that these exchanges tell when each reply was noticed `latencyMs` late. */
function offsetOf(exchanges: readonly Exchange[], latencyMs: number): number {
  const anchorMs = localClock.anchor();
  const samples = exchanges.map((exchange) => ({ ...sampleOf(exchange, anchorMs), latencyMs }));
  const estimate = estimateOffset(samples, samples[samples.length - 1].receivedEpochMs);
  if (!estimate) throw new Error('the samples contradict each other');
  return estimate.offsetMs;
}

const nginx = await startNginx();
const taken: number[] = [];
const left: number[] = [];
const stated: number[] = [];
const cpuMs: number[] = [];
const latencies: number[] = [];
const input = `http://127.0.0.1:${nginx.httpPort}/`;
const plan = makePlan({ samples: 16 });
try {
  for (let run = 0; run < RUNS; run++) {
    const exchanges: Exchange[] = [];
    const before = process.threadCpuUsage();
    const { medianMs } = await measureReceiveLatency();
    const source = createHttpDateSource({ input, clock: localClock, minGapMs: plan.minGapMs });
    const { precisionMs } = await measure({
      source: recorded(source, exchanges),
      clock: localClock,
      plan,
      receiveLatencyMs: medianMs,
    });
    const { user, system } = process.threadCpuUsage(before);
    cpuMs.push((user + system) / 1000);
    stated.push(precisionMs);
    latencies.push(medianMs);
    taken.push(offsetOf(exchanges, medianMs));
    left.push(offsetOf(exchanges, 0));
  }
} finally {
  await nginx.close();
}

const median = (values: readonly number[]) => quantileOf(values, 0.5);
const errors = (offsets: readonly number[]) => offsets.map(Math.abs);
const leftMs = median(errors(left));
const takenMs = median(errors(taken));
console.log(`${RUNS} syncs of 16 samples of a real nginx on loopback (true offset 0):`);
console.log(`  receiver's latency            ${median(latencies).toFixed(3)} ms (median)`);
console.log(
  `  error with it left in         ${leftMs.toFixed(3)} ms (median), most ${Math.max(...errors(left)).toFixed(3)} ms`,
);
console.log(
  `  error with it taken off       ${takenMs.toFixed(3)} ms (median), most ${Math.max(...errors(taken)).toFixed(3)} ms`,
);
console.log(`  left in : taken off           ${(leftMs / takenMs).toFixed(2)} : 1`);
console.log(`  stated precision              ± ${median(stated).toFixed(3)} ms (median)`);
console.log(
  `  CPU of one sync, its thread   ${median(cpuMs).toFixed(0)} ms (median), first ${cpuMs[0].toFixed(0)} ms`,
);
