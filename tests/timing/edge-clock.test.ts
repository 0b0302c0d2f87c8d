import { describe, expect, it, test } from 'vitest';
import {
  edgeClock,
  readEdgeStamp,
  readEdgeTrace,
  type EdgeReading,
  type EdgeStamp,
} from '../../main/timing/edge-clock.ts';

const trace = (ts: string) =>
  `fl=80f417\nh=example.com\nip=192.0.2.1\nts=${ts}\nvisit_scheme=https\ncolo=ICN\n`;

describe('a stamp', () => {
  test.each<[Record<string, string>, EdgeStamp]>([
    [
      { 'x-timer': 'S1795347668.007250,VS0,VE31' },
      { name: 'Fastly', epochMs: 1795347668007.25, resolutionMs: 0.001, heldMs: 31 },
    ],
    [
      // With a shield: what the edge that was asked first held is the longest.
      { 'x-timer': 'S1795347668.007,VS0,VS0,VE70,VE103' },
      { name: 'Fastly', epochMs: 1795347668007, resolutionMs: 1, heldMs: 103 },
    ],
    [
      { 'x-timer': 'S1392947468.641059399,VS0' },
      { name: 'Fastly', epochMs: 1392947468641.059399, resolutionMs: 1e-6, heldMs: 0 },
    ],
    [
      {
        'server-timing':
          'cdn-cache; desc=MISS, edge; dur=30, origin; dur=457, ak_p; desc="1780585026762_388937167_2176452374_50665_12718_2_0_219";dur=1',
      },
      { name: 'Akamai', epochMs: 1780585026762, resolutionMs: 1, heldMs: 0 },
    ],
    [
      { 'server-timing': 'ak_p; desc="1691142996060_3283072311_314087296_256_4333_18_-_-";dur=1' },
      { name: 'Akamai', epochMs: 1691142996060, resolutionMs: 1, heldMs: 0 },
    ],
  ])('is read from %j', (headers, stamp) => {
    expect(readEdgeStamp(headers)).toEqual(stamp);
  });

  test.each([
    {},
    { 'x-timer': '' },
    { 'x-timer': 'S1795347668,VS0,VE0' },
    { 'x-timer': 'S-1795347668.007,VS0,VE0' },
    { 'x-timer': 'S1795347668.007,VS0,VE-5' },
    { 'x-timer': 'S1e9.5,VS0,VE0' },
    { 'x-timer': 'S1795347668.007,VS0,VE0, S1795347669.007,VS0,VE0' },
    { 'x-timer': `S${'9'.repeat(400)}.5,VS0,VE0` },
    { 'x-timer': `S1795347668.007${',VE1'.repeat(10_000)}` },
    { 'server-timing': 'ak_p; desc="466218_388937167_1";dur=1' },
    { 'server-timing': 'ak_p; desc="1_2"' },
    { 'server-timing': 'ak_p; dur=1780585026762' },
    { 'server-timing': 'oak_p; desc="1780585026762_1"' },
    { 'server-timing': 'ak_p; desc="1780585026762_<script>"' },
  ])('is not read from %j', (headers) => {
    expect(readEdgeStamp(headers)).toBeNull();
  });

  test.each<[string, number, number]>([
    ['1772941360.629', 1772941360629, 1],
    ['1785677902.76', 1785677902760, 10],
    ['1790765207.000', 1790765207000, 1000],
    ['1790765207', 1790765207000, 1000],
  ])("of Cloudflare's trace, ts=%s, is %d and good to %d ms", (ts, epochMs, resolutionMs) => {
    const stamp = { name: 'Cloudflare', epochMs, resolutionMs, heldMs: 0 };
    expect(readEdgeTrace(trace(ts))).toEqual(stamp);
    expect(readEdgeTrace(trace(ts).replaceAll('\n', '\r\n'))).toEqual(stamp);
  });

  test.each([
    '',
    '<html>ts=1772941360.629</html>',
    'ts=1772941360.629',
    trace('soon'),
    trace('1772941360629'),
    trace('-1772941360.629'),
    trace('1772941360.'),
    trace('1772941360.629') + 'x'.repeat(5000),
  ])('is not read from the trace %j', (body) => {
    expect(readEdgeTrace(body)).toBeNull();
  });
});

describe("an edge's clock", () => {
  const at = 1_795_347_668_000;
  /** An exchange sent at `sentMs` after `at` that took `delayMs`, `stampedMs` after its start, by a clock `offsetMs` ahead. */
  const reading = (
    sentMs: number,
    delayMs: number,
    stampedMs: number,
    { offsetMs = 250, ...stamp }: Partial<EdgeStamp> & { offsetMs?: number } = {},
  ): EdgeReading => ({
    name: 'Fastly',
    epochMs: at + sentMs + stampedMs + offsetMs,
    resolutionMs: 0.001,
    heldMs: 0,
    sentEpochMs: at + sentMs,
    receivedEpochMs: at + sentMs + delayMs,
    ...stamp,
  });

  it('is the middle of what the reading of least delay allows, and all of them bound it', () => {
    const clock = edgeClock([reading(0, 40, 12), reading(1000, 20, 11), reading(2000, 100, 15)]);
    expect(clock).toMatchObject({ name: 'Fastly', samples: 3 });
    // 20 ms: the middle is (11 - 20 + 11) / 2 = 1 ms late.
    expect(clock?.offsetMs).toBeCloseTo(251, 2);
    expect(clock?.accuracyMs).toBeGreaterThan(10);
    expect(clock?.accuracyMs).toBeLessThan(10.3);
  });

  it('does not reckon with the time that the edge held the request', () => {
    const slow = { heldMs: 300 };
    const clock = edgeClock([reading(0, 320, 10, slow), reading(1000, 325, 10, slow)]);
    expect(clock?.offsetMs).toBeCloseTo(250, 1);
    expect(clock?.accuracyMs).toBeLessThan(10.2);
  });

  it('is narrowed by readings on either side, and stays within what is proven by each', () => {
    // The first was stamped late in its exchange, the second early: together they leave 4 ms.
    const clock = edgeClock([reading(0, 30, 28), reading(1000, 31, 2)]);
    expect(clock?.accuracyMs).toBeGreaterThanOrEqual(2);
    expect(Math.abs((clock?.offsetMs ?? 0) - 250)).toBeLessThanOrEqual(clock?.accuracyMs ?? 0);
    expect(clock?.accuracyMs).toBeLessThan(4.3);
  });

  it('holds the truth whatever the path and the resolution', () => {
    for (const resolutionMs of [0.001, 1, 1000]) {
      for (let i = 0; i < 200; i++) {
        const readings = [0, 1, 2, 3].map((k) => {
          const delayMs = 5 + ((i * 37 + k * 61) % 90);
          const stampedMs = (delayMs * ((i * 13 + k * 29) % 101)) / 100;
          const exact = reading(k * 1237 + i * 7, delayMs, stampedMs, { offsetMs: -321.5, resolutionMs });
          return { ...exact, epochMs: Math.floor(exact.epochMs / resolutionMs) * resolutionMs };
        });
        const clock = edgeClock(readings);
        expect(Math.abs((clock?.offsetMs ?? NaN) + 321.5)).toBeLessThanOrEqual(clock?.accuracyMs ?? 0);
      }
    }
  });

  it('is read from a single trace, and whole seconds widen its bar', () => {
    const name = 'Cloudflare';
    expect(edgeClock([reading(0, 20, 10, { name, resolutionMs: 1 })])?.accuracyMs).toBeCloseTo(10.5);
    expect(edgeClock([reading(0, 20, 10, { name, resolutionMs: 1000 })])?.accuracyMs).toBeCloseTo(510);
  });

  it('may be far off, but not by a day', () => {
    const off = (offsetMs: number) => [0, 1000].map((sentMs) => reading(sentMs, 20, 10, { offsetMs }));
    expect(edgeClock(off(-80_000_000))?.offsetMs).toBeCloseTo(-80_000_000, 1);
    expect(edgeClock(off(-87_000_000))).toBeNull();
    expect(edgeClock(off(NaN))).toBeNull();
  });

  const frozen = [0, 1000, 2000].map((sentMs) => reading(sentMs, 20, 10, { epochMs: at }));
  test.each<[string, EdgeReading[]]>([
    ['nothing', []],
    ['a single header', [reading(0, 20, 10)]],
    ['a frozen stamp', frozen],
    ['a frozen stamp and one other', [...frozen, reading(3000, 20, 10)]],
    ['stamps that a cache renews now and then', [frozen[0], reading(3000, 20, 10, { epochMs: at + 900 })]],
    ['edges whose clocks differ', [reading(0, 20, 10), reading(1000, 20, 10, { offsetMs: 280 })]],
    ['two networks', [reading(0, 20, 10), reading(1000, 20, 10, { name: 'Akamai' })]],
    ['longer holds than exchanges', [0, 1000].map((sentMs) => reading(sentMs, 20, 10, { heldMs: 21 }))],
  ])('is not stated from %s', (_, readings) => {
    expect(edgeClock(readings)).toBeNull();
  });

  it('takes the same whole second for one when the exchanges lie within it', () => {
    const second = { name: 'Cloudflare' as const, resolutionMs: 1000, epochMs: at };
    expect(edgeClock([reading(100, 20, 10, second), reading(700, 20, 10, second)])?.samples).toBe(2);
  });
});
