import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../main/sync/measurement.ts';
import { onlyObject, originFor, run, unfolded } from './command.ts';

const path = { baseMs: 12, jitterMs: 1 };

const NUMBER = 'a number';
/** The same, with every number's place told and not its value. */
const shapeOf = (object: object): unknown =>
  JSON.parse(JSON.stringify(object), (_, value: unknown) => (typeof value === 'number' ? NUMBER : value));

describe.concurrent('ticketime sync', () => {
  test('measures a server and prints exactly the promised object', async (t) => {
    const origin = await originFor(t, { offsetMs: -1234.5, delays: { forward: path, back: path } });
    const ended = await run(t, ['sync', '--json', origin.url]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const object = onlyObject(ended) as unknown as Measurement;
    expect(shapeOf(object)).toEqual({
      url: origin.url,
      source: 'date-header',
      offsetMs: NUMBER,
      precisionMs: NUMBER,
      accuracyMs: NUMBER,
      boundMs: [NUMBER, NUMBER],
      delayMs: { min: NUMBER, q1: NUMBER, median: NUMBER, q3: NUMBER, max: NUMBER },
      samples: NUMBER,
      durationMs: NUMBER,
      cdn: null,
      edge: null,
      tick: 'honest',
      tickEvidence: [
        'Fresh probes on another connection found the change of second again.',
        'The practice server changes its Date with its second.',
      ],
      accuracyIfHonestMs: NUMBER,
      clocks: null,
      reference: null,
      warnings: [],
      measuredAtEpochMs: NUMBER,
    });
    const truth = origin.trueOffsetMs();
    expect(truth).toBeGreaterThan(object.boundMs[0]);
    expect(truth).toBeLessThan(object.boundMs[1]);
    expect((await origin.requests()).length).toBeLessThanOrEqual(20);
  });

  test('tells people the offset in words, each reply on stderr, and the report on stdout', async (t) => {
    const headers = { Server: 'nginx', 'cf-ray': '8f2b' };
    const origin = await originFor(t, { offsetMs: 90_000, habits: { headers } });
    const { code, stdout, stderr } = await run(t, ['sync', '--quick', origin.url], { TZ: 'Asia/Seoul' });
    expect(code).toBe(0);
    const { host } = new URL(origin.url);
    const [first, ...figures] = unfolded(stdout).split('\n');
    expect(first).toMatch(new RegExp(`^${host}: this computer is 1 min (29|30)\\.\\d+ s slow, ± 1,\\d+ ms$`));
    expect(figures.map((line) => line.slice(2, 13).trimEnd()).slice(0, 9)).toEqual([
      'Server time',
      'Accuracy',
      'Precision',
      'Proven',
      'Round trips',
      'Requests',
      'Tick',
      'CDN',
      '',
    ]);
    expect(stdout).toContain('(Asia/Seoul, UTC+09:00), when printed');
    expect(unfolded(stdout)).toContain('Cloudflare ("cf-ray: 8f2b")');
    expect(figures.at(-2)).toMatch(/^Warning: Some kinds of server change their Date/);
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe(`Measuring ${origin.url}`);
    expect(lines[1]).toMatch(/^request 1 of \d+: round trip \d+\.\d ms, ± \d+ ms, about \d s left$/);
    expect(lines.at(-1)).toMatch(/, almost done$/);
    expect(stdout + stderr).not.toContain('\x1b');
  });

  test('sends no two requests within the gap, and closer ones only when told to', async (t) => {
    const origin = await originFor(t);
    await run(t, ['sync', '--quick', '--samples', '3', origin.url]);
    const before = await origin.requests();
    await run(t, ['sync', '--quick', '--samples', '3', '--gap', '100', origin.url]);
    const after = (await origin.requests()).slice(before.length);
    const gaps = (records: typeof before) =>
      records.slice(1).map(({ arrivedAt }, i) => arrivedAt - records[i].arrivedAt);
    // What arrives was sent up to a few ms earlier, for a busy machine delays the arrival.
    expect(Math.min(...gaps(before))).toBeGreaterThan(490);
    expect(Math.min(...gaps(after))).toBeGreaterThan(90);
  });
});
