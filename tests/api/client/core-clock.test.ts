import { describe, expect, test } from 'vitest';
import { Connection } from '../../../api/client/connection.ts';
import { CoreClock } from '../../../api/client/core-clock.ts';
import { seededRandom } from '../../../main/practice/random.ts';
import { FakeCore } from './fake-core.ts';
import { VirtualTime } from './virtual-time.ts';

function world(coarseMs = 0) {
  const time = new VirtualTime(coarseMs);
  const core = new FakeCore(time);
  const connection = new Connection({
    open: core.open,
    time,
    random: () => 0,
    refusal: () => Promise.resolve(null),
  });
  const clock = new CoreClock(connection, time);
  /** What the clock says minus the truth, and its ±. */
  const look = () => {
    const now = clock.read();
    if (!now) throw new Error('Nothing is known.');
    return { errorMs: now.at - core.now(), accuracyMs: now.accuracyMs };
  };
  const pings = () => core.heard.filter(({ type }) => type === 'ping').length;
  return { time, core, connection, clock, look, pings };
}

describe('the core’s clock', () => {
  test('is unknown until the first pong, and then within half a round trip', async () => {
    const { time, core, clock, look } = world();
    core.delays = () => ({ forwardMs: 3, backMs: 1 });
    expect(clock.read()).toBeNull();
    await time.pass(4);
    expect(clock.read()).toBeNull();
    await time.pass(1);
    expect(look().errorMs).toBeCloseTo(1, 6);
    expect(look().accuracyMs).toBeCloseTo(2, 6);
  });

  test('rests on the ping with the least delay, and its ± grows by 100 ppm', async () => {
    const { time, core, look, pings } = world();
    const delays = [9, 5, 0.2, 30, 4, 5, 6, 7];
    core.delays = () => ({ forwardMs: delays.shift() ?? 50, backMs: 0.1 });
    await time.pass(1000);
    expect(pings()).toBe(8);
    expect(look().errorMs).toBeCloseTo(0.05, 6);
    expect(look().accuracyMs).toBeGreaterThan(0.15);
    expect(look().accuracyMs).toBeLessThan(0.15 + 0.1);
    await time.pass(8000);
    expect(pings()).toBe(8);
    expect(look().accuracyMs).toBeCloseTo(0.15 + 0.9, 0);
  });

  test('is asked for anew every 15 s', async () => {
    const { time, look, pings } = world();
    await time.pass(14_000);
    const before = pings();
    await time.pass(15_000);
    expect(pings() - before).toBe(4);
    await time.pass(600_000);
    expect(look().accuracyMs).toBeLessThan(0.2 + 1.6);
  });

  test('is never further off than its ± says, over paths of any asymmetry and clocks that drift by 100 ppm', async () => {
    const random = seededRandom(4);
    for (const skewPpm of [-100, 0, 100]) {
      const { time, core, look } = world(0.1);
      core.skewPpm = skewPpm;
      core.delays = () => ({ forwardMs: 5 * random() ** 4, backMs: 5 * random() ** 4 });
      await time.pass(100);
      let largest = 0;
      for (let i = 0; i < 400; i++) {
        await time.pass(400 * random());
        const { errorMs, accuracyMs } = look();
        expect(Math.abs(errorMs)).toBeLessThanOrEqual(accuracyMs);
        largest = Math.max(largest, accuracyMs);
      }
      expect(largest).toBeLessThan(5);
    }
  });

  test('is unmoved by steps of the wall clock, and asked for anew after one, for it may have been a sleep', async () => {
    const { time, clock, look, pings } = world();
    await time.pass(1000);
    for (const byMs of [3_600_000, -7_200_000, 700]) {
      const before = pings();
      time.setWall(byMs);
      expect(clock.read()).toBeNull();
      await time.pass(1);
      expect(Math.abs(look().errorMs)).toBeLessThan(0.001);
      await time.pass(1000);
      expect(pings() - before).toBe(8);
    }
    time.setWall(100); // slewed, no step
    expect(clock.read()).not.toBeNull();
  });

  test('is unknown after a sleep in which ours stood still and the core’s went on, until it was asked for', async () => {
    const { time, core, clock, look } = world();
    await time.pass(1000);
    time.sleep(30_000);
    core.shiftMs += 30_000;
    expect(clock.read()).toBeNull();
    await time.pass(1);
    expect(Math.abs(look().errorMs)).toBeLessThan(0.001);
  });

  test('does not believe a ping that was under way when the computer slept', async () => {
    const { time, core, clock, look } = world();
    core.delays = () => ({ forwardMs: 10, backMs: 10 });
    await time.pass(5);
    time.sleep(30_000);
    core.shiftMs += 30_000;
    await time.pass(17); // what was under way has come
    expect(clock.read()).toBeNull();
    await time.pass(100);
    expect(Math.abs(look().errorMs)).toBeLessThan(0.001);
  });

  test('is unknown when a page comes back that nobody has let run, until it was asked for', async () => {
    const { time, core, clock, look } = world();
    await time.pass(1000);
    time.freeze(600_000);
    core.shiftMs -= 400_000; // the core’s computer slept, ours did not
    expect(clock.read()).toBeNull();
    await time.pass(1);
    expect(Math.abs(look().errorMs)).toBeLessThan(0.001);
  });

  test('is known on through a lost connection, with a ± that grows, and asked for anew with the next hello', async () => {
    const { time, core, look, clock } = world();
    await time.pass(1000);
    core.isUp = false;
    core.drop(1006);
    await time.pass(60_000);
    expect(look().accuracyMs).toBeGreaterThan(6);
    core.isUp = true;
    core.shiftMs = 77; // another core
    let wasUnknown = false;
    clock.onChange(() => (wasUnknown ||= clock.read() === null));
    await time.pass(20_000);
    expect(wasUnknown).toBe(true);
    expect(Math.abs(look().errorMs)).toBeLessThan(0.01);
  });

  test('takes the word of a pong that contradicts all before it', async () => {
    const { time, core, look } = world();
    await time.pass(1000);
    core.shiftMs += 40;
    await time.pass(30_000);
    expect(Math.abs(look().errorMs)).toBeLessThan(0.01);
  });

  test('leaves nothing waiting when it is closed', async () => {
    const { time, connection, clock } = world();
    await time.pass(1000);
    clock.close();
    connection.close();
    expect(time.waiting).toBe(0);
  });
});
