import { describe, expect, test } from 'vitest';
import { path, runMany, searchOf, summarize } from './runs.ts';

/** A receiver that notices each reply 0.5 ms late. */
describe('015 receive latency', () => {
  const scenario = (random: () => number) => ({
    ...path(2, 0.05),
    wakeUpMs: 0.5,
    offsetMs: (random() - 0.5) * 4000,
  });

  test('taken off, the error is less than half of what it is left in', async () => {
    const left = summarize(await runMany(scenario, searchOf(16), 300));
    const takenOff = summarize(await runMany(scenario, searchOf(16), 300, 0.5));
    expect(takenOff.p50).toBeLessThan(left.p50 / 2);
    expect(takenOff.bounded).toBe(1);
  });
});
