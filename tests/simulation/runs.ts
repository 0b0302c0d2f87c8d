/**
 * Many seeded syncs of one scenario, and what came of them.
 */
import { seededRandom, type Random } from '../../main/practice/random.ts';
import { measure } from '../../main/sync/measure.ts';
import type { Measurement } from '../../main/sync/measurement.ts';
import { makePlan, type Plan } from '../../main/sync/plan.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface Outcome {
  readonly measurement: Measurement;
  readonly world: World;
  /** Estimate minus truth at the end of the run, ms. */
  readonly errorMs: number;
  readonly trueOffsetMs: number;
}

export interface Summary {
  /** Quantiles of the absolute error, ms. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Shares of runs whose truth lies within precision, accuracy, bound. */
  readonly precise: number;
  readonly accurate: number;
  readonly bounded: number;
  /** Median of the stated precision and accuracy, ms. */
  readonly precisionMs: number;
  readonly accuracyMs: number;
}

/** How many syncs a scenario runs: enough to tell 91 % from 95 %. */
export const RUNS = 300;

/** A search of exactly so many requests, nothing else: what the figures by number of requests are measured on. */
export function searchOf(samples: number): Plan {
  return { ...makePlan({ samples }), otherConnections: 0, maxRequests: samples };
}

/** A server that is known to tick at the second, over a path that is alike both ways: round trip without queueing, mean queueing each way, spikes each way; ms. */
export function path(
  roundTripMs: number,
  jitterMs: number,
  spikes?: { probability: number; ms: number },
  share = 0.5,
) {
  const way = (baseMs: number) => ({
    baseMs,
    jitterMs,
    spikeProbability: spikes?.probability ?? 0,
    spikeMs: spikes?.ms ?? 0,
  });
  const headers: Record<string, string> = { server: 'nginx' };
  return { forward: way(roundTripMs * share), back: way(roundTripMs * (1 - share)), headers };
}

/** A draw of the normal distribution (Box & Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface RunOptions {
  /** What the engine is told of the receiver's latency, ms. */
  readonly receiveLatencyMs?: number;
  /** Standard time is reached, with this error bar (ms); true time is what the local clock says when its offset is 0. */
  readonly standardTime?: { readonly errorMs: number; readonly accuracyMs: number };
}

export async function runOnce(world: WorldOptions, plan: Plan, options: RunOptions = {}): Promise<Outcome> {
  const created = createWorld(world, plan.minGapMs);
  const { clock, source } = created;
  const { standardTime, receiveLatencyMs = 0 } = options;
  const measurement = await measure({
    source,
    clock,
    plan,
    receiveLatencyMs,
    ...(standardTime && {
      standardTime: () =>
        Promise.resolve({
          source: 'sntp' as const,
          name: 'ntp.test',
          offsetMs: standardTime.errorMs,
          accuracyMs: standardTime.accuracyMs,
          delayMs: 5,
          samples: 4,
          measuredAtEpochMs: 0,
        }),
    }),
  });
  const trueOffsetMs = created.trueOffsetMs();
  return { measurement, world: created, trueOffsetMs, errorMs: measurement.offsetMs - trueOffsetMs };
}

/** Runs the scenario for seeds 1 to `runs`; `scenario` is given a random source of its own for what it draws itself. */
export async function runMany(
  scenario: (random: Random) => Omit<WorldOptions, 'seed'> & RunOptions,
  plan: Plan,
  runs = RUNS,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const { receiveLatencyMs, standardTime, ...world } = scenario(seededRandom(-seed));
    outcomes.push(
      await runOnce({ ...world, seed }, plan, {
        ...(receiveLatencyMs !== undefined && { receiveLatencyMs }),
        ...(standardTime && { standardTime }),
      }),
    );
  }
  return outcomes;
}

/** The q-quantile of `values`: the least of them that so many do not exceed. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

export function summarize(outcomes: readonly Outcome[]): Summary {
  const errors = outcomes.map(({ errorMs }) => Math.abs(errorMs));
  const share = (holds: (outcome: Outcome) => boolean) => outcomes.filter(holds).length / outcomes.length;
  return {
    p50: quantileOf(errors, 0.5),
    p95: quantileOf(errors, 0.95),
    max: quantileOf(errors, 1),
    precise: share(({ errorMs, measurement }) => Math.abs(errorMs) <= measurement.precisionMs),
    accurate: share(({ errorMs, measurement }) => Math.abs(errorMs) <= measurement.accuracyMs),
    bounded: share(
      ({ trueOffsetMs, measurement: { boundMs } }) => boundMs[0] < trueOffsetMs && trueOffsetMs < boundMs[1],
    ),
    precisionMs: quantileOf(
      outcomes.map(({ measurement }) => measurement.precisionMs),
      0.5,
    ),
    accuracyMs: quantileOf(
      outcomes.map(({ measurement }) => measurement.accuracyMs),
      0.5,
    ),
  };
}
