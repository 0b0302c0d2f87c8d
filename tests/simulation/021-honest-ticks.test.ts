import { describe, expect, test } from 'vitest';
import { everySecond } from '../../main/practice/tick.ts';
import { missed, RUNS, runAll, SURROUNDINGS } from './late-ticks.ts';

describe('021 honest ticks', () => {
  test('honest servers are called lagging in none of 300 runs, known or nameless', async () => {
    for (const [name, surroundings] of Object.entries(SURROUNDINGS)) {
      const { outcomes, contradicting } = await runAll((random) => ({
        ...surroundings(random, 'nginx'),
        tick: everySecond,
      }));
      expect(contradicting).toBe(0);
      expect(outcomes.filter(({ measurement }) => measurement.tick === 'lagging')).toEqual([]);
      expect(missed(outcomes).length).toBeLessThanOrEqual(RUNS / 20);
      const expected = name === 'nameless, without standard time' ? 'unknown' : 'honest';
      const asExpected = outcomes.filter(({ measurement }) => measurement.tick === expected);
      expect(asExpected.length / RUNS).toBeGreaterThanOrEqual(0.99);
    }
  });
});
