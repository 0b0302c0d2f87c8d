import { describe, expect, test } from 'vitest';
import { measure } from '../../main/sync/measure.ts';
import { makePlan } from '../../main/sync/plan.ts';
import type { Sample } from '../../main/timing/sample.ts';
import { path } from '../simulation/runs.ts';
import { createWorld, type WorldOptions } from '../simulation/world.ts';

/** A sync in a simulated world, and each time that it told its samples. */
async function run(options: Partial<WorldOptions>, told: (readonly Sample[])[] = []) {
  const world = createWorld({ seed: 5, offsetMs: 1234.5, ...path(30, 1), ...options }, 500);
  const { clock, source } = world;
  const measurement = await measure({
    clock,
    source,
    plan: makePlan({}),
    onSamples: (samples) => told.push(samples),
  });
  return { measurement, told, trueOffsetMs: world.trueOffsetMs() };
}

describe('the samples that a result rests on', () => {
  test('are told once, and prove what is stated to be proven', async () => {
    const { measurement, told } = await run({});
    expect(told).toHaveLength(1);
    expect(told[0]).toHaveLength(measurement.samples);
    const lows = told[0].map(({ dateEpochMs, receivedEpochMs }) => dateEpochMs - receivedEpochMs);
    const highs = told[0].map(({ dateEpochMs, sentEpochMs }) => dateEpochMs + 1000 - sentEpochMs);
    // The bound gives up 100 ppm of each sample's age on top: some ms over a run of 15 s.
    expect(measurement.boundMs[0]).toBeCloseTo(Math.max(...lows), -1);
    expect(measurement.boundMs[1]).toBeCloseTo(Math.min(...highs), -1);
  });

  test.each([500, -3_600_000])(
    'are told by the wall clock as it stands after a step of %d ms',
    async (byMs) => {
      const { told, trueOffsetMs } = await run({ step: { afterMs: 5000, byMs } });
      expect(told[0].length).toBeGreaterThan(10);
      for (const { dateEpochMs, sentEpochMs, receivedEpochMs } of told[0]) {
        expect(dateEpochMs - receivedEpochMs).toBeLessThan(trueOffsetMs);
        expect(dateEpochMs + 1000 - sentEpochMs).toBeGreaterThan(trueOffsetMs);
      }
    },
  );

  test('are not told when there is no result', async () => {
    const told: (readonly Sample[])[] = [];
    await expect(run({ diesAfter: 4 }, told)).rejects.toMatchObject({ code: 'server-lost' });
    expect(told).toEqual([]);
  });
});
