import { expect, it } from 'vitest';
import { addedMs, digits, modeShown } from '../../../palette/views/practice/shown-clock.ts';

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

it('cuts digits and never rounds them', () => {
  const almost = Date.parse('2026-12-24T10:59:59.999Z') + 0.9;
  expect(digits(almost, 'Asia/Seoul')).toEqual({ hms: '19:59:59', fraction: '999' });
  expect(digits(almost + 0.1, 'Asia/Seoul')).toEqual({ hms: '20:00:00', fraction: '000' });
});
