import { describe, expect, test } from 'vitest';
import { creepingLag } from '../../main/practice/tick.ts';
import { describeLateTick, missed, runAll } from './late-ticks.ts';
import { quantileOf } from './runs.ts';

describeLateTick('016 a tick that creeps', 'uvicorn', (random) => creepingLag(random() * 999));

describe('016 a creeping tick that wraps', () => {
  test('a watch of 60 s that sees a creeping tick wrap ends within 20 ms of the truth', async () => {
    const { outcomes } = await runAll(
      (random) => ({ offsetMs: (random() - 0.5) * 4000, tick: creepingLag(780 + random() * 180) }),
      { watchSeconds: 60 },
      100,
    );
    const errors = outcomes.map(({ errorMs }) => Math.abs(errorMs));
    expect(quantileOf(errors, 0.5)).toBeLessThanOrEqual(10);
    expect(quantileOf(errors, 0.9)).toBeLessThanOrEqual(20);
    expect(missed(outcomes)).toEqual([]);
  });

  test('a watch of 250 s sees every creeping tick wrap', async () => {
    const { outcomes } = await runAll(
      (random) => ({ offsetMs: (random() - 0.5) * 4000, tick: creepingLag(random() * 999) }),
      { watchSeconds: 270 },
      20,
    );
    const errors = outcomes.map(({ errorMs }) => Math.abs(errorMs));
    expect(quantileOf(errors, 0.9)).toBeLessThanOrEqual(20);
    expect(missed(outcomes)).toEqual([]);
  });
});
