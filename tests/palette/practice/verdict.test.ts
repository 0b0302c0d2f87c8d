import { expect, it } from 'vitest';
import { verdictOf } from '../../../palette/views/practice/verdict.ts';

it('does not call a press early or late when its ± does not tell', () => {
  expect(verdictOf({ lateMs: -4, accuracyMs: 5 })).toBe('near');
  expect(verdictOf({ lateMs: -6, accuracyMs: 5 })).toBe('early');
  expect(verdictOf({ lateMs: 6, accuracyMs: 5 })).toBe('late');
});

it('lets in who arrives at the opening itself, when the server told', () => {
  expect(verdictOf({ lateMs: 0, accuracyMs: 0 })).toBe('late');
  expect(verdictOf({ lateMs: -0.1, accuracyMs: 0 })).toBe('early');
});
