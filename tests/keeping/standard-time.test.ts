import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { StandardTime } from '../../main/keeping/standard-time.ts';
import type { StatedReference } from '../../main/sync/reference-now.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const HOSTS = ['a.example', 'b.example', 'c.example'];

/** Standard time by servers some of which answer with a kiss-o'-death. */
function measured(at: number, kisses: Record<string, string> = {}, axis = 'boot:0'): StatedReference {
  const servers = HOSTS.map((name) =>
    name in kisses ? { name, error: { code: kisses[name], message: '' } } : { name, agrees: true },
  );
  const figures = {
    source: 'sntp',
    name: 'a.example',
    offsetMs: 40,
    accuracyMs: 5,
    delayMs: 8,
    samples: 4,
  } as const;
  return { reference: { ...figures, measuredAtEpochMs: at + 1e12, servers } as never, anchorMs: 1e12, axis };
}

function setUp(intervalMs = 15 * MINUTE_MS) {
  const world = { now: 0, axis: 'boot:0', asked: [] as (readonly string[])[], hosts: HOSTS };
  let answer: () => StatedReference = () => measured(world.now, {}, world.axis);
  const standard = new StandardTime({
    now: () => world.now,
    axis: () => world.axis,
    settings: () => ({ order: ['sntp'], ntpHosts: world.hosts, referenceSite: 'x', intervalMs }),
    onMeasured: () => undefined,
    measure({ settings }) {
      world.asked.push(settings.ntpHosts);
      return { result: Promise.resolve().then(() => answer()), cancel: () => undefined };
    },
  });
  const pass = async (ms: number) => {
    world.now += ms;
    standard.check();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { world, standard, pass, answers: (next: () => StatedReference) => (answer = next) };
}

describe('standard time', () => {
  test('is measured at once, and then at its interval', async () => {
    const { world, pass } = setUp();
    await pass(0);
    await pass(15 * MINUTE_MS - 1);
    expect(world.asked).toHaveLength(1);
    await pass(1);
    expect(world.asked).toHaveLength(2);
  });

  test('with an interval of 0 is measured once on each axis', async () => {
    const { world, pass } = setUp(0);
    await pass(0);
    await pass(100 * HOUR_MS);
    expect(world.asked).toHaveLength(1);
    world.axis = 'boot:1';
    await pass(1000);
    expect(world.asked).toHaveLength(2);
  });

  test('is known on its own axis alone, the less certainly the older it is', async () => {
    const { world, standard, pass } = setUp();
    await pass(0);
    expect(standard.at(0)).toEqual({ shiftMs: 1e12 + 40, accuracyMs: 5 });
    expect(standard.at(HOUR_MS)?.accuracyMs).toBeCloseTo(5 + 180, 3);
    world.axis = 'boot:1';
    expect(standard.at(0)).toBeNull();
  });

  test('after failures is asked for ever more rarely, and as before once it is reached', async () => {
    const { world, standard, pass, answers } = setUp();
    answers(() => {
      throw new Failure('no-reference', 'None answered.');
    });
    await pass(0);
    expect(standard.failure?.message).toBe('None answered.');
    for (const [pauseMs, calls] of [
      [MINUTE_MS - 1, 1],
      [1, 2],
      [2 * MINUTE_MS - 1, 2],
      [1, 3],
      [4 * MINUTE_MS, 4],
    ]) {
      await pass(pauseMs);
      expect(world.asked).toHaveLength(calls);
    }
    answers(() => measured(world.now));
    await pass(8 * MINUTE_MS);
    expect(standard.failure).toBeNull();
    await pass(15 * MINUTE_MS);
    expect(world.asked).toHaveLength(6);
  });

  test('is asked for at once when the settings for it have changed', async () => {
    const { world, standard, pass, answers } = setUp();
    answers(() => {
      throw new Failure('no-reference', 'None answered.');
    });
    await pass(0);
    standard.settingsChanged();
    expect(standard.failure).toBeNull();
    await pass(1000);
    expect(world.asked).toHaveLength(2);
  });

  test('is not what was measured on another axis, nor what was measured before', () => {
    const { world, standard } = setUp();
    standard.take(measured(0, {}, 'another boot'));
    expect(standard.latest).toBeNull();
    world.now = 5000;
    standard.take(measured(5000));
    standard.take(measured(2000));
    expect(standard.latest?.reference.measuredAtEpochMs).toBe(1e12 + 5000);
  });

  test('leaves a time server alone that wants to be asked less often for an hour, and one that refuses for a day', async () => {
    const { world, standard, pass, answers } = setUp();
    answers(() => measured(world.now, { 'b.example': 'kiss-rate', 'c.example': 'kiss-deny' }));
    await pass(0);
    expect(standard.settings().ntpHosts).toEqual(['a.example']);
    answers(() => measured(world.now));
    await pass(HOUR_MS);
    expect(standard.settings().ntpHosts).toEqual(['a.example', 'b.example']);
    await pass(23 * HOUR_MS);
    expect(standard.settings().ntpHosts).toEqual(HOSTS);
  });

  test('is asked of what is no address too, for whoever is asked says so in a sentence', async () => {
    const { world, standard, pass } = setUp();
    world.hosts = ['no address:'];
    await pass(0);
    expect(standard.settings().ntpHosts).toEqual(['no address:']);
    expect(world.asked).toEqual([['no address:']]);
  });

  test('is not asked of time servers at all when every one of them refuses', () => {
    const { standard } = setUp();
    standard.take(measured(0, Object.fromEntries(HOSTS.map((host) => [host, 'kiss-deny']))));
    expect(standard.settings().order).toEqual([]);
  });
});
