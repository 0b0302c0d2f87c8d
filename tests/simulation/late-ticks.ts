/**
 * Servers whose Date does not change with their second, and what a sync must make of them: the truth lies within the ±, or
 * the verdict says why not.
 */
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { seededRandom } from '../../main/practice/random.ts';
import type { Tick } from '../../main/practice/tick.ts';
import { makePlan, type PlanOptions } from '../../main/sync/plan.ts';
import { path, runOnce, type Outcome, type RunOptions } from './runs.ts';
import type { WorldOptions } from './world.ts';

export const RUNS = 150;

type Surroundings = (random: () => number, server: string) => Partial<WorldOptions> & RunOptions;
/** What else is known: the server's name; nothing; standard time, which a well-kept server follows within ±5 ms. */
export const SURROUNDINGS: Record<string, Surroundings> = {
  'named by its Server header': (random, server) => ({
    offsetMs: (random() - 0.5) * 4000,
    headers: { server },
  }),
  'nameless, without standard time': (random) => ({
    headers: {},
    offsetMs: (random() - 0.5) * 4000,
  }),
  'nameless, with standard time': (random) => ({
    headers: {},
    offsetMs: (random() - 0.5) * 10,
    standardTime: { errorMs: (random() - 0.5) * 6, accuracyMs: 5 },
  }),
};

export async function runAll(
  scenario: (random: () => number) => Partial<WorldOptions> & RunOptions,
  options: PlanOptions = {},
  runs = RUNS,
): Promise<{ outcomes: Outcome[]; contradicting: number }> {
  const outcomes: Outcome[] = [];
  let contradicting = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const { standardTime, ...world } = scenario(seededRandom(-seed));
    try {
      outcomes.push(
        await runOnce(
          { ...path(30, 1), offsetMs: 0, ...world, seed },
          makePlan(options),
          standardTime ? { standardTime } : {},
        ),
      );
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'contradicting-samples') throw error;
      contradicting++;
    }
  }
  return { outcomes, contradicting };
}

export const missed = (outcomes: readonly Outcome[]) =>
  outcomes.filter(({ errorMs, measurement }) => Math.abs(errorMs) > measurement.accuracyMs);

/** What holds of every server with that habit, named `server` in its replies where it is named at all. */
export function describeLateTick(name: string, server: string, tick: (random: () => number) => Tick): void {
  describe(name, () => {
    test.each(Object.entries(SURROUNDINGS))('%s, is never confidently wrong', async (__, surroundings) => {
      const { outcomes, contradicting } = await runAll((random) => ({
        ...surroundings(random, server),
        tick: tick(random),
      }));
      expect(missed(outcomes)).toEqual([]);
      expect(contradicting).toBeLessThan(RUNS / 10);
    });

    test('named by its Server header, is called lagging', async () => {
      const { outcomes } = await runAll(
        (random) => ({ offsetMs: (random() - 0.5) * 4000, headers: { server }, tick: tick(random) }),
        {},
        50,
      );
      expect(outcomes.filter(({ measurement }) => measurement.tick !== 'lagging')).toEqual([]);
    });

    test('watched for a minute, the truth lies in what is proven', async () => {
      const { outcomes } = await runAll(
        (random) => ({ offsetMs: (random() - 0.5) * 4000, tick: tick(random) }),
        { watchSeconds: 60 },
        60,
      );
      expect(missed(outcomes)).toEqual([]);
    });
  });
}
