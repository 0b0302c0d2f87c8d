import { describe, expect, test } from 'vitest';
import { weighStated } from '../../main/cli/when-wait.ts';

const MINUTE_MS = 60_000;
const measured = (offsetMs: number, precisionMs: number, atMs: number, anchorMs = 1e12) => ({
  measurement: { offsetMs, precisionMs, accuracyMs: precisionMs + 5, measuredAtEpochMs: anchorMs + atMs },
  anchorMs,
});

describe('a second measurement, on the way to the time', () => {
  const first = measured(100, 1, 0);

  test('is not believed when it agrees with the first one and is no tighter', () => {
    expect(weighStated(first, measured(104, 5, MINUTE_MS))).toEqual({ isBelieved: false, movedMs: 0 });
  });

  test('is believed when the first one has aged so much that it is tighter', () => {
    expect(weighStated(first, measured(104, 5, 2 * MINUTE_MS))).toEqual({ isBelieved: true, movedMs: 0 });
  });

  test('is believed when they contradict each other, and how far they are apart is known', () => {
    expect(weighStated(first, measured(130, 10, MINUTE_MS))).toEqual({ isBelieved: true, movedMs: 30 });
    expect(weighStated(first, measured(70, 10, MINUTE_MS))).toEqual({ isBelieved: true, movedMs: -30 });
  });

  test('does not contradict the first one because this computer’s clock was set between them', () => {
    expect(weighStated(first, measured(-400, 5, MINUTE_MS, 1e12 + 500))).toEqual({
      isBelieved: false,
      movedMs: 0,
    });
  });
});
