import { describe, expect, test } from 'vitest';
import { readAt } from '../../api/protocol/reading.ts';
import { KeptClock, type Measured } from '../../main/keeping/kept-clock.ts';
import type { Measurement } from '../../main/sync/measurement.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** Wall minus monotonic clock. */
const ANCHOR_MS = 1.79e12;

interface Found {
  /** Monotonic, of the axis. */
  at: number;
  /** Server minus wall clock. */
  offsetMs: number;
  precisionMs?: number;
  accuracyMs?: number;
  anchorMs?: number;
  axis?: string;
  /** Server minus standard time, and its ±. */
  standard?: [aheadMs: number, accuracyMs: number];
  source?: Measurement['source'];
  tick?: Measurement['tick'];
}

function found({
  at,
  offsetMs,
  precisionMs = 1,
  accuracyMs = 3,
  anchorMs = ANCHOR_MS,
  axis = 'boot:0',
  standard,
  source = 'date-header',
  tick = 'honest',
}: Found): Measured {
  const measurement: Measurement = {
    url: 'https://example.com/',
    source,
    offsetMs,
    precisionMs,
    accuracyMs,
    accuracyIfHonestMs: 3,
    boundMs: [offsetMs - 10, offsetMs + 10],
    delayMs: { min: 20, q1: 21, median: 22, q3: 23, max: 30 },
    samples: 16,
    durationMs: 17_000,
    cdn: null,
    edge: null,
    tick,
    tickEvidence: [],
    clocks: null,
    reference: standard ? { name: 'ntp', aheadMs: standard[0], accuracyMs: standard[1] } : null,
    warnings: [],
    measuredAtEpochMs: at + anchorMs,
  };
  return { measurement, anchorMs, axis, compared: measurement.reference };
}

const shown = (kept: KeptClock, at: number) => kept.reading && readAt(kept.reading, at);

describe('a kept clock', () => {
  test('is not known before the first measurement', () => {
    expect(new KeptClock().reading).toBeNull();
    expect(new KeptClock().health(0)).toBeNull();
  });

  test('shows what was measured, with a ± that grows by some 48 ppm while its rate is not known', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    expect(shown(kept, 0)).toMatchObject({ serverEpochMs: ANCHOR_MS + 150, accuracyMs: 3 });
    const later = shown(kept, HOUR_MS);
    expect(later?.serverEpochMs).toBe(ANCHOR_MS + 150 + HOUR_MS);
    expect(later?.accuracyMs).toBeCloseTo(3 + 173, -1);
  });

  test('is carried on at the rate that its measurements show', () => {
    const kept = new KeptClock();
    for (let hour = 0; hour < 12; hour++)
      kept.take(found({ at: hour * HOUR_MS, offsetMs: 150 + 36 * hour, precisionMs: 0.5, accuracyMs: 1 }));
    const now = shown(kept, 12 * HOUR_MS);
    expect(now?.serverEpochMs).toBeCloseTo(ANCHOR_MS + 12 * HOUR_MS + 150 + 36 * 12, -1);
    expect(now?.accuracyMs).toBeLessThan(25);
    expect(kept.drift().againstLocal?.skewPpm).toBeCloseTo(10, 0);
  });

  test('is not moved by a step of the wall clock', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    // The wall clock was set forward by an hour: the server is now that much behind it.
    const again = found({ at: 60 * SECOND_MS, offsetMs: 150 - HOUR_MS, anchorMs: ANCHOR_MS + HOUR_MS });
    expect(kept.take(again).movedMs).toBe(0);
    expect(shown(kept, 60 * SECOND_MS)?.serverEpochMs).toBeCloseTo(ANCHOR_MS + 60 * SECOND_MS + 150, 6);
  });

  test('believes the tighter of two measurements that agree, and the newer of two that do not', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    const rough = found({ at: 60 * SECOND_MS, offsetMs: 155, precisionMs: 8, accuracyMs: 20 });
    expect(kept.take(rough)).toEqual({ isBelieved: false, movedMs: 0 });
    const moved = kept.take(found({ at: 120 * SECOND_MS, offsetMs: 450, precisionMs: 8, accuracyMs: 20 }));
    expect(moved.isBelieved).toBe(true);
    expect(moved.movedMs).toBeCloseTo(300, 0);
    expect(shown(kept, 120 * SECOND_MS)).toMatchObject({ accuracyMs: 20 });
  });

  test('does not let standard time stand in for a server’s own clock that is known', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    expect(kept.take(found({ at: HOUR_MS, offsetMs: 0, source: 'sntp' })).isBelieved).toBe(false);
    expect(kept.reading?.source).toBe('date-header');
    const alone = new KeptClock();
    alone.take(found({ at: 0, offsetMs: 5, source: 'sntp' }));
    expect(alone.reading?.source).toBe('sntp');
  });

  test('takes the server’s own clock for what it is when standard time stood in before, however rough', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 5, accuracyMs: 15, source: 'sntp' }));
    const own = found({ at: 60 * SECOND_MS, offsetMs: 300, precisionMs: 40, accuracyMs: 60 });
    expect(kept.take(own)).toEqual({ isBelieved: true, movedMs: 0 });
    expect(kept.reading).toMatchObject({ source: 'date-header', accuracyMs: 60 });
  });
});

describe('after a sleep or a restart', () => {
  const standard = {
    offsetMs: 40,
    accuracyMs: 2,
    anchorMs: ANCHOR_MS + 2 * HOUR_MS,
    at: 500,
    axis: 'boot:1',
  };

  test('nothing is known, for the axis is another one', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    expect(kept.keepOnly('boot:0')).toBe(false);
    expect(kept.keepOnly('boot:1')).toBe(true);
    expect(kept.reading).toBeNull();
    expect(kept.keepOnly('boot:1')).toBe(false);
  });

  test('standard time carries it over, with both uncertainties', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150, standard: [110, 5] }));
    kept.keepOnly('boot:1');
    expect(kept.carryOver(standard)).toBe(true);
    // Standard time is 40 ms ahead of the wall clock now, and the server was 110 ms ahead of standard time.
    const now = shown(kept, standard.at);
    expect(now?.serverEpochMs).toBeCloseTo(standard.at + standard.anchorMs + 40 + 110, 3);
    expect(kept.reading?.carriedBy).toBe('standard-time');
    // Two hours at what two unknown clocks may drift.
    expect(now?.accuracyMs).toBeGreaterThan(5 + 2 + 2 * 3600 * 0.04);
    expect(kept.carryOver(standard)).toBe(false);
  });

  test('what is carried over is what was believed last, not where the server was before it was set', () => {
    const kept = new KeptClock();
    for (let hour = 0; hour < 10; hour++)
      kept.take(found({ at: hour * HOUR_MS, offsetMs: 100, standard: [100, 5] }));
    kept.take(found({ at: 10 * HOUR_MS, offsetMs: 800, standard: [800, 5] }));
    kept.keepOnly('boot:1');
    kept.carryOver({ offsetMs: 0, accuracyMs: 2, anchorMs: ANCHOR_MS + 11 * HOUR_MS, at: 0, axis: 'boot:1' });
    const now = shown(kept, 0);
    expect((now?.serverEpochMs ?? 0) - ANCHOR_MS - 11 * HOUR_MS).toBeCloseTo(800, -1);
  });

  test('standard time in the server’s stead does not push out what can be carried over', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 400, standard: [400, 5] }));
    kept.keepOnly('boot:1');
    expect(kept.take(found({ at: 10, offsetMs: 0, source: 'sntp', axis: 'boot:1' })).isBelieved).toBe(false);
    expect(kept.carryOver(standard)).toBe(true);
    expect(kept.reading?.source).toBe('date-header');
  });

  test('what has become too rough on the way is not carried over at all', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150, standard: [110, 5] }));
    kept.keepOnly('boot:1');
    const late = { ...standard, anchorMs: ANCHOR_MS + 30 * 24 * HOUR_MS };
    expect(kept.carryOver(late)).toBe(false);
  });

  test('what was lost stays lost when the server was never compared with standard time', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150 }));
    kept.keepOnly('boot:1');
    expect(kept.carryOver(standard)).toBe(false);
    expect(kept.reading).toBeNull();
  });

  test('a Date that may lag is carried over with its doubt', () => {
    const kept = new KeptClock();
    kept.take(found({ at: 0, offsetMs: 150, accuracyMs: 503, standard: [110, 5], tick: 'lagging' }));
    kept.keepOnly('boot:1');
    kept.carryOver(standard);
    expect(shown(kept, standard.at)?.accuracyMs).toBeGreaterThan(505);
  });

  test('the next measurement is compared with none on another axis, and begins anew with the rate that was known', () => {
    const kept = new KeptClock();
    for (let hour = 0; hour < 12; hour++)
      kept.take(found({ at: hour * HOUR_MS, offsetMs: 36 * hour, precisionMs: 0.5, accuracyMs: 1 }));
    expect(kept.earlier('boot:0')).toBeDefined();
    expect(kept.earlier('boot:1')).toBeUndefined();
    const anew = found({ at: 100, offsetMs: -5000, axis: 'boot:1', precisionMs: 0.5, accuracyMs: 1 });
    expect(kept.take(anew)).toEqual({ isBelieved: true, movedMs: 0 });
    expect(kept.reading?.skewPpm).toBeCloseTo(10, 0);
    expect(kept.reading?.ageingPpm).toBeLessThan(12);
  });
});

describe('the health of what is known', () => {
  const kept = new KeptClock();
  kept.take(found({ at: 0, offsetMs: 150 }));

  test('is near 100 when it was just measured, and falls with its age', () => {
    const scores = [0, 60 * SECOND_MS, HOUR_MS, 10 * HOUR_MS].map((at) => kept.health(at)?.score ?? -1);
    expect(scores[0]).toBeGreaterThan(90);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores[2]).toBeLessThan(20);
  });

  test('is stated anew when its ageing was reckoned for less time than has passed', () => {
    expect(kept.refresh(HOUR_MS)).toBe(false);
    const before = shown(kept, 3 * HOUR_MS);
    expect(kept.refresh(3 * HOUR_MS)).toBe(true);
    expect(shown(kept, 3 * HOUR_MS)?.accuracyMs).toBeCloseTo(before?.accuracyMs ?? 0, 6);
    expect(kept.reading?.asOf).toBe(3 * HOUR_MS);
    expect(shown(kept, 4 * HOUR_MS)?.ageMs).toBe(4 * HOUR_MS);
  });
});
