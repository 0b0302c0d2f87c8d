import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { makePlan } from '../../main/sync/plan.ts';

describe('a plan', () => {
  test('by default sends at most 20 requests, 500 ms apart at least', () => {
    expect(makePlan({})).toMatchObject({ maxRequests: 20, minGapMs: 500, otherConnections: 1 });
  });

  test('with a number of samples searches with just as many, whatever the precision', () => {
    expect(makePlan({ samples: 30 })).toMatchObject({
      searchSamples: 30,
      maxRequests: 46,
      wantedPrecisionMs: 0,
    });
  });

  test.each([1, 0, -5, 2.5, 101, NaN])('of %d samples is refused', (samples) => {
    expect(() => makePlan({ samples })).toThrow(
      new Failure('bad-samples', 'The number of samples must be a whole number from 2 to 100.'),
    );
  });

  test('goes below 500 ms only by an explicit override, and never below 100', () => {
    expect(makePlan({ overrideGapMs: 100 }).minGapMs).toBe(100);
    for (const overrideGapMs of [99, 0, -1, NaN, 10_001]) {
      expect(() => makePlan({ overrideGapMs })).toThrow(
        new Failure('bad-gap', 'The gap between requests must be from 100 to 10000 ms.'),
      );
    }
  });
});
