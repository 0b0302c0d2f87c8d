import { describe, expect, test } from 'vitest';
import { lead, type Known } from '../../main/timing/lead.ts';

const T = 1_800_000_000_000;

/** A computer 1000 ms slow, 30 ms away there and back, measured just now. */
const known: Known = {
  offsetMs: 1000,
  precisionMs: 2,
  boundMs: [980, 1018],
  delayMs: { min: 30, q1: 31, median: 32, q3: 34, max: 50 },
  measuredAtEpochMs: T - 1000,
};

describe('when to press', () => {
  test('balanced: the offset, half the least round trip and the usual queue before T', () => {
    expect(lead(known, T).balanced.pressAtEpochMs).toBeCloseTo(T - 1000 - 15 - 0.413 * 2, 3);
  });

  test('safe: later by the precision, for an uneven path shifts the offset and the way out alike', () => {
    expect(lead(known, T).safe.pressAtEpochMs).toBeCloseTo(T - 1000 - 15 + 2, 3);
  });

  test('where little is known, safe is as late as what is proven needs, and no later', () => {
    // The bound proves 980 + 30 ms, less 1 ms for the least round trip being more than the path's own.
    expect(lead({ ...known, precisionMs: 500 }, T).safe.pressAtEpochMs).toBeCloseTo(T - 1009, 3);
  });

  test('safe is later by 50 ppm of the age of the measurement, balanced is not', () => {
    const old = lead({ ...known, boundMs: [0, 2000], measuredAtEpochMs: T - 1000 - 60_000 }, T);
    expect(old.safe.pressAtEpochMs).toBeCloseTo(T - 1000 - 15 + 2 + 3, 3);
    expect(old.balanced.pressAtEpochMs).toBe(lead(known, T).balanced.pressAtEpochMs);
  });

  test('the trim is added to both: positive is later', () => {
    const [plain, trimmed] = [lead(known, T), lead(known, T, 30)];
    for (const aim of ['safe', 'balanced'] as const) {
      expect(trimmed[aim].pressAtEpochMs - plain[aim].pressAtEpochMs).toBe(30);
      expect(trimmed[aim].meanLateMs - plain[aim].meanLateMs).toBeCloseTo(30, 9);
    }
  });

  test('tells how late it arrives: usually, and at the ends of what is proven', () => {
    const { meanLateMs, worstLateMs } = lead(known, T).safe;
    expect(meanLateMs).toBeCloseTo(2 + 0.596 * 2, 3);
    // Pressed 1013 ms before; proven of offset and way out: 1009 to 1018, and no queue over 20 ms was seen.
    expect(worstLateMs[0]).toBeCloseTo(-4, 3);
    expect(worstLateMs[1]).toBeCloseTo(25, 3);
  });

  test('is later when this computer is fast', () => {
    const fast = lead({ ...known, offsetMs: -1000, boundMs: [-1020, -982] }, T);
    expect(fast.balanced.pressAtEpochMs).toBeGreaterThan(T + 980);
  });
});
