import { describe, expect, it } from 'vitest';
import { historyLayout, type Measured } from '../../../palette/charts/history-layout.ts';

const HOUR = 3_600_000;
const START = 1_790_000_000_000;
const measured = (offsets: number[], changes: Partial<Measured> = {}): Measured[] =>
  offsets.map((offsetMs, i) => ({
    id: i,
    at: START + i * HOUR,
    offsetMs,
    precisionMs: 1,
    accuracyMs: 3,
    isIndirect: false,
    ...changes,
  }));
const size = { width: 600, height: 184 };

describe('the offset history', () => {
  it('puts all points and their usual error bars within the plot', () => {
    const { plot, points } = historyLayout(measured([150, 152, 149, 155]), size, 60);
    for (const { x, y, top, bottom, isCut } of points) {
      expect(x).toBeGreaterThan(plot.left);
      expect(x).toBeLessThan(plot.right);
      expect(top).toBeLessThan(y);
      expect(bottom).toBeGreaterThan(y);
      expect(isCut).toBe(false);
    }
  });

  it('cuts an error bar that would press all others together, and says so', () => {
    const [wide, ...others] = measured([150, 152, 149, 155]);
    const { points } = historyLayout([{ ...wide, accuracyMs: 1000 }, ...others], size, 60);
    expect(points.map(({ isCut }) => isCut)).toEqual([true, false, false, false]);
    expect(points[3].bottom - points[3].top).toBeGreaterThan(20);
  });

  it('draws the line through the server’s own clock only', () => {
    const direct = measured([10, 12, 14]);
    const indirect = { ...direct[2], id: 9, at: START + 3 * HOUR, offsetMs: 40, isIndirect: true };
    const { line, points } = historyLayout([...direct, indirect], size, 60);
    const ends = (line?.d ?? '').slice(1).split('L');
    // An hour is a third of the way.
    const third = (ends.length - 1) / 3;
    for (const [hour, { x, y }] of points.slice(0, 3).entries())
      expect(ends[hour * third]).toBe(`${x.toFixed(1)} ${y.toFixed(1)}`);
    expect(historyLayout(measured([1, 2]), size, 60).line).toBeNull();
  });

  it('names the first and the last time, and one between where there is room', () => {
    expect(historyLayout(measured([1, 2]), size, 60).times).toHaveLength(3);
    expect(historyLayout(measured([1, 2]), { ...size, width: 380 }, 60).times).toHaveLength(2);
    expect(historyLayout(measured([1]), size, 60).times).toHaveLength(1);
  });
});
