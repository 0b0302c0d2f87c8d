import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../main/sync/measurement.ts';
import { onlyObject, run } from './command.ts';

interface Demo {
  readonly measurement: Measurement;
  readonly trueOffsetMs: number;
  readonly errorMs: number;
  readonly withinAccuracy: boolean;
}

describe.concurrent('ticketime demo', () => {
  test('holds its estimate against a truth that it did not know', async (t) => {
    const ended = await run(t, ['demo', '--json']);
    const demo = onlyObject(ended) as unknown as Demo;
    const { measurement, trueOffsetMs, errorMs, withinAccuracy } = demo;
    expect(Object.keys(demo)).toEqual(['measurement', 'trueOffsetMs', 'errorMs', 'withinAccuracy']);
    expect(Math.abs(trueOffsetMs)).toBeLessThanOrEqual(5001);
    // Within the ± in 95 of 100 cases, within what is proven in all.
    expect(trueOffsetMs).toBeGreaterThan(measurement.boundMs[0]);
    expect(trueOffsetMs).toBeLessThan(measurement.boundMs[1]);
    expect(errorMs).toBeCloseTo(measurement.offsetMs - trueOffsetMs, 6);
    expect(withinAccuracy).toBe(Math.abs(errorMs) <= measurement.accuracyMs);
    expect(ended.code).toBe(withinAccuracy ? 0 : 1);
    expect(ended.stderr).toBe('');
  });

  test('has the same secret again with the same seed, and tells it in words', async (t) => {
    const args = ['demo', '--quick', '--samples', '3', '--seed', '7'];
    const [words, object] = await Promise.all([run(t, args), run(t, [...args, '--json'])]);
    const { trueOffsetMs } = onlyObject(object) as unknown as Demo;
    expect(trueOffsetMs).toBeLessThan(-4870);
    expect(trueOffsetMs).toBeGreaterThan(-4890);
    expect(words.stderr).toContain('(--seed 7 repeats this one)');
    expect(words.stdout).toMatch(/\nThe truth: this computer is 4,88\d\.\d ms fast\.\n/);
    expect(words.stdout).toMatch(/\nThe estimate is \d+\.\d ms off, (within|outside) its ± \d+ ms\.\n$/);
  });
});
