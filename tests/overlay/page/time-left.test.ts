import { expect, test } from 'vitest';
import { timeLeft } from '../../../overlay/page/time-left.ts';

test.each([
  [0, '00:00'],
  [1, '00:01'],
  [59_000, '00:59'],
  [59_001, '01:00'],
  [3_600_000, '1:00:00'],
  [86_400_000 * 2 + 3_661_000, '2 d 01:01:01'],
  [86_400_000 * 2 + 3 * 3_600_000 + 4 * 60_000 + 5000, '2 d 03:04:05'],
  [-5, '00:00'],
  [-5000, '00:00'],
])('%i ms reads %s: rounded up, so that nothing is left only at the moment', (ms, words) => {
  expect(timeLeft(ms, (days) => `${days} d`)).toBe(words);
});

test('a whole second that a double cannot quite reach is not told twice', () => {
  expect(timeLeft(1000.0003, String)).toBe('00:01');
});
