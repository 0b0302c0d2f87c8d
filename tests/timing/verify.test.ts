import { describe, expect, test } from 'vitest';
import { estimateOffset } from '../../main/timing/estimate.ts';
import type { Sample } from '../../main/timing/sample.ts';
import { agrees, verifyProbe } from '../../main/timing/verify.ts';

const OFFSET = 250;
const DELAY = 30;
const known: Sample[] = [-500, 500, -50, 50, -5, 5, -1, 1].map((distance, i) => {
  const sentEpochMs = 11_750 + i * 1000 + distance - DELAY / 2;
  const dateEpochMs = 12_000 + i * 1000 + (distance < 0 ? -1000 : 0);
  return { sentEpochMs, receivedEpochMs: sentEpochMs + DELAY, dateEpochMs };
});
const found = estimateOffset(known, 18_766);
if (!found) throw new Error('contradiction');
const estimate = found;

/** A probe sent at that instant, with that delay, of a server that is `offsetMs` ahead. */
function probe(sentEpochMs: number, delayMs = DELAY, offsetMs = OFFSET): Sample {
  const dateEpochMs = Math.floor((sentEpochMs + delayMs / 2 + offsetMs) / 1000) * 1000;
  return { sentEpochMs, receivedEpochMs: sentEpochMs + delayMs, dateEpochMs };
}

describe('verification', () => {
  test.each(['before', 'after'] as const)(
    'aims its probe just %s the boundary, at least 2 ms off',
    (side) => {
      const send = verifyProbe(side, known, estimate, 20_000);
      expect(send).toBeGreaterThanOrEqual(20_000);
      expect(send).toBeLessThan(21_000);
      const serverMs = (send + DELAY / 2 + estimate.offsetMs) % 1000;
      const distance = side === 'before' ? 1000 - serverMs : serverMs;
      expect(distance).toBeGreaterThanOrEqual(2);
      expect(distance).toBeLessThan(20);
    },
  );

  test.each(['before', 'after'] as const)('agrees with the same clock %s the boundary', (side) => {
    expect(agrees(probe(verifyProbe(side, known, estimate, 20_000)), known, estimate)).toBe(true);
  });

  test('disagrees with a clock that is 100 ms ahead or behind', () => {
    const [before, after] = (['before', 'after'] as const).map((side) =>
      verifyProbe(side, known, estimate, 20_000),
    );
    expect(agrees(probe(before, DELAY, OFFSET + 100), known, estimate)).toBe(false);
    expect(agrees(probe(after, DELAY, OFFSET - 100), known, estimate)).toBe(false);
  });

  test('says nothing of a probe that was held up so long that it may have been stamped on either side', () => {
    expect(agrees(probe(verifyProbe('before', known, estimate, 20_000), 120), known, estimate)).toBeNull();
  });
});
