import { describe, expect, it } from 'vitest';
import { perDay } from '../../../palette/charts/per-day.ts';

describe('a drift as what it comes to in a day', () => {
  it('is 86.4 ms for each ppm', () => {
    const { rateMs, accuracyMs, isSeen } = perDay({ skewPpm: -10, accuracyPpm: 2 });
    expect(rateMs).toBeCloseTo(-864);
    expect(accuracyMs).toBeCloseTo(172.8);
    expect(isSeen).toBe(true);
  });

  it('has no sign when it is less than its ±, only what it stays below', () => {
    const { isSeen, mostMs } = perDay({ skewPpm: 1, accuracyPpm: 3 });
    expect(isSeen).toBe(false);
    expect(mostMs).toBeCloseTo(4 * 86.4);
  });
});
