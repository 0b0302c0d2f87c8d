import { expect, test } from 'vitest';
import { FlashLimit, PULSE_MS } from '../../../overlay/flash/flash-limit.ts';

test('however many are asked for, no second holds more than three flashes', () => {
  const limit = new FlashLimit();
  const starts: number[] = [];
  for (let at = 0; at < 10_000; at += 37) {
    const pulses = 1 + (at % 3);
    if (limit.allows(at, pulses)) for (let i = 0; i < pulses; i++) starts.push(at + i * PULSE_MS);
  }
  for (const start of starts)
    expect(starts.filter((one) => one >= start && one < start + 1000).length).toBeLessThan(4);
  expect(starts.length).toBeGreaterThan(10);
});

test('the flash of the moment is not lost to a mark one second before', () => {
  const limit = new FlashLimit();
  expect(limit.allows(0, 1)).toBe(true);
  expect(limit.allows(1000, 3)).toBe(true);
});
