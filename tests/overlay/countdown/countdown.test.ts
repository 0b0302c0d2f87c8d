import { describe, expect, test } from 'vitest';
import type { ScheduledEvent } from '../../../api/client/client.ts';
import { barMs, isAtMark, marks, nextEvent, untilNextMark } from '../../../overlay/countdown/countdown.ts';

const event = (
  id: string,
  nextEpochMs: number | null,
  dueEpochMs: number | null = nextEpochMs,
  serverId = 'aaaa',
) => ({ id, serverId, nextEpochMs, dueEpochMs }) as ScheduledEvent;
const alarms = [10_000, 5000, 1000].map((beforeMs) => ({ beforeMs, by: ['sound' as const] }));

describe('the next event', () => {
  test('is the soonest of the servers that are shown', () => {
    const events = [
      event('late', 900),
      event('soon', 500),
      event('other', 100, 100, 'bbbb'),
      event('done', null),
    ];
    expect(nextEvent(events, ['aaaa'])?.id).toBe('soon');
    expect(nextEvent(events, ['cccc'])).toBeNull();
  });

  test('is the soonest by one clock, where the servers’ clocks differ', () => {
    expect(nextEvent([event('one', 500, 600), event('two', 550, 400, 'bbbb')], ['aaaa', 'bbbb'])?.id).toBe(
      'two',
    );
  });
});

describe('the bar', () => {
  test('empties in the last minute, or from a first mark that is earlier', () => {
    expect(barMs(alarms)).toBe(60_000);
    expect(barMs([])).toBe(60_000);
    expect(barMs([{ beforeMs: 300_000, by: ['sound'] }])).toBe(300_000);
  });

  test('does not stand there all day for a mark of the day before', () => {
    expect(barMs([{ beforeMs: 86_400_000, by: ['sound'] }])).toBe(60_000);
  });

  test('bears the marks where they come', () => {
    expect(marks(alarms)).toEqual([10 / 60, 5 / 60, 1 / 60]);
  });
});

describe('a mark', () => {
  test('is accented for a second once it has passed', () => {
    expect([10_001, 10_000, 9001, 9000].map((left) => isAtMark(left, alarms))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('is known beforehand, so that its sound can be woken', () => {
    expect(untilNextMark(12_000, alarms)).toBe(2000);
    expect(untilNextMark(700, alarms)).toBe(700);
    expect(untilNextMark(0, alarms)).toBeNull();
  });
});
