import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { makePlan } from '../../main/sync/plan.ts';
import { path, runOnce } from './runs.ts';

const world = { ...path(30, 1), offsetMs: 1234, seed: 7, headers: { server: 'nginx' } };
const from = (reply: number, status: number, retryAfterMs: number | null) => (k: number) =>
  k >= reply ? { status, retryAfterMs } : null;

/** Servers that ask to be spared, or are gone. */
describe('014 limits', () => {
  test('429 without Retry-After doubles the gap each time, and its Date is still read', async () => {
    const { world: ran, measurement } = await runOnce({ ...world, limits: from(4, 429, null) }, makePlan({}));
    const gaps = ran.sentAt.slice(1).map((at, i) => at - ran.sentAt[i]);
    expect(gaps[3]).toBeGreaterThanOrEqual(1000);
    expect(gaps[4]).toBeGreaterThanOrEqual(2000);
    expect(gaps[5]).toBeGreaterThanOrEqual(4000);
    expect(measurement.warnings.map(({ code }) => code)).toEqual(['slowed-down', 'time-limit']);
    expect(measurement.durationMs).toBeLessThanOrEqual(60_000);
  });

  test('a short Retry-After is waited for', async () => {
    const { world: ran } = await runOnce(
      { ...world, limits: (k) => (k === 4 ? { status: 503, retryAfterMs: 3000 } : null) },
      makePlan({}),
    );
    expect(ran.sentAt[4] - ran.sentAt[3]).toBeGreaterThanOrEqual(3000);
  });

  test('a long Retry-After ends the run with what is known, and no further request is sent', async () => {
    const { world: ran, measurement } = await runOnce(
      { ...world, limits: from(6, 429, 120_000) },
      makePlan({}),
    );
    expect(ran.sentAt).toHaveLength(6);
    expect(measurement.samples).toBe(6);
    expect(measurement.warnings.at(-1)).toEqual({
      code: 'rate-limited',
      message:
        'The server asked to be left alone for 120 s (Retry-After), so the measurement ended early; ' +
        'this is what was known by then.',
    });
  });

  test('a page of maintenance that asks for an hour is read once, and left alone', async () => {
    const { world: ran, measurement } = await runOnce(
      { ...world, limits: from(1, 503, 3_600_000) },
      makePlan({}),
    );
    expect(ran.sentAt).toHaveLength(1);
    expect(measurement.samples).toBe(1);
    expect(measurement.warnings.map(({ code }) => code)).toEqual(['rate-limited']);
  });

  test('a server that dies in the middle fails the run after three attempts, in one sentence', async () => {
    const run = runOnce({ ...world, diesAfter: 5 }, makePlan({}));
    await expect(run).rejects.toEqual(
      new Failure(
        'server-lost',
        'simulated.test stopped answering after 5 replies. simulated.test on port 80 refused the connection.',
      ),
    );
  });

  test('a server that dies before it can be verified leaves the estimate, with a warning', async () => {
    const { measurement } = await runOnce(
      { ...world, diesAfter: 13 },
      { ...makePlan({ samples: 13 }), maxRequests: 20 },
    );
    expect(measurement.warnings.map(({ code }) => code)).toEqual(['not-verified']);
  });
});
