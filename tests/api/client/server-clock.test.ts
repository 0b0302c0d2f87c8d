import { describe, expect, test } from 'vitest';
import { Connection } from '../../../api/client/connection.ts';
import { CoreClock } from '../../../api/client/core-clock.ts';
import { ServerClock } from '../../../api/client/server-clock.ts';
import { readAt, type Reading } from '../../../api/protocol/reading.ts';
import { seededRandom } from '../../../main/practice/random.ts';
import { FakeCore, readingWith } from './fake-core.ts';
import { VirtualTime } from './virtual-time.ts';

async function world(reading: Reading | null) {
  const time = new VirtualTime();
  const core = new FakeCore(time);
  const connection = new Connection({
    open: core.open,
    time,
    random: () => 0,
    refusal: () => Promise.resolve(null),
  });
  const clock = new ServerClock(new CoreClock(connection, time), time);
  clock.setReading(reading);
  await time.pass(1000);
  const read = () => {
    const now = clock.read();
    if (!now) throw new Error('Nothing is known.');
    return now;
  };
  /** What is shown minus what the reading says. */
  const offBy = (reading: Reading) => read().epochMs - readAt(reading, core.now()).serverEpochMs;
  return { time, core, clock, read, offBy };
}

describe('a server’s clock', () => {
  test('shows what its reading says, with the ± of the reading and of the core’s clock', async () => {
    const reading = readingWith({ skewPpm: 20, ageingPpm: 30, accuracyMs: 2, precisionMs: 1 });
    const { time, core, read, offBy } = await world(reading);
    expect(Math.abs(offBy(reading))).toBeLessThan(0.001);
    await time.pass(600_000);
    expect(Math.abs(offBy(reading))).toBeLessThan(0.02);
    const truth = readAt(reading, core.now());
    expect(read().accuracyMs).toBeGreaterThan(truth.accuracyMs + 0.2);
    expect(read().accuracyMs).toBeLessThan(truth.accuracyMs + 2);
    expect(read()).toMatchObject({
      precisionMs: expect.closeTo(truth.precisionMs, 3) as number,
      stepped: false,
    });
    expect(read().ageMs).toBeCloseTo(truth.ageMs, 0);
  });

  test('is unknown without a reading, and while the core’s clock is not known', async () => {
    const { time, clock, read } = await world(null);
    expect(clock.read()).toBeNull();
    expect(clock.nextSecond()).toBeNull();
    clock.setReading(readingWith());
    expect(read().stepped).toBe(false);
    time.sleep(60_000);
    expect(clock.read()).toBeNull();
    await time.pass(1);
    expect(read().stepped).toBe(false);
    clock.setReading(null);
    expect(clock.read()).toBeNull();
  });

  test.for([40, -40])(
    'glides to a reading that is %d ms apart in two seconds, its ± saying so',
    async (byMs, t) => {
      const { time, clock, read, offBy } = await world(readingWith());
      const next = readingWith({ shiftMs: readingWith().shiftMs + byMs });
      const before = read();
      clock.setReading(next);
      t.expect(read().epochMs).toBeCloseTo(before.epochMs, 3);
      t.expect(read().accuracyMs).toBeCloseTo(before.accuracyMs + 40, 1);
      await time.pass(1000);
      t.expect(offBy(next)).toBeCloseTo(-byMs / 2, 1);
      t.expect(read().accuracyMs).toBeCloseTo(before.accuracyMs + 20, 0);
      await time.pass(1000);
      t.expect(Math.abs(offBy(next))).toBeLessThan(0.001);
      t.expect(read().stepped).toBe(false);
    },
  );

  test.for([51, -51, 90_000, -90_000])(
    'steps to a reading that is %d ms apart, and says so for two seconds',
    async (byMs, t) => {
      const { time, clock, read, offBy } = await world(readingWith());
      const next = readingWith({ shiftMs: readingWith().shiftMs + byMs });
      clock.setReading(next);
      t.expect(Math.abs(offBy(next))).toBeLessThan(0.001);
      t.expect(read().stepped).toBe(true);
      await time.pass(1999);
      t.expect(read().stepped).toBe(true);
      await time.pass(1);
      t.expect(read().stepped).toBe(false);
    },
  );

  test('never runs backwards while it glides, whatever comes in the middle of a glide, and is never off beyond its ±', async () => {
    const random = seededRandom(11);
    const { time, clock, read, core } = await world(readingWith());
    let { shiftMs } = readingWith();
    let last = read().epochMs;
    for (let i = 0; i < 2000; i++) {
      await time.pass(3 + 60 * random());
      if (random() < 0.1) {
        shiftMs += 30 * (2 * random() - 1);
        clock.setReading(readingWith({ shiftMs }));
      }
      const { epochMs, accuracyMs, stepped } = read();
      if (!stepped) expect(epochMs).toBeGreaterThan(last);
      const truth = readAt(readingWith({ shiftMs }), core.now());
      expect(Math.abs(epochMs - truth.serverEpochMs)).toBeLessThanOrEqual(
        accuracyMs - truth.accuracyMs + 0.001,
      );
      last = epochMs;
    }
  });

  test('glides too when it is the core’s clock that is known better', async () => {
    const { time, core, read, offBy } = await world(readingWith());
    core.delays = () => ({ forwardMs: 20, backMs: 0.1 });
    core.drop(1006);
    await time.pass(400); // hello, and pongs over an uneven path: 10 ms off
    expect(offBy(readingWith())).toBeGreaterThan(5);
    core.delays = () => ({ forwardMs: 0.1, backMs: 0.1 });
    let last = read().epochMs;
    for (let i = 0; i < 200; i++) {
      await time.pass(16);
      expect(read().epochMs - last).toBeGreaterThan(15);
      expect(read().epochMs - last).toBeLessThan(17);
      last = read().epochMs;
    }
    await time.pass(20_000);
    expect(Math.abs(offBy(readingWith()))).toBeLessThan(0.01);
  });

  test('tells when its next second comes, in a glide as well', async () => {
    const { time, clock, read } = await world(readingWith());
    for (const byMs of [0, 50, -50]) {
      clock.setReading(readingWith({ shiftMs: readingWith().shiftMs + byMs }));
      const next = clock.nextSecond();
      if (!next) throw new Error('Nothing is known.');
      expect(next.epochMs % 1000).toBe(0);
      expect(next.epochMs).toBeGreaterThan(read().epochMs);
      await time.pass(next.at - time.now());
      expect(read().epochMs).toBeCloseTo(next.epochMs, 2);
      expect(clock.nextSecond()?.epochMs).toBe(next.epochMs + 1000);
      await time.pass(5000);
      clock.setReading(readingWith());
      await time.pass(5000);
    }
  });
});
