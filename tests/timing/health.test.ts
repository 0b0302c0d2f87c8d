import { expect, test } from 'vitest';
import { health, type HealthFacts } from '../../main/timing/health.ts';

const GOOD: HealthFacts = {
  measuredAccuracyMs: 2,
  accuracyMs: 2,
  delayMs: { min: 20, q1: 20, median: 20, q3: 20, max: 20 },
  surprise: 0,
  tick: 'honest',
  isIndirect: false,
};

test.each([
  ['all is well', {}, 100],
  ['the ± has grown to what nobody’s hand can use', { accuracyMs: 9 }, 100],
  ['the ± has doubled beyond that', { accuracyMs: 18 }, 50],
  ['the round trips spread as much as they last', { delayMs: { ...GOOD.delayMs, q3: 60 } }, 50],
  ['the last measurement was as far off as happens', { surprise: 2 }, 100],
  ['it was twice as far off', { surprise: 4 }, 50],
  ['it was anywhere', { surprise: 1000 }, 20],
  ['nobody knows whether the tick is honest', { tick: 'unknown' as const }, 60],
  ['the tick lags', { tick: 'lagging' as const }, 40],
  ['it is standard time in the server’s stead', { isIndirect: true }, 30],
  ['two things are wrong', { accuracyMs: 18, tick: 'lagging' as const }, 20],
])('when %s', (_, facts, score) => {
  expect(health({ ...GOOD, ...facts }).score).toBe(score);
});
