import { beforeEach, describe, expect, test } from 'vitest';
import { KeptClock } from '../../main/cli/kept-clock.ts';
import type { Disturbance } from '../../main/clock/clock-watch.ts';
import { localClock } from '../../main/clock/local-clock.ts';
import { Failure } from '../../main/failure.ts';
import type { Measurement, Progress } from '../../main/sync/measurement.ts';

const measured = (offsetMs: number): Measurement => ({
  url: 'https://example.com/',
  source: 'date-header',
  offsetMs,
  precisionMs: 1,
  accuracyMs: 2,
  boundMs: [offsetMs - 10, offsetMs + 10],
  delayMs: { min: 1, q1: 1, median: 1, q3: 1, max: 1 },
  samples: 12,
  durationMs: 11_000,
  cdn: null,
  edge: null,
  tick: 'unknown',
  tickEvidence: [],
  accuracyIfHonestMs: 2,
  clocks: null,
  reference: null,
  warnings: [],
  measuredAtEpochMs: localClock.now() + localClock.anchor(),
});

/** Lets everything that has been settled take effect. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a clock that is kept', () => {
  let told: string[];
  let now: number;
  let disturbance: Disturbance | null;
  let started: { result: PromiseWithResolvers<Measurement>; report: (progress: Progress) => void }[];
  let kept: KeptClock;

  beforeEach(() => {
    told = [];
    now = 1000;
    disturbance = null;
    started = [];
    kept = new KeptClock({
      first: measured(100),
      now: () => now,
      measure(report) {
        const result = Promise.withResolvers<Measurement>();
        started.push({ result, report });
        const cancel = () => result.reject(new Failure('cancelled', 'It was stopped.'));
        return {
          result: result.promise,
          samples: () => [],
          standard: () => null,
          stated: () => null,
          cancel,
        };
      },
      tell: (line) => told.push(line),
      watch: { check: () => disturbance },
    });
  });

  const offsetMs = () => {
    const at = localClock.now();
    return kept.clock && Math.round(kept.clock.epochMs(at) - at - localClock.anchor());
  };

  test('goes on while it is measured again, and is then the new one', async () => {
    kept.measureAgain();
    kept.measureAgain();
    expect(started).toHaveLength(1);
    expect(offsetMs()).toBe(100);
    expect(kept.note).toBe('measuring again');
    const estimate = { offsetMs: 0, precisionMs: 1, accuracyMs: 1, bound: { lo: 0, hi: 1 } };
    started[0].report({
      type: 'probe',
      phase: 'search',
      request: 3,
      of: 14,
      delayMs: 1,
      estimate,
      timeLeftMs: 1,
    });
    expect(kept.note).toBe('measuring again: request 3 of 14');
    started[0].result.resolve(measured(140));
    await settled();
    expect(offsetMs()).toBe(140);
    expect(kept.note).toBe('');
    expect(told).toEqual(['example.com: this computer is 140.0 ms slow, ± 2.0 ms']);
  });

  test('goes on when it could not be measured again, which is told', async () => {
    kept.measureAgain();
    started[0].result.reject(new Failure('refused', 'It refused.'));
    await settled();
    expect(offsetMs()).toBe(100);
    expect(told).toEqual(['It refused.']);
  });

  test('leaves a server alone that asked for it, until the person asks', async () => {
    disturbance = { kind: 'suspend', forMs: 60_000 };
    kept.check();
    disturbance = null;
    started[0].result.reject(new Failure('rate-limited', 'It asks to wait.'));
    await settled();
    now += 3_600_000;
    kept.check();
    expect(started).toHaveLength(1);
    kept.measureAgain();
    expect(started).toHaveLength(2);
    started[1].result.resolve(measured(160));
    await settled();
  });

  test('is not moved by a step of this computer’s clock, which is told', () => {
    disturbance = { kind: 'step', byMs: -1500.4 };
    kept.check();
    expect(told).toEqual([
      "This computer's clock was set back by 1500 ms; the server's clock runs on here, unmoved by that.",
    ]);
    expect(started).toHaveLength(0);
  });

  test('is no longer shown when this computer slept, and measured until that succeeds', async () => {
    disturbance = { kind: 'suspend', forMs: 60_000 };
    kept.check();
    disturbance = null;
    expect(kept.clock).toBeNull();
    started[0].result.reject(new Failure('unreachable', 'It cannot be reached.'));
    await settled();
    kept.check();
    expect(started).toHaveLength(1);
    now += 5001;
    kept.check();
    started[1].result.resolve(measured(160));
    await settled();
    expect(offsetMs()).toBe(160);
    kept.check();
    expect(started).toHaveLength(2);
    expect(told).toEqual([
      'This computer slept, so the server is measured again.',
      'It cannot be reached.',
      'example.com: this computer is 160.0 ms slow, ± 2.0 ms',
    ]);
  });

  test('ends what is under way when it is closed, and tells nothing of it', async () => {
    kept.measureAgain();
    await kept.close();
    expect(told).toEqual([]);
  });
});
