/**
 * Lives of a core from seeds: events come and go, clocks are measured anew, put forward and back, the machine sleeps and reboots, and the program is
 * killed at any moment, before, amid and after every write. Whatever happens, no occurrence is told twice.
 */
import { expect, test } from 'vitest';
import type { Firing } from '../../api/protocol/event.ts';
import { seededRandom } from '../../main/practice/random.ts';
import { Killed, World } from './world.ts';

const SEEDS = 600;
const STEPS = 60;

interface Outcome {
  readonly told: number;
  readonly fired: number;
  readonly missed: number;
  readonly unsure: number;
  readonly kills: number;
}

function live(seed: number): Outcome {
  const random = seededRandom(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const w = new World();
  const acknowledged = new Map<string, { isRepeated: boolean }>();
  /** How much had been told when the removal was acknowledged. */
  const removed = new Map<string, number>();
  const maybeRemoved = new Set<string>();
  let kills = 0;
  const killProbability = random() < 0.5 ? 0.04 : 0;
  w.onWrite = () => {
    if (random() < killProbability) throw new Killed();
  };
  w.scheduler.start();

  const again = () => {
    kills++;
    for (;;) {
      w.kill();
      if (random() < 0.7) w.advance(between(0, 12_000));
      if (random() < 0.15) reboot();
      try {
        w.restart();
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
  };
  const reboot = () => {
    w.boot++;
    w.anchorMs += w.now + between(15_000, 40_000);
    w.now = between(1000, 5000);
    w.anchorMs -= w.now;
    w.reading = null;
  };
  const measure = () => (w.reading = { shiftMs: w.anchorMs + w.offsetMs + between(-30, 30) });
  const steps: (() => void)[] = [
    () => w.advance(between(0, 15_000)),
    () => w.advance(between(0, 2000)),
    () => w.advance(between(0, 2000)),
    () => {
      const isRepeated = random() < 0.3;
      const time = new Date(w.clockOf().epochMs(w.now) + between(50, 30_000)).toISOString();
      const alarms = [{ beforeMs: Math.round(between(0, 15_000)), by: ['sound' as const] }];
      const { id } = w.scheduler.add(w.event({ time, repeat: isRepeated ? 'daily' : 'once', alarms }));
      acknowledged.set(id, { isRepeated });
    },
    () => {
      const ids = [...acknowledged.keys()].filter((id) => !maybeRemoved.has(id));
      const id = ids[Math.floor(random() * ids.length)] as string | undefined;
      if (id === undefined || random() < 0.5) return;
      maybeRemoved.add(id);
      w.scheduler.remove(id);
      removed.set(id, w.told.length);
    },
    () => {
      measure();
      w.scheduler.recompute('serv');
    },
    () => {
      w.anchorMs += between(-3000, 3000);
      w.scheduler.recompute();
    },
    () => {
      if (random() < 0.7) return;
      w.sleep(between(15_000, 90_000));
      if (random() < 0.5) return; // it is the timer that notices
      w.noticeSleep();
      w.scheduler.recompute();
    },
    () => (w.mainLagMs = random() < 0.5 ? 0 : between(0, 400)),
    () => {
      if (random() < 0.5) again();
    },
  ];
  for (let step = 0; step < STEPS; step++) {
    try {
      steps[Math.floor(random() * steps.length)]();
    } catch (error) {
      if (error instanceof Killed) again();
      else throw error;
    }
  }
  w.onWrite = () => {};
  w.mainLagMs = 0;
  w.restart();
  w.advance(3 * 60_000);

  const told = w.told.map(({ moment }) => moment.id);
  expect(told.filter((id, k) => told.indexOf(id) !== k && !isAlarm(id))).toEqual([]);
  for (const { message } of w.told)
    if (message.type === 'trigger')
      expect(message.firedEpochMs).toBeGreaterThanOrEqual(message.scheduledEpochMs - 0.001);

  const listed = new Map(w.scheduler.list().map((event) => [event.id, event]));
  const firings: Firing[] = [];
  for (const [id, { isRepeated }] of acknowledged) {
    const toldAfter = removed.get(id);
    if (toldAfter !== undefined) {
      expect(listed.has(id)).toBe(false);
      expect(told.slice(toldAfter).filter((moment) => moment.startsWith(`${id}/`))).toEqual([]);
      continue;
    }
    const event = listed.get(id);
    if (!event && maybeRemoved.has(id)) continue; // written down, but killed before it was acknowledged
    expect(event?.state).toBe(isRepeated ? 'scheduled' : 'done');
    for (const firing of event?.firings ?? []) {
      const count = told.filter((moment) => moment === `${id}/${firing.scheduledEpochMs}`).length;
      if (firing.outcome === 'fired') expect(count).toBe(1);
      if (firing.outcome === 'missed') expect(count).toBe(0);
      firings.push(firing);
    }
    const outcomes = event?.firings.map(({ scheduledEpochMs }) => scheduledEpochMs) ?? [];
    expect(new Set(outcomes).size).toBe(outcomes.length);
    expect(outcomes.length).toBeGreaterThan(0);
  }
  const count = (outcome: Firing['outcome']) => firings.filter((firing) => firing.outcome === outcome).length;
  return {
    told: told.length,
    fired: count('fired'),
    missed: count('missed'),
    unsure: count('unsure'),
    kills,
  };
}

const isAlarm = (id: string) => id.split('/').length === 3;

test('no occurrence is told twice, none acknowledged is lost, none removed is told, whenever the program is killed', () => {
  const sums = { told: 0, fired: 0, missed: 0, unsure: 0, kills: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const outcome = live(seed);
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += outcome[key];
  }
  // The lives are eventful enough to show something.
  expect(sums.kills).toBeGreaterThan(2000);
  expect(sums.fired).toBeGreaterThan(1000);
  expect(sums.missed).toBeGreaterThan(500);
  expect(sums.unsure).toBeGreaterThan(200);
});
