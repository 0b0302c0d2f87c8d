import { describe, expect, test } from 'vitest';
import { nextProbe, sendForBoundary } from '../../main/timing/next-probe.ts';
import { equalMassOffsets, posterior } from '../../main/timing/posterior.ts';
import type { Sample } from '../../main/timing/sample.ts';

describe('sending for a boundary', () => {
  test.each([0, 250, -250, 999.9, -3_600_000.5, 1e9 + 0.25])(
    'with an offset of %d ms, the stamp falls on a whole second of the server, within a second of the earliest',
    (offsetMs) => {
      for (const earliest of [10_000, 10_499.5, 10_999.9]) {
        const send = sendForBoundary(offsetMs, 30, earliest);
        expect(send).toBeGreaterThanOrEqual(earliest);
        expect(send).toBeLessThan(earliest + 1000);
        const second = (send + 15 + offsetMs) / 1000;
        expect(second).toBeCloseTo(Math.round(second), 6);
      }
    },
  );
});

describe('the next probe', () => {
  const first: Sample = { sentEpochMs: 10_000, receivedEpochMs: 10_030, dateEpochMs: 12_000 };

  test('after one sample halves the second', () => {
    const density = posterior([first], 10_030);
    if (!density) throw new Error('contradiction');
    const send = nextProbe([first], density, 10_500);
    expect(send).toBeGreaterThanOrEqual(10_500);
    const phase = (send - first.sentEpochMs) % 1000;
    expect(phase).toBeGreaterThan(400);
    expect(phase).toBeLessThan(600);
  });

  test('asks inside the middle of what is still open', () => {
    const second: Sample = { sentEpochMs: 11_500, receivedEpochMs: 11_530, dateEpochMs: 14_000 };
    const samples = [first, second];
    const density = posterior(samples, 11_530);
    if (!density) throw new Error('contradiction');
    const send = nextProbe(samples, density, 12_000);
    // The offset that the question splits at: the one for which the stamp would fall on a whole second.
    const split = Math.round((send + 15 + 2500) / 1000) * 1000 - (send + 15);
    const offsets = equalMassOffsets(density, 10);
    expect(split).toBeGreaterThan(offsets[2]);
    expect(split).toBeLessThan(offsets[7]);
  });
});
