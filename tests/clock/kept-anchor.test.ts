import { expect, test } from 'vitest';
import { createKeptAnchor } from '../../main/clock/kept-anchor.ts';
import { localClock } from '../../main/clock/local-clock.ts';

/** Clocks that go by themselves as little as a look at them takes. */
function clocks() {
  const state = { at: 0, anchorMs: 1_000_000.4, reads: 0 };
  const now = () => (state.at += 0.001);
  const anchor = () => {
    state.reads += 1;
    return state.anchorMs;
  };
  return { state, keptAnchor: createKeptAnchor({ now, anchor }, () => Math.floor(now() + state.anchorMs)) };
}

test('while the wall clock goes steadily the exact anchor is read once', () => {
  const { state, keptAnchor } = clocks();
  for (state.at = 0; state.at < 10_000; state.at += 7.3) expect(keptAnchor()).toBe(1_000_000.4);
  expect(state.reads).toBe(1);
});

test('a wall clock that is slewed is followed to a millisecond without being waited for', () => {
  const { state, keptAnchor } = clocks();
  for (state.at = 0; state.at < 60_000; state.at += 7.3) {
    state.anchorMs += 0.00365; // 500 ppm
    expect(Math.abs(keptAnchor() - state.anchorMs)).toBeLessThan(1.01);
  }
  expect(state.reads).toBe(1);
});

test.each([-3_600_000, -2.5, 2.5, 86_400_000])('a step of %f ms is read exactly at the next look', (byMs) => {
  const { state, keptAnchor } = clocks();
  keptAnchor();
  state.anchorMs += byMs;
  expect(keptAnchor()).toBe(state.anchorMs);
});

test('the real clocks agree with the exact anchor', () => {
  expect(Math.abs(createKeptAnchor()() - localClock.anchor())).toBeLessThan(5);
});
