import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { startPracticeOrigin, type PracticeOrigin } from '../../main/practice/origin.ts';
import type { Progress } from '../../main/sync/measurement.ts';
import { startSync } from '../../main/sync/synchronizer.ts';

/** No standard time: nothing but the origin is asked. */
const ALONE = { order: [], ntpHosts: [], referenceSite: '' };

let origin: PracticeOrigin;

beforeAll(async () => {
  const way = { baseMs: 5, jitterMs: 0.5 };
  origin = await startPracticeOrigin({ offsetMs: -1234.5, delays: { forward: way, back: way } });
});
afterAll(() => origin.close());

describe('a sync in its worker', () => {
  test('finds a real server’s clock, telling each request', async () => {
    const told: Progress[] = [];
    const sync = startSync({ input: origin.url, mode: 'quick', reference: ALONE }, (progress) =>
      told.push(progress),
    );
    expect(sync.samples()).toEqual([]);
    const { boundMs, samples, source, url, measuredAtEpochMs } = await sync.result;
    expect(url).toBe(origin.url);
    expect(source).toBe('date-header');
    expect(boundMs[0]).toBeLessThan(origin.trueOffsetMs());
    expect(boundMs[1]).toBeGreaterThan(origin.trueOffsetMs());
    expect(told[0]).toEqual({ type: 'opened', url: origin.url, method: 'HEAD' });
    const probes = told.filter((progress) => progress.type === 'probe');
    expect(probes).toHaveLength(samples);
    expect(probes.map(({ request }) => request)).toEqual(probes.map((_, i) => i + 1));
    expect(probes.at(-1)?.timeLeftMs).toBe(0);
    expect(sync.samples()).toHaveLength(samples);
    for (const { sentEpochMs, receivedEpochMs, dateEpochMs } of sync.samples()) {
      expect(receivedEpochMs).toBeGreaterThan(sentEpochMs);
      expect(receivedEpochMs).toBeLessThan(measuredAtEpochMs);
      // The Date was read off the clock between the two, less up to a second.
      expect(dateEpochMs).toBeLessThanOrEqual(receivedEpochMs + boundMs[1]);
      expect(dateEpochMs + 1000).toBeGreaterThan(sentEpochMs + boundMs[0]);
    }
  });

  test('cancelled, ends at once with what it knows', async () => {
    const sync = startSync({ input: origin.url, reference: ALONE }, (progress) => {
      if (progress.type === 'probe' && progress.request === 3) sync.cancel();
    });
    const { samples, warnings } = await sync.result;
    expect(samples).toBe(3);
    expect(warnings.map(({ code }) => code)).toEqual(['cancelled']);
  });

  test('cancelled before the first reply, fails with one sentence', async () => {
    const sync = startSync({ input: origin.url, reference: ALONE });
    sync.cancel();
    await expect(sync.result).rejects.toEqual(
      new Failure('cancelled', 'The measurement was stopped before the first reply.'),
    );
  });

  test('asks this computer only where that is allowed', async () => {
    const { result } = startSync({ input: origin.url, reference: ALONE, allowsPrivate: false });
    await expect(result).rejects.toMatchObject({ code: 'private-address' });
  });

  test('asks by GET at once when that is known to be needed', async () => {
    const told: Progress[] = [];
    const sync = startSync({ input: origin.url, reference: ALONE, method: 'GET' }, (progress) => {
      told.push(progress);
      if (progress.type === 'probe') sync.cancel();
    });
    await sync.result;
    expect(told[0]).toEqual({ type: 'opened', url: origin.url, method: 'GET' });
  });

  test('fails with the sentence that its worker gave', async () => {
    await expect(startSync({ input: '', reference: ALONE }).result).rejects.toMatchObject({
      code: 'empty-address',
    });
  });
});
