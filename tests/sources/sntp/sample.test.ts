import { expect, it } from 'vitest';
import type { TimeReply } from '../../../main/sources/sntp/packet.ts';
import { distanceAt, sampleOf } from '../../../main/sources/sntp/sample.ts';

const SENT_AT = 5000;

/** Over a path of 10 ms out and `backMs` back, to a server that is `aheadMs` ahead and takes 3 ms. */
function exchange(aheadMs: number, backMs = 10, rootErrorMs = 0): [TimeReply, number, number] {
  const receivedEpochMs = SENT_AT + 10 + aheadMs;
  const sentEpochMs = receivedEpochMs + 3;
  return [
    { kind: 'time', leap: 'none', stratum: 2, rootErrorMs, receivedEpochMs, sentEpochMs },
    SENT_AT,
    SENT_AT + 13 + backMs,
  ];
}

it('says by how much the server is ahead: positive when the local clock is slow', () => {
  expect(sampleOf(...exchange(151.5))).toMatchObject({
    aheadMs: 151.5,
    delayMs: 20,
    stratum: 2,
    leap: 'none',
  });
  expect(sampleOf(...exchange(-151.5))).toMatchObject({ aheadMs: -151.5 });
});

it('is never further off than its distance, however uneven the path', () => {
  for (const backMs of [0, 1, 10, 100]) {
    const sample = sampleOf(...exchange(0, backMs));
    expect(Math.abs(sample?.aheadMs ?? NaN)).toBeLessThanOrEqual(sample?.distanceMs ?? NaN);
  }
});

it('adds the server’s own distance, and that of its age', () => {
  const sample = sampleOf(...exchange(0, 10, 7));
  if (!sample) throw new Error('no sample');
  expect(sample.distanceMs).toBeCloseTo(7 + 10, 1);
  expect(distanceAt(sample, sample.receivedAt + 100_000) - sample.distanceMs).toBeCloseTo(1.5);
});

it('forgives a clock that is steered, and no server that held the request longer than the trip took', () => {
  expect(sampleOf(...exchange(0, -10.5))).toMatchObject({ delayMs: 0 });
  expect(sampleOf(...exchange(0, -12))).toBeNull();
});
