import { expect, it } from 'vitest';
import { timeLeft as timeLeftIn } from '../../../palette/views/schedule/countdown.ts';

const timeLeft = (ms: number) => timeLeftIn(ms, (days) => `${days} d`);

it('tells the time left, and 0 only when there is none', () => {
  expect(timeLeft(1)).toBe('00:01');
  expect(timeLeft(0)).toBe('00:00');
  expect(timeLeft(-5000)).toBe('00:00');
  expect(timeLeft(59_001)).toBe('01:00');
});

it('tells hours and days only where there are some', () => {
  expect(timeLeft(3_600_000)).toBe('1:00:00');
  expect(timeLeft(2 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000 + 5000)).toBe('2 d 03:04:05');
});
