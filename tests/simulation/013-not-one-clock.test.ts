import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { seededRandom } from '../../main/practice/random.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, runOnce, summarize } from './runs.ts';

/** Servers that are not one clock: the sync must not state a millisecond of them as if they were. */
describe('013 not one clock', () => {
  const shared = (backends: (random: () => number) => number[]) => (random: () => number) => ({
    ...path(30, 1),
    backends: backends(random),
    headers: { server: 'nginx' },
    offsetMs: (random() - 0.5) * 4000,
  });

  test('a second connection that reaches a clock 300 ms off is told, and the ± grows by a second', async () => {
    for (const other of [300, -300]) {
      const outcomes = await runMany(
        shared(() => [0, other]),
        makePlan({}),
        200,
      );
      for (const { measurement } of outcomes) {
        expect(measurement.tick).toBe('unknown');
        expect(measurement.accuracyMs).toBeGreaterThan(1000);
        expect(measurement.warnings.map(({ code }) => code)).toContain('boundary-not-found-again');
      }
      expect(summarize(outcomes).bounded).toBe(1);
    }
  });

  test('a precise sync tells two clocks 300 ms apart in 95 % of runs, though connections meet them at random', async () => {
    const random300 = (random: () => number) => [
      0,
      ...Array.from({ length: 7 }, () => (random() < 0.5 ? 0 : 300)),
    ];
    const outcomes = await runMany(shared(random300), makePlan({ mode: 'precise' }), 300);
    const told = outcomes.filter(({ measurement: { clocks } }) => clocks?.length === 2);
    expect(told.length / outcomes.length).toBeGreaterThanOrEqual(0.95);
    for (const { measurement } of told) {
      const [stated, other] = measurement.clocks ?? [];
      expect(stated.isStated).toBe(true);
      expect(stated.offsetMs).toBeCloseTo(measurement.offsetMs, 6);
      expect(Math.abs(Math.abs(other.offsetMs - stated.offsetMs) - 300)).toBeLessThan(30);
      expect(stated.share + other.share).toBeCloseTo(1, 6);
    }
    const wrong = outcomes.filter(({ errorMs, measurement }) => Math.abs(errorMs) > measurement.accuracyMs);
    expect(wrong.length / outcomes.length).toBeLessThanOrEqual(0.05);
    expect(Math.max(...outcomes.map(({ world }) => world.sentAt.length))).toBeLessThanOrEqual(40);
  });

  test('a connection that took so long to make that its probe came late does not pass for verified', async () => {
    const scenario = (random: () => number) => ({ ...shared(() => [0, 300])(random), handshakeMs: 900 });
    const outcomes = await runMany(scenario, makePlan({}), 100);
    expect(
      outcomes.filter(({ measurement }) => measurement.tickEvidence[0]?.startsWith('Fresh probes on')),
    ).toEqual([]);
  });

  test('servers that close after each reply are not called honest, and the nearest of their clocks lies in the ±', async () => {
    const random300 = (random: () => number) => Array.from({ length: 24 }, () => (random() < 0.5 ? 0 : 300));
    for (const mode of ['quick', 'default', 'precise'] as const) {
      let contradicting = 0;
      for (let seed = 1; seed <= 60; seed++) {
        const random = seededRandom(-seed);
        const headers = { server: 'nginx', connection: 'close' };
        const world = { ...shared(random300)(random), headers, closes: true, seed };
        try {
          const { measurement, trueOffsetMs } = await runOnce(world, makePlan({ mode }));
          expect(measurement.tick).toBe('unknown');
          const apart = [0, 300].map((aheadMs) => Math.abs(measurement.offsetMs - trueOffsetMs - aheadMs));
          expect(Math.min(...apart)).toBeLessThanOrEqual(measurement.accuracyMs);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          contradicting++;
        }
      }
      expect(contradicting).toBeLessThan(60);
    }
  });

  test('one clock behind many connections is not taken for several', async () => {
    const outcomes = await runMany(
      shared(() => [0]),
      makePlan({ mode: 'precise' }),
      200,
    );
    expect(outcomes.filter(({ measurement }) => measurement.clocks !== null)).toEqual([]);
    expect(outcomes.filter(({ measurement }) => measurement.tick !== 'honest').length).toBeLessThanOrEqual(2);
  });

  test('a server whose clock is set by seconds mid-run contradicts itself, and the sentence says so', async () => {
    const world = { ...path(30, 1), offsetMs: 0, seed: 1, serverStep: { afterMs: 4000, byMs: 2000 } };
    await expect(runOnce(world, makePlan({}))).rejects.toEqual(
      new Failure(
        'contradicting-samples',
        'The replies of simulated.test contradict each other: no single clock that ticks at the second could have ' +
          'sent them all (several servers behind one name, a cached reply, or a clock that was just set); try ' +
          'again, or try another page of that site.',
      ),
    );
  });
});
