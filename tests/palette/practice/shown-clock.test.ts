import { expect, it } from 'vitest';
import { addedMs, modeShown } from '../../../palette/views/practice/shown-clock.ts';

const server = { lead: { safeMs: 10, balancedMs: 14 }, trimMs: 30 };

it('adds the lead to an arrival clock and takes the trim away, so that a positive trim presses later', () => {
  expect(addedMs('balanced-arrival', server)).toBe(-16);
  expect(addedMs('safe-arrival', { ...server, trimMs: -30 })).toBe(40);
});

it('shows server time as it is, whatever the trim', () => {
  expect(addedMs('server-time', server)).toBe(0);
});

it('shows server time when nobody knows a lead', () => {
  expect(modeShown('safe-arrival', { lead: null })).toBe('server-time');
  expect(modeShown('safe-arrival', server)).toBe('safe-arrival');
  expect(addedMs('safe-arrival', { ...server, lead: null })).toBe(0);
});
