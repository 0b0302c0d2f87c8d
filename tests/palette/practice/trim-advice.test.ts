import { describe, expect, it } from 'vitest';
import { isWorthApplying, median, trimAdvice } from '../../../palette/views/practice/trim-advice.ts';

const presses = (...own: number[]) => own.map((ms) => ({ reactionMs: ms - 2, sendingMs: 3, openingMs: 1 }));
/** As the core suggests it. */
const suggested = (trimMs: number, spreadMs = 20) => ({ trimMs, spreadMs, of: 6 });

describe('the trim that is advised', () => {
  it('lets a person who is late press earlier: it is negative, and takes the place of the one that holds', () => {
    const advice = trimAdvice(presses(80, 90, 70, 100, 60, 80), suggested(-80));
    expect(advice).toEqual({ trimMs: -80, accuracyMs: 20, of: 6 });
    expect(advice && isWorthApplying(advice, 0)).toBe(true);
    expect(advice && isWorthApplying(advice, advice.trimMs)).toBe(false);
  });

  it('lets a person who is early press later: it is positive', () => {
    expect(trimAdvice(presses(-30, -34, -38, -34, -34, -34), suggested(34.2))?.trimMs).toBe(34);
  });

  it('needs six presses, for with five nothing is told to 95 %', () => {
    expect(trimAdvice(presses(1, 2, 3, 4, 5), suggested(-3))).toBeNull();
    expect(trimAdvice(presses(1, 2, 3, 4, 5, 6), null)).toBeNull();
  });

  it('leaves out who was not trying, and whose finger slipped', () => {
    expect(trimAdvice(presses(20, 21, 20, 19, 20, 20, -9000, 140), suggested(-20, 1))).toMatchObject({
      accuracyMs: 1,
      of: 6,
    });
  });

  it('counts a press that had to open a connection without that, as the core does', () => {
    const opening = { reactionMs: 18, sendingMs: 302, openingMs: 300 };
    expect(trimAdvice([...presses(20, 21, 20, 19, 20), opening], suggested(-20, 1))).toMatchObject({
      accuracyMs: 1,
      of: 6,
    });
  });

  it('is not worth applying within its ±', () => {
    expect(isWorthApplying({ trimMs: 10, accuracyMs: 15, of: 8 }, 0)).toBe(false);
  });

  it('has a ± that holds the true median in 95 % of all series', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (const of of [6, 9, 12, 30]) {
      let held = 0;
      for (let series = 0; series < 2000; series++) {
        // Skewed, as reactions are: the median of the exponential is ln 2.
        const own = Array.from({ length: of }, () => -100 * Math.log(1 - random()));
        const trimMs = -median(own.toSorted((a, b) => a - b));
        const advice = trimAdvice(presses(...own), { trimMs, spreadMs: 500, of });
        if (advice && Math.abs(advice.trimMs + 100 * Math.LN2) <= advice.accuracyMs) held++;
      }
      expect(held / 2000).toBeGreaterThan(0.94);
    }
  });
});
