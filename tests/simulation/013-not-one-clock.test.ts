import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { creepingLag } from '../../main/practice/tick.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runMany, runOnce, summarize } from './runs.ts';

/** Servers that are not one steady clock: the sync must not state a millisecond. */
describe('013 not one clock', () => {
  test('a second connection that reaches a clock 300 ms off is told, and the ± grows by a second', async () => {
    for (const other of [300, -300]) {
      const scenario = (random: () => number) => ({
        ...path(30, 1),
        backends: [0, other],
        offsetMs: (random() - 0.5) * 4000,
      });
      const outcomes = await runMany(scenario, makePlan({}), 200);
      for (const { measurement } of outcomes) {
        expect(measurement.tick).toBe('unknown');
        expect(measurement.accuracyMs).toBeGreaterThan(1000);
        expect(measurement.warnings.map(({ code }) => code)).toContain('boundary-not-found-again');
      }
      expect(summarize(outcomes).bounded).toBe(1);
    }
  });

  test('a tick that creeps 4 ms a second is never stated as a millisecond', async () => {
    const scenario = (random: () => number) => ({
      ...path(30, 1),
      tick: creepingLag(random() * 900),
      offsetMs: (random() - 0.5) * 4000,
    });
    const outcomes = await runMany(scenario, makePlan({}), 300);
    expect(outcomes.filter(({ measurement }) => measurement.accuracyMs < 1000)).toEqual([]);
    expect(summarize(outcomes).accurate).toBe(1);
  });

  test('a server whose clock is set by seconds mid-run contradicts itself, and the sentence says so', async () => {
    const world = { ...path(30, 1), offsetMs: 0, seed: 1, sleep: { afterMs: 4000, forMs: 2000 } };
    // A sleep too short to be noticed as one looks exactly like a server that was set forward.
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
