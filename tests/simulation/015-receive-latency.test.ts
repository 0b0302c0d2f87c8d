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
    const takenOff = summarize(
      await runMany((random) => ({ ...scenario(random), receiveLatencyMs: 0.5 }), searchOf(16), 300),
    );
    expect(takenOff.p50).toBeLessThan(left.p50 / 2);
    expect(takenOff.bounded).toBe(1);
  });

  test('taken off too generously, it never breaks what is proven', async () => {
    const outcomes = await runMany(
      (random) => ({
        forward: { baseMs: 0.35 },
        back: { baseMs: 0.05 },
        wakeUpMs: 0.02,
        receiveLatencyMs: 0.3,
        offsetMs: (random() - 0.5) * 4000,
      }),
      searchOf(16),
      200,
    );
    expect(summarize(outcomes).bounded).toBe(1);
  });
});
