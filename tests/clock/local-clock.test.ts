import { expect, test } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';

test('never runs backwards, and reads finer than a microsecond apart', () => {
  let last = localClock.now();
  for (let i = 0; i < 10_000; i++) {
    const next = localClock.now();
    expect(next).toBeGreaterThanOrEqual(last);
    last = next;
  }
});

test('anchored, it reads the wall clock', () => {
  const wall = localClock.now() + localClock.anchor();
  expect(Math.abs(wall - Date.now())).toBeLessThan(1000);
});

test('the anchor repeats: the median of the differences is far below a millisecond', () => {
  const anchors = Array.from({ length: 21 }, () => localClock.anchor()).sort((a, b) => a - b);
  expect(anchors[15] - anchors[5]).toBeLessThan(0.5);
});

test.each([0, 1, 12])('a sleep until %d ms from now is never early', async (ms) => {
  const at = localClock.now() + ms;
  await localClock.sleepUntil(at);
  expect(localClock.now()).toBeGreaterThanOrEqual(at);
});

test('a cancelled sleep rejects with the reason, before and while it lasts', async () => {
  const reason = new Error('stopped');
  await expect(localClock.sleepUntil(localClock.now() + 1e6, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const sleep = localClock.sleepUntil(localClock.now() + 1e6, controller.signal);
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});
