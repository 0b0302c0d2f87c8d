import { describe, expect, test } from 'vitest';
import { isNear, nextMoment } from '../../main/shell/next-moment.ts';

const NOW = Date.UTC(2026, 11, 24, 11);
const MIN = 60_000;

interface Wanted {
  readonly dueInMs?: number | null;
  readonly firedMsAgo?: number;
  readonly alarms?: readonly number[];
}

const event = (id: string, { dueInMs = null, firedMsAgo, alarms = [] }: Wanted) => ({
  id,
  name: `The ${id}`,
  alarms: alarms.map((beforeMs) => ({ beforeMs, by: ['sound' as const] })),
  dueEpochMs: dueInMs === null ? null : NOW + dueInMs,
  firings:
    firedMsAgo === undefined
      ? []
      : [
          {
            scheduledEpochMs: NOW - firedMsAgo,
            outcome: 'fired' as const,
            firedEpochMs: null,
            latenessMs: null,
          },
        ],
});

const nameOf = (...events: ReturnType<typeof event>[]) => nextMoment(events, NOW)?.name ?? null;

describe('the nearest moment', () => {
  test('is none where nothing is planned and nothing has just been', () => {
    expect(nextMoment([], NOW)).toBeNull();
    expect(nameOf(event('sale', {}))).toBeNull();
    expect(nameOf(event('sale', { firedMsAgo: 3 * MIN }))).toBeNull();
  });

  test('has how long it is to it, and to its first alarm', () => {
    expect(nextMoment([event('sale', { dueInMs: 8 * MIN, alarms: [MIN, 10 * MIN] })], NOW)).toEqual({
      eventId: 'sale',
      name: 'The sale',
      alarmInMs: -2 * MIN,
      dueInMs: 8 * MIN,
    });
    expect(nextMoment([event('sale', { dueInMs: MIN })], NOW)?.alarmInMs).toBe(MIN);
  });

  test('is the first that is to come', () => {
    expect(nameOf(event('late', { dueInMs: 90 * MIN }), event('soon', { dueInMs: 50 * MIN }))).toBe(
      'The soon',
    );
  });

  test.each([
    [
      'one that has just been, while the next is far off',
      { firedMsAgo: MIN },
      { dueInMs: 31 * MIN },
      'The first',
    ],
    ['the next, when that is near too', { firedMsAgo: MIN }, { dueInMs: 29 * MIN }, 'The second'],
    [
      'the next, two minutes after the one before',
      { firedMsAgo: 2 * MIN + 1 },
      { dueInMs: 31 * MIN },
      'The second',
    ],
    [
      'the one that came last, of two that have just been',
      { firedMsAgo: 100 },
      { firedMsAgo: 200 },
      'The first',
    ],
  ])('is %s', (_, first, second, name) => {
    expect(nameOf(event('first', first), event('second', second))).toBe(name);
  });

  test('of an event that repeats is the occurrence that has just been, then the next', () => {
    const daily = event('daily', { dueInMs: 24 * 60 * MIN - MIN, firedMsAgo: MIN });
    expect(nextMoment([daily], NOW)?.dueInMs).toBe(-MIN);
    expect(nextMoment([daily], NOW + 2 * MIN)?.dueInMs).toBe(24 * 60 * MIN - 3 * MIN);
  });
});

test.each([
  [30 * MIN + 1, false],
  [30 * MIN, true],
  [0, true],
  [-2 * MIN, true],
  [-2 * MIN - 1, false],
])('what is due in %d ms is near: %s', (dueInMs, expected) => {
  expect(isNear({ eventId: 'a', name: 'a', alarmInMs: dueInMs, dueInMs })).toBe(expected);
});

test('nothing is not near', () => {
  expect(isNear(null)).toBe(false);
});
