import { describe, expect, test } from 'vitest';
import { isSayable, nextNumber } from '../../../plugins/countdown/count.js';
import { countLine, firedLine } from '../../../plugins/countdown/lines.js';

describe('the next number', () => {
  test.each([
    { leftMs: 86_400_000, said: null, next: 10 },
    { leftMs: 10_000, said: null, next: 10 },
    { leftMs: 9999, said: null, next: 9 },
    { leftMs: 9999.7, said: 10, next: 9 },
    { leftMs: 500, said: 1, next: 0 },
    { leftMs: -0.2, said: 0, next: null },
    { leftMs: -0.2, said: null, next: null },
  ])('with $leftMs ms left, $said having been said, is $next', ({ leftMs, said, next }) => {
    expect(nextNumber(leftMs, said)).toBe(next);
  });

  test('is not said twice by a clock that glides back by a few ms', () => {
    expect(nextNumber(4003, 4)).toBe(3);
    expect(nextNumber(0.5, 0)).toBeNull();
  });

  test('is counted down again by a clock that was set back, and skips by one that was set ahead', () => {
    expect(nextNumber(8400, 4)).toBe(8);
    expect(nextNumber(1600, 9)).toBe(1);
  });

  test('is left out when it comes too late to be true', () => {
    expect(isSayable(3, 2999)).toBe(true);
    expect(isSayable(3, 2500)).toBe(true);
    expect(isSayable(3, 2400)).toBe(false);
    expect(isSayable(0, -30_000)).toBe(false);
  });
});

describe('a line', () => {
  const known = { isServerKnown: true, isTerminal: false };

  test('rings at the last three and at the moment, in a terminal alone', () => {
    const inTerminal = (number: number) => countLine('Opening', number, { ...known, isTerminal: true });
    expect([4, 3, 2, 1, 0].map(inTerminal)).toEqual([
      'Opening: 4',
      'Opening: 3\x07',
      'Opening: 2\x07',
      'Opening: 1\x07',
      'Opening: now\x07',
    ]);
    expect(countLine('Opening', 0, known)).toBe('Opening: now');
  });

  test('says when it does not go by the server’s clock', () => {
    expect(countLine('Opening', 7, { ...known, isServerKnown: false })).toBe(
      'Opening: 7, by this computer’s clock',
    );
  });

  test('gives a terminal nothing of a name to obey', () => {
    expect(countLine('A\x1b[2J\nB', 7, known)).toBe('A [2J B: 7');
  });

  test('tells how late an event fired, and by which clock', () => {
    const trigger = {
      type: 'trigger',
      eventId: 'event1',
      serverId: 'abcd1234',
      name: 'Opening',
      scheduledEpochMs: 0,
      firedEpochMs: 0.31,
      latenessMs: 0.31,
      precisionMs: 3,
    } as const;
    expect(firedLine({ ...trigger, clock: 'server', accuracyMs: 12.4 })).toBe(
      'Opening: fired 0.3 ms late, by the server’s clock ±12 ms.',
    );
    expect(firedLine({ ...trigger, clock: 'standard-time', accuracyMs: 4.44 })).toBe(
      'Opening: fired 0.3 ms late, by standard time ±4.4 ms: nothing is known of the server’s clock.',
    );
    expect(firedLine({ ...trigger, clock: 'local', accuracyMs: null })).toBe(
      'Opening: fired 0.3 ms late, by this computer’s clock: nothing is known of the server’s.',
    );
  });
});
