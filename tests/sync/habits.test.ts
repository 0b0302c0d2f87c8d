/**
 * The engine in its worker against the practice origin's habits, over real sockets: caches, several backends, late ticks.
 */
import { describe, expect, test, type TestContext } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../../main/practice/origin.ts';
import type { PracticeHabits } from '../../main/practice/habits.ts';
import {
  creepingLag,
  constantLag,
  halfSecondHeartbeat,
  onDemandHeartbeat,
} from '../../main/practice/tick.ts';
import type { Measurement } from '../../main/sync/measurement.ts';
import { startSync, type SyncOptions } from '../../main/sync/synchronizer.ts';

const ALONE = { order: [], ntpHosts: [], referenceSite: '' };

async function syncOf(t: TestContext, habits: PracticeHabits, options: Partial<SyncOptions> = {}) {
  const way = { baseMs: 8, jitterMs: 0.5 };
  const origin: PracticeOrigin = await startPracticeOrigin({
    offsetMs: 4321.5,
    habits,
    delays: { forward: way, back: way },
  });
  t.onTestFinished(() => origin.close());
  const sync = startSync({ input: origin.url, reference: ALONE, ...options });
  return { origin, result: sync.result };
}

const codes = ({ warnings }: Measurement) => warnings.map(({ code }) => code);

function expectTrue(measurement: Measurement, origin: PracticeOrigin): void {
  const truth = origin.trueOffsetMs();
  expect(measurement.boundMs[0]).toBeLessThan(truth);
  expect(measurement.boundMs[1]).toBeGreaterThan(truth);
}

describe.concurrent('a cached Date', () => {
  test('is gone around by a query that no cache has seen, and that is said', async (t) => {
    // With so few samples there are requests left for the second connection, however long the cache was looked at.
    const { origin, result } = await syncOf(t, { frozen: { ageMs: 60_000, sendsAge: true } }, { samples: 8 });
    const measurement = await result;
    expect(codes(measurement)).toEqual(['cache-bypassed']);
    expect(measurement.url).toMatch(/\?ticketime=\d+$/);
    expect(measurement.tick).toBe('honest');
    expectTrue(measurement, origin);
    const paths = (await origin.requests()).map(({ path }) => path).filter((path) => path.includes('?'));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('that no address goes around is dated by its Age, good to a second or two', async (t) => {
    const { origin, result } = await syncOf(t, {
      frozen: { ageMs: 60_000, sendsAge: true, keepsQueries: true },
    });
    const measurement = await result;
    expect(codes(measurement)).toEqual(['frozen-date']);
    expect(measurement.tick).toBe('unknown');
    expect(measurement.accuracyMs).toBeLessThan(1100);
    expectTrue(measurement, origin);
  });

  test('without an Age cannot be read, in one sentence', async (t) => {
    const { origin, result } = await syncOf(t, {
      frozen: { ageMs: 60_000, sendsAge: false, keepsQueries: true },
    });
    await expect(result).rejects.toEqual(
      new Failure(
        'frozen-date',
        `127.0.0.1:${origin.port} sends the Date of a cached reply, which stands still, and nothing that tells how ` +
          'old it is: try another address of that site.',
      ),
    );
  });

  test('with an Age that does not grow contradicts itself, in one sentence', async (t) => {
    const headers = { Age: '60' };
    const { origin, result } = await syncOf(t, {
      frozen: { ageMs: 60_000, sendsAge: false, keepsQueries: true },
      headers,
    });
    await expect(result).rejects.toEqual(
      new Failure(
        'contradicting-cache',
        `127.0.0.1:${origin.port} sends a cached Date whose Age does not grow with time, so its clock cannot be ` +
          'read: try another address of that site.',
      ),
    );
  });

  test('that is alive is not corrected by an Age', async (t) => {
    const { origin, result } = await syncOf(t, { headers: { Age: '7' } });
    const measurement = await result;
    expect(Math.abs(measurement.offsetMs - origin.trueOffsetMs())).toBeLessThan(100);
    expectTrue(measurement, origin);
  });
});

describe.concurrent('several backends', () => {
  test('300 ms apart are listed by a precise sync, each with its share', async (t) => {
    const { origin, result } = await syncOf(t, { backends: [0, 300] }, { mode: 'precise' });
    const { clocks, tick, warnings } = await result;
    expect(clocks).toHaveLength(2);
    const [stated, other] = clocks ?? [];
    expect(Math.abs(stated.offsetMs - origin.trueOffsetMs())).toBeLessThan(30);
    expect(Math.abs(other.offsetMs - origin.trueOffsetMs() - 300)).toBeLessThan(60);
    expect(stated.share + other.share).toBeCloseTo(1, 6);
    expect(tick).toBe('honest');
    expect(warnings.map(({ code }) => code)).toEqual(['several-clocks']);
    const requests = await origin.requests();
    expect(requests.length).toBeLessThanOrEqual(40);
    const gaps = requests.slice(1).map(({ arrivedAt }, i) => arrivedAt - requests[i].arrivedAt);
    // Sent 500 ms apart at least; on the way they may come closer by what the path's jitter makes.
    expect(Math.min(...gaps)).toBeGreaterThan(450);
  });

  test('that take turns with every request contradict each other, and the sentence says so', async (t) => {
    const { result } = await syncOf(t, { backends: [0, 5000], closes: true });
    await expect(result).rejects.toMatchObject({ code: 'contradicting-samples' });
  });
});

describe.concurrent('a late tick', () => {
  test.for([
    ['that creeps', creepingLag(300)],
    ['with a constant lag', constantLag(640)],
    ['on a 500 ms heartbeat', halfSecondHeartbeat(210)],
    ['on a heartbeat that starts anew', onDemandHeartbeat],
  ] as const)('%s is never confidently wrong', async ([, tick], t) => {
    const { origin, result } = await syncOf(t, { tick });
    const outcome = await result.catch((error: unknown) => error);
    // A Date that starts anew may contradict itself, and to say so is no more wrong than to say nothing.
    if (outcome instanceof Failure && tick === onDemandHeartbeat) {
      expect(outcome.code).toBe('contradicting-samples');
      return;
    }
    const measurement = outcome as Measurement;
    expect(measurement.tick).toBe('unknown');
    expect(Math.abs(measurement.offsetMs - origin.trueOffsetMs())).toBeLessThanOrEqual(
      measurement.accuracyMs,
    );
    expectTrue(measurement, origin);
  });
});

describe.concurrent('what the review of a cache taught', () => {
  test.for([
    [{ mode: 'quick' }, true],
    [{ mode: 'quick' }, false],
    [{ samples: 2 }, true],
  ] as const)(
    'a frozen Date is not stated as a live one by %j (with Age: %s)',
    async ([options, sendsAge], t) => {
      const frozen = { ageMs: 3_600_000, sendsAge, keepsQueries: true };
      const { origin, result } = await syncOf(t, { frozen, headers: { Server: 'nginx' } }, options);
      const outcome = await result.catch((error: unknown) => error);
      if (outcome instanceof Failure) expect(outcome.code).toBe('frozen-date');
      else expectTrue(outcome as Measurement, origin);
    },
  );

  test('a server that closes after each reply is not called honest, for each reply may be another’s', async (t) => {
    const { result } = await syncOf(t, { closes: true, headers: { Server: 'nginx' } }, { mode: 'quick' });
    expect((await result).tick).toBe('unknown');
  });
});
