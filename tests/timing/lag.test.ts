import { describe, expect, test } from 'vitest';
import { laggingBound } from '../../main/timing/lag.ts';
import type { Sample } from '../../main/timing/sample.ts';

/** A server whose clock is the local one, and whose Date was refreshed `lagMs` after its second; 20 ms there and back. */
function sample(sentEpochMs: number, lagMs: number): Sample {
  const dateEpochMs = Math.floor((sentEpochMs + 10 - lagMs) / 1000) * 1000;
  return { sentEpochMs, receivedEpochMs: sentEpochMs + 20, dateEpochMs };
}

describe('what a late Date proves', () => {
  test.each([0, 1, 250, 999])('holds the truth when it is %d ms late', (lagMs) => {
    const samples = [10_100, 11_300, 12_700, 13_050, 14_999].map((at) => sample(at, lagMs));
    const proven = laggingBound(samples, 1000, 15_000);
    expect(proven?.lo).toBeLessThan(0);
    expect(proven?.hi).toBeGreaterThan(0);
  });

  test('is one-sided: the lower side is as sharp as for an honest one, the upper a second away', () => {
    const samples = [10_249, 11_251, 12_245, 13_255].map((at) => sample(at, 260));
    const proven = laggingBound(samples, 1000, 13_275);
    expect(proven?.lo).toBeCloseTo(-271, -1);
    expect(proven?.hi).toBeCloseTo(751, -1);
  });

  test('is narrower where the kind of server cannot be later than half a second', () => {
    const samples = [10_249, 11_251].map((at) => sample(at, 260));
    const proven = laggingBound(samples, 500, 11_271);
    expect((proven?.hi ?? 0) - (proven?.lo ?? 0)).toBeLessThan(540);
  });

  test('closes in on the truth when the lag passes through a whole second', () => {
    const late = [990, 994, 998, 2, 6].flatMap((lagMs, i) => {
      const change = 10_000 + i * 1000 + lagMs;
      return [sample(change - 15, lagMs), sample(change - 5, lagMs)];
    });
    const proven = laggingBound(late, 1000, 15_100);
    expect((proven?.hi ?? 0) - (proven?.lo ?? 0)).toBeLessThan(60);
    expect(proven?.lo).toBeLessThan(0);
    expect(proven?.hi).toBeGreaterThan(0);
  });

  test('is nothing for samples that no clock with such a Date can have sent', () => {
    const first = sample(10_100, 0);
    expect(laggingBound([first, { ...sample(11_100, 0), dateEpochMs: 20_000 }], 1000, 11_120)).toBeNull();
  });
});
