import { describe, expect, it } from 'vitest';
import { spread, textWidth } from '../../../palette/charts/labels.ts';

const covered = (middles: number[], widths: number[], gap: number) =>
  middles.slice(1).some((middle, i) => middle - widths[i + 1] / 2 < middles[i] + widths[i] / 2 + gap - 1e-9);

describe('labels in a row', () => {
  it('stay where they want to be when there is room', () => {
    expect(
      spread(
        [
          { at: 20, width: 10 },
          { at: 80, width: 10 },
        ],
        [0, 100],
        4,
      ),
    ).toEqual([20, 80]);
  });

  it('share a push evenly between two that meet', () => {
    const middles = spread(
      [
        { at: 50, width: 20 },
        { at: 54, width: 20 },
      ],
      [0, 100],
      4,
    );
    expect(middles).toEqual([40, 64]);
  });

  it('never leave the room at either side', () => {
    const [first, last] = spread(
      [
        { at: 0, width: 30 },
        { at: 100, width: 30 },
      ],
      [0, 100],
      4,
    );
    expect(first).toBe(15);
    expect(last).toBe(85);
  });

  it('never cover each other wherever they want to be, as long as they fit', () => {
    const widths = [40, 24, 40, 24, 56];
    for (let seed = 1; seed < 500; seed++) {
      const wishes = widths
        .map((_, i) => ((seed * (i + 3) * 7919) % 1000) * 0.38)
        .sort((one, other) => one - other)
        .map((at, i) => ({ at, width: widths[i] }));
      const middles = spread(wishes, [0, 380], 8);
      expect(covered(middles, widths, 8)).toBe(false);
      expect(middles[0] - widths[0] / 2).toBeGreaterThanOrEqual(-1e-9);
      expect(middles[4] + widths[4] / 2).toBeLessThanOrEqual(380 + 1e-9);
    }
  });

  it('reckon Hangul wider than Latin', () => {
    expect(textWidth('초')).toBeGreaterThan(textWidth('s'));
  });
});
