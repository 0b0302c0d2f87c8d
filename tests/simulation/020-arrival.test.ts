import { describe, expect, test } from 'vitest';
import { drawDelayMs } from '../../main/practice/delays.ts';
import { seededRandom, type Random } from '../../main/practice/random.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { lead, type Press } from '../../main/timing/lead.ts';
import { normal, path, quantileOf, runOnce } from './runs.ts';
import type { WorldOptions } from './world.ts';

const RUNS = 200;

/** What came of the presses at one kind of instant. */
interface Arrivals {
  /** Share that was stamped before T. */
  readonly early: number;
  readonly meanLateMs: number;
  readonly p95Ms: number;
  /** What had been said of the mean, mean over the runs. */
  readonly toldMs: number;
  /** Share within what is said to hold whatever the path does. */
  readonly within: number;
}

/** Syncs, then presses through the same path when the server's clock is `afterMs` further. */
async function pressMany(
  name: string,
  scenario: (random: Random) => Omit<WorldOptions, 'seed'>,
  { afterMs = 5000, plan = makePlan({}) } = {},
) {
  const presses: Record<'safe' | 'balanced', { press: Press; lateMs: number }[]> = { safe: [], balanced: [] };
  for (let seed = 1; seed <= RUNS; seed++) {
    const world = scenario(seededRandom(-seed));
    const { measurement, trueOffsetMs } = await runOnce({ ...world, seed }, plan);
    const targetEpochMs = Math.ceil((measurement.measuredAtEpochMs + trueOffsetMs + afterMs) / 1000) * 1000;
    const random = seededRandom(seed + 0.5);
    const known = lead(measurement, targetEpochMs);
    for (const kind of ['safe', 'balanced'] as const) {
      const press = known[kind];
      const driftMs = (world.skewPpm ?? 0) * 1e-6 * (press.pressAtEpochMs - measurement.measuredAtEpochMs);
      const stampedEpochMs =
        press.pressAtEpochMs + drawDelayMs(world.forward, random) + trueOffsetMs + driftMs;
      presses[kind].push({ press, lateMs: stampedEpochMs - targetEpochMs });
    }
  }
  const outcome = { safe: arrivals(presses.safe), balanced: arrivals(presses.balanced) };
  tell(name, outcome);
  return outcome;
}

function arrivals(presses: readonly { press: Press; lateMs: number }[]): Arrivals {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const late = presses.map(({ lateMs }) => lateMs);
  return {
    early: mean(late.map((ms) => Number(ms < 0))),
    meanLateMs: mean(late),
    p95Ms: quantileOf(late, 0.95),
    toldMs: mean(presses.map(({ press }) => press.meanLateMs)),
    within: mean(
      presses.map(({ press, lateMs }) =>
        Number(lateMs >= press.worstLateMs[0] && lateMs < press.worstLateMs[1]),
      ),
    ),
  };
}

function tell(name: string, { safe, balanced }: { safe: Arrivals; balanced: Arrivals }): void {
  const words = ({ early, meanLateMs, toldMs, p95Ms, within }: Arrivals) =>
    `early in ${(early * 100).toFixed(1)} %, mean lateness ${meanLateMs.toFixed(2)} ms (told ${toldMs.toFixed(2)}), ` +
    `95 % below ${p95Ms.toFixed(2)} ms, within the worst told ${(within * 100).toFixed(1)} %`;
  console.log(`${name}: safe ${words(safe)}; balanced ${words(balanced)}`);
}

const anyOffset = (random: Random) => (random() - 0.5) * 4000;
const spikes = { probability: 0.05, ms: 50 };

/** Presses at the told instant, over the path that was measured. */
describe('020 arrival', () => {
  test.for([
    ['RTT 10, jitter 0.3', path(10, 0.3), makePlan({})],
    ['RTT 30, jitter 1, spikes', path(30, 1, spikes), makePlan({})],
    ['RTT 100, jitter 10, spikes', path(100, 10, spikes), makePlan({})],
    ['RTT 30, jitter 1, quick', path(30, 1), makePlan({ mode: 'quick' })],
  ] as const)('%s: safe is early in at most 2.5 %, balanced in about half', async ([name, ways, plan]) => {
    const scenario = (random: Random) => ({ ...ways, offsetMs: anyOffset(random) });
    const { safe, balanced } = await pressMany(name, scenario, { plan });
    expect(safe.early).toBeLessThanOrEqual(0.025);
    expect(safe.within).toBeGreaterThanOrEqual(0.97);
    expect(balanced.early).toBeGreaterThan(0.4);
    expect(balanced.early).toBeLessThan(0.6);
  });

  test('an uneven path (forward share 0.5, deviation 0.1) costs nothing: it shifts offset and way out alike', async () => {
    const { safe, balanced } = await pressMany('RTT 30, jitter 1, uneven', (random) => ({
      ...path(30, 1, undefined, 0.5 + 0.1 * normal(random)),
      offsetMs: anyOffset(random),
    }));
    expect(safe.early).toBeLessThanOrEqual(0.025);
    expect(safe.meanLateMs).toBeLessThan(3);
    expect(balanced.early).toBeGreaterThan(0.4);
    expect(balanced.early).toBeLessThan(0.6);
  });

  test('queues of 20 ms on the way out alone are not seen through: safe is early in up to a tenth', async () => {
    const { safe } = await pressMany('10 ms out with queues of 20, 10 back', (random) => ({
      forward: { baseMs: 10, jitterMs: 20 },
      back: { baseMs: 10, jitterMs: 0.5 },
      offsetMs: anyOffset(random),
    }));
    expect(safe.early).toBeLessThanOrEqual(0.1);
  });

  test('clocks that drift apart by 24 ppm (one deviation) for 10 minutes: safe has grown by as much', async () => {
    const scenario = (random: Random) => ({
      ...path(30, 1),
      skewPpm: 24 * normal(random),
      offsetMs: anyOffset(random),
    });
    const { safe } = await pressMany('RTT 30, jitter 1, 10 min later', scenario, { afterMs: 600_000 });
    expect(safe.early).toBeLessThanOrEqual(0.04);
  });
});
