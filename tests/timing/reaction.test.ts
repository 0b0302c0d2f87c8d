import { expect, test } from 'vitest';
import { suggestTrim } from '../../main/timing/reaction.ts';

const presses = (lateMs: readonly number[], openingMs = 0) =>
  lateMs.map((ms) => ({ reactionMs: ms - 3, sendingMs: 3 + openingMs, openingMs }));

test('whoever is late by 40 ms at the median is to press 40 ms earlier', () => {
  expect(suggestTrim(presses([30, 35, 40, 45, 50]))).toEqual({ trimMs: -40, spreadMs: 1.4826 * 5, of: 5 });
});

test('whoever is early is to press later', () => {
  expect(suggestTrim(presses([-20, -25, -15, -20, -22]))?.trimMs).toBe(20);
});

test('fewer than five say nothing', () => {
  expect(suggestTrim(presses([1, 2, 3, 4]))).toBeNull();
});

test('what slipped, and what was never aimed, counts for nothing', () => {
  const steady = [30, 35, 40, 45, 50];
  expect(suggestTrim(presses([...steady, 900, -700, 1e9, -1e9]))).toMatchObject({ trimMs: -40, of: 5 });
  expect(suggestTrim(presses([1e9, 1e9, 1e9, 1e9, 1e9, 5]))).toBeNull();
});

test('equal presses do not make an ordinary one an outlier', () => {
  expect(suggestTrim(presses([40, 40, 40, 40, 50]))).toMatchObject({ trimMs: -40, spreadMs: 0, of: 5 });
});

test('the opening of a connection is nobody’s lateness', () => {
  const lateMs = [30, 35, 40, 45, 50];
  expect(suggestTrim(presses(lateMs, 80))).toEqual(suggestTrim(presses(lateMs)));
});
