import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/failure.ts';
import { MOST_EVENTS } from '../../main/events/scheduler.ts';
import { START_EPOCH_MS, World } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const at = (iso: string) => Date.parse(iso);

function world(): World {
  const made = new World();
  made.scheduler.start();
  return made;
}

describe('an event', () => {
  test('fires once, when its server’s clock shows its time, and is done', () => {
    const w = world();
    const added = w.scheduler.add(w.event({ payload: { seat: 4 } }));
    expect(added).toMatchObject({
      state: 'scheduled',
      nextEpochMs: at('2026-11-22T12:01:00Z'),
      dueEpochMs: at('2026-11-22T12:00:59.750Z'),
    });
    w.advance(MINUTE_MS - 250 - 0.01);
    expect(w.triggers()).toEqual([]);
    w.advance(0.02);
    expect(w.triggers()).toEqual([
      {
        type: 'trigger',
        eventId: 'event1',
        serverId: 'serv',
        name: 'Sale',
        scheduledEpochMs: at('2026-11-22T12:01:00Z'),
        firedEpochMs: at('2026-11-22T12:01:00Z'),
        latenessMs: 0,
        clock: 'server',
        accuracyMs: 12,
        precisionMs: 5,
        payload: { seat: 4 },
      },
    ]);
    expect(w.said).toContainEqual(w.triggers()[0]);
    w.advance(DAY_MS);
    expect(w.triggers()).toHaveLength(1);
    expect(w.scheduler.list()).toMatchObject([
      {
        state: 'done',
        nextEpochMs: null,
        dueEpochMs: null,
        firings: [{ outcome: 'fired', scheduledEpochMs: at('2026-11-22T12:01:00Z'), latenessMs: 0 }],
      },
    ]);
  });

  test('is on the disk before it can fire, and so is what became of it', () => {
    const w = world();
    w.scheduler.add(w.event());
    const kinds = () => w.journal.map(({ kind }) => kind);
    expect(kinds()).toEqual(['added']);
    w.advance(MINUTE_MS - 10_250 - 1);
    expect(kinds()).toEqual(['added']);
    w.advance(2);
    expect(kinds()).toEqual(['added', 'armed']);
    w.advance(MINUTE_MS);
    expect(kinds()).toEqual(['added', 'armed', 'fired']);
  });

  test('goes by what is known of the clock later, until the last second', () => {
    const w = world();
    w.scheduler.add(w.event());
    const remeasure = (offsetMs: number) => {
      w.reading = { shiftMs: w.anchorMs + offsetMs };
      w.scheduler.recompute('serv');
    };
    w.advance(30_000);
    remeasure(300);
    w.advance(25_000);
    remeasure(280); // armed already
    remeasure(280.05); // a trifle
    expect(w.journal.filter(({ kind }) => kind === 'armed')).toHaveLength(2);
    w.advance(4000); // 720 ms to go
    remeasure(310); // too late for a better estimate
    expect(w.journal.filter(({ kind }) => kind === 'armed')).toHaveLength(2);
    w.advance(5000);
    expect(w.told.map(({ at: firedAt }) => firedAt + w.anchorMs)).toEqual([at('2026-11-22T12:00:59.720Z')]);
  });

  test('is moved in the last second when the clock itself has moved', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(59_000);
    w.reading = { shiftMs: w.anchorMs + 50 };
    w.scheduler.recompute();
    w.advance(5000);
    expect(w.told.map(({ at: firedAt }) => firedAt + w.anchorMs)).toEqual([at('2026-11-22T12:00:59.950Z')]);
  });

  test('that is moved out of reach is no longer armed, and fires at its new time', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.reading = { shiftMs: w.anchorMs - 3_600_000 };
    w.scheduler.recompute();
    expect(w.journal.map(({ kind }) => kind)).toEqual(['added', 'armed', 'disarmed']);
    w.advance(3_600_000 + 10_000);
    expect(w.triggers()).toMatchObject([{ latenessMs: 0 }]);
  });

  test('whose time a better estimate puts in the past fires at once, and says how late; or is missed', () => {
    const late = world();
    late.scheduler.add(late.event());
    late.advance(55_000);
    late.reading = { shiftMs: late.anchorMs + 5400 };
    late.scheduler.recompute();
    late.advance(1);
    expect(late.triggers()).toMatchObject([
      { latenessMs: 400, firedEpochMs: at('2026-11-22T12:01:00.400Z') },
    ]);

    const missed = world();
    missed.scheduler.add(missed.event());
    missed.advance(55_000);
    missed.reading = { shiftMs: missed.anchorMs + 6400 };
    missed.scheduler.recompute();
    missed.advance(MINUTE_MS);
    expect(missed.triggers()).toEqual([]);
    expect(missed.scheduler.show('event1').firings).toMatchObject([{ outcome: 'missed', latenessMs: null }]);
  });

  test('is not over by a clock that is about to be replaced', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.isProvisional = true;
    // As after a start by a hardware clock that is hours ahead.
    w.reading = { shiftMs: w.anchorMs + 9 * 3_600_000 };
    w.scheduler.recompute();
    expect(w.scheduler.show('event1')).toMatchObject({ state: 'scheduled', dueEpochMs: null, firings: [] });
    w.isProvisional = false;
    w.reading = { shiftMs: w.anchorMs };
    w.scheduler.recompute();
    w.advance(MINUTE_MS);
    expect(w.triggers()).toHaveLength(1);
  });

  test('aimed at arrival is sent so much earlier, and tells when it is reckoned to arrive', () => {
    const w = world();
    w.leadMs = 40;
    w.scheduler.add(w.event({ aim: 'safe-arrival' }));
    w.advance(MINUTE_MS);
    expect(w.told.map(({ at: firedAt }) => firedAt + w.anchorMs)).toEqual([at('2026-11-22T12:00:59.710Z')]);
    expect(w.triggers()).toMatchObject([{ firedEpochMs: at('2026-11-22T12:01:00Z'), latenessMs: 0 }]);
  });

  test('goes by this computer’s clock while nothing is known of the server’s, and says so', () => {
    const w = world();
    w.reading = null;
    w.scheduler.add(w.event());
    w.advance(MINUTE_MS);
    expect(w.triggers()).toMatchObject([{ clock: 'local', accuracyMs: null, precisionMs: null }]);
    expect(w.told[0].at + w.anchorMs).toBe(at('2026-11-22T12:01:00Z'));
  });

  test('decades ahead is waited for in steps that a timer can hold', () => {
    const w = world();
    w.scheduler.add(w.event({ time: '2046-11-22T12:00:00Z' }));
    w.advance(at('2046-11-22T12:00:00Z') - START_EPOCH_MS - 251);
    expect(w.triggers()).toEqual([]);
    w.advance(2);
    expect(w.triggers()).toMatchObject([{ latenessMs: 0 }]);
    expect(Math.max(...w.waits)).toBeLessThan(2 ** 31);
  });

  test('that repeats goes on, day after day, through the end of summer time', () => {
    const w = world();
    const days = { time: '2027-03-27T09:00', zone: 'Europe/London', repeat: 'daily' } as const;
    w.scheduler.add(w.event(days));
    w.advance(at('2027-03-30T12:00:00Z') - START_EPOCH_MS);
    expect(w.triggers().map(({ firedEpochMs }) => new Date(firedEpochMs).toISOString())).toEqual([
      '2027-03-27T09:00:00.000Z',
      '2027-03-28T08:00:00.000Z',
      '2027-03-29T08:00:00.000Z',
      '2027-03-30T08:00:00.000Z',
    ]);
    expect(w.scheduler.list()[0]).toMatchObject({
      state: 'scheduled',
      nextEpochMs: at('2027-03-31T08:00:00Z'),
    });
  });

  test('that repeats does not fire again for a time when the clock is put back over it', () => {
    const w = world();
    w.scheduler.add(w.event({ repeat: 'daily' }));
    w.advance(MINUTE_MS);
    w.reading = { shiftMs: w.anchorMs - 30_000 };
    w.scheduler.recompute();
    w.advance(MINUTE_MS);
    expect(w.triggers()).toHaveLength(1);
  });

  test('that was removed does not fire, and one that has just fired stays fired', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.scheduler.remove('event1');
    w.advance(MINUTE_MS);
    expect(w.told).toEqual([]);
    expect(w.scheduler.list()).toEqual([]);
    expect(w.said).toContainEqual({ type: 'event-removed', eventId: 'event1', serverId: 'serv' });

    const busy = world();
    busy.mainLagMs = 500;
    busy.scheduler.add(busy.event());
    busy.advance(59_800);
    expect(busy.triggers()).toHaveLength(1);
    busy.reading = { shiftMs: busy.anchorMs }; // a recompute before the main thread is told
    busy.scheduler.recompute();
    busy.advance(MINUTE_MS);
    expect(busy.triggers()).toHaveLength(1);
    expect(busy.scheduler.show('event1').firings).toHaveLength(1);
  });

  test('is removed with its server', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.scheduler.add(w.event({ serverId: 'other' }));
    w.scheduler.removeOfServer('serv');
    expect(w.scheduler.list().map(({ serverId }) => serverId)).toEqual(['other']);
    expect(w.scheduler.nextDueAt('serv')).toBeNull();
    expect(w.scheduler.nextDueAt()).toBe(w.scheduler.nextDueAt('other'));
  });

  test('of many at the same instant fires like the others', () => {
    const w = world();
    for (let k = 0; k < 200; k++) w.scheduler.add(w.event({ name: `number ${k}` }));
    w.advance(MINUTE_MS);
    expect(new Set(w.triggers().map(({ eventId }) => eventId)).size).toBe(200);
    expect(w.triggers()).toHaveLength(200);
  });

  test('keeps its newest twenty firings', () => {
    const w = world();
    w.scheduler.add(w.event({ repeat: 'daily' }));
    w.advance(30 * DAY_MS);
    const { firings } = w.scheduler.show('event1');
    expect(firings).toHaveLength(20);
    expect(firings[0].scheduledEpochMs).toBe(at('2026-12-21T12:01:00Z'));
  });

  test('hands its webhook over with a key that is its moment’s own', () => {
    const w = world();
    const retry = { attempts: 3, intervalMs: 500, jitter: 0, timeoutMs: 5000 };
    const webhook = { method: 'POST', url: 'https://example.com/hook', headers: {}, retry } as const;
    w.scheduler.add(w.event({ webhook, repeat: 'daily' }));
    w.advance(MINUTE_MS + DAY_MS);
    expect(w.told.map(({ moment }) => moment.webhook)).toMatchObject([
      { serverName: 'server serv', idempotencyKey: `ticketime-event1-${at('2026-11-22T12:01:00Z')}` },
      { serverName: 'server serv', idempotencyKey: `ticketime-event1-${at('2026-11-23T12:01:00Z')}` },
    ]);
  });
});

describe('alarms', () => {
  const alarms = [
    { beforeMs: 20_000, by: ['sound' as const] },
    { beforeMs: 5000, by: ['flash' as const] },
    { beforeMs: 0, by: ['notification' as const] },
    { beforeMs: 5000, by: ['sound' as const] },
  ];
  const rung = (w: World) =>
    w.told.flatMap(({ message, at: firedAt }) =>
      message.type === 'alarm' ? [[message.beforeMs, firedAt + w.anchorMs + 250, message.by.join()]] : [],
    );

  test('ring so long before, each once, two at the same instant as one', () => {
    const w = world();
    w.scheduler.add(w.event({ alarms }));
    w.advance(DAY_MS);
    expect(rung(w)).toEqual([
      [20_000, at('2026-11-22T12:00:40Z'), 'sound'],
      [5000, at('2026-11-22T12:00:55Z'), 'flash,sound'],
      [0, at('2026-11-22T12:01:00Z'), 'notification'],
    ]);
    expect(w.triggers()).toHaveLength(1);
  });

  test('that are past already are left out, and none rings again when the time moves', () => {
    const w = world();
    w.advance(50_000);
    w.scheduler.add(w.event({ alarms }));
    w.advance(6000); // 3.75 s to go
    w.reading = { shiftMs: w.anchorMs - 20_000 }; // 24 s to go
    w.scheduler.recompute();
    w.advance(DAY_MS);
    expect(rung(w).map(([beforeMs]) => beforeMs)).toEqual([5000, 20_000, 0]);
  });

  test('of each day of a repeated event ring', () => {
    const w = world();
    w.scheduler.add(w.event({ alarms, repeat: 'daily' }));
    w.advance(3 * DAY_MS);
    expect(rung(w)).toHaveLength(9);
  });

  test('of a removed event are silent', () => {
    const w = world();
    w.scheduler.add(w.event({ alarms }));
    w.advance(56_000);
    w.scheduler.remove('event1');
    w.advance(DAY_MS);
    expect(rung(w)).toHaveLength(2);
  });
});

describe('what was slept through', () => {
  test('is told to have been missed when the machine wakes, and not fired', () => {
    const w = world();
    w.scheduler.add(w.event({ repeat: 'daily' }));
    w.advance(30_000);
    w.sleep(2 * DAY_MS);
    w.noticeSleep();
    w.scheduler.recompute();
    expect(w.triggers()).toEqual([]);
    const missed = w.said.filter(({ type }) => type === 'missed');
    expect(missed).toHaveLength(2);
    expect(missed[0]).toMatchObject({
      outcome: 'missed',
      scheduledEpochMs: at('2026-11-22T12:01:00Z'),
      message:
        '"Sale" was missed: 2026-11-22 12:01:00 (UTC) passed while this computer slept or was held up, or Ticketime was not running, so it did not fire.',
    });
    w.advance(MINUTE_MS);
    expect(w.triggers()).toMatchObject([{ scheduledEpochMs: at('2026-11-24T12:01:00Z') }]);
  });

  test('with the timer armed is not fired late, even before anybody has noticed the sleep', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.sleep(3_600_000);
    w.advance(MINUTE_MS); // the monotonic instant comes
    expect(w.triggers()).toEqual([]);
    expect(w.scheduler.show('event1').firings).toMatchObject([{ outcome: 'missed' }]);
  });

  test('by a program that was not running is told at its next start, the newest twenty', () => {
    const w = world();
    w.scheduler.add(w.event({ repeat: 'daily' }));
    w.kill();
    w.advance(400 * DAY_MS + 5 * MINUTE_MS);
    w.restart();
    expect(w.said.filter(({ type }) => type === 'missed')).toHaveLength(20);
    expect(w.scheduler.list()[0].firings[0].scheduledEpochMs).toBe(at('2027-12-27T12:01:00Z'));
    expect(w.scheduler.list()[0].nextEpochMs).toBe(at('2027-12-28T12:01:00Z'));
  });

  test('by less than a second fires, and says how late it is', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.kill();
    w.advance(MINUTE_MS + 500);
    w.restart();
    w.advance(1);
    expect(w.triggers()).toMatchObject([{ latenessMs: 750 }]);
  });
});

describe('when the program ends', () => {
  test('while an event is armed and starts again before its time, it fires', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.restart();
    w.advance(DAY_MS);
    expect(w.triggers()).toMatchObject([{ latenessMs: 0 }]);
    expect(w.scheduler.show('event1').firings).toMatchObject([{ outcome: 'fired' }]);
  });

  test('while an event is armed and starts after its time, nobody can know, so it is told and not fired', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.kill();
    w.advance(4751); // just past
    w.restart();
    w.advance(DAY_MS);
    expect(w.triggers()).toEqual([]);
    expect(w.said.find(({ type }) => type === 'missed')).toMatchObject({
      outcome: 'unsure',
      message:
        'Whether "Sale" fired at 2026-11-22 12:01:00 (UTC) is not known, because Ticketime was ended just then: it is not fired again.',
    });
  });

  test('between firing and writing that down, it is not fired again', () => {
    const w = world();
    w.mainLagMs = 100;
    w.scheduler.add(w.event());
    w.advance(59_751);
    expect(w.triggers()).toHaveLength(1);
    w.restart();
    w.advance(DAY_MS);
    expect(w.triggers()).toHaveLength(1);
    expect(w.scheduler.show('event1').firings).toMatchObject([{ outcome: 'unsure' }]);
  });

  test('by a reboot, the wall clock tells whether the time was still ahead', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.boot++;
    w.anchorMs += w.now - 1000; // the monotonic clock begins anew
    w.now = 1000;
    w.reading = null;
    w.advance(1000);
    w.restart();
    w.advance(DAY_MS);
    expect(w.triggers()).toMatchObject([{ clock: 'local' }]);

    const later = world();
    later.scheduler.add(later.event());
    later.advance(55_000);
    later.boot++;
    later.anchorMs -= 3_600_000; // put back meanwhile: then it tells nothing
    later.reading = null;
    later.restart();
    later.advance(DAY_MS);
    expect(later.triggers()).toEqual([]);
    expect(later.scheduler.show('event1').firings).toMatchObject([{ outcome: 'unsure' }]);
  });

  test('in good order, what was armed is known not to have fired', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    w.scheduler.close();
    w.advance(MINUTE_MS);
    expect(w.triggers()).toEqual([]);
    w.restart();
    expect(w.scheduler.show('event1').firings).toMatchObject([{ outcome: 'missed' }]);
  });
});

describe('what cannot be is told in one sentence', () => {
  test('a time that has passed by the server’s clock', () => {
    const w = world();
    expect(() => w.scheduler.add(w.event({ time: '2026-11-22T12:00:00.200', zone: 'Asia/Seoul' }))).toThrow(
      "2026-11-22 12:00:00.200 has passed: by the server's clock it is 2026-11-22 21:00:00 (Asia/Seoul, UTC+09:00).",
    );
    w.leadMs = 500;
    w.scheduler.add(w.event({ time: '2026-11-22T12:00:00.700Z' }));
    expect(() =>
      w.scheduler.add(w.event({ time: '2026-11-22T12:00:00.700Z', aim: 'balanced-arrival' })),
    ).toThrow("2026-11-22 12:00:00.700 has passed: by the server's clock it is 2026-11-22 12:00:00 (UTC).");
    expect(w.scheduler.list()).toHaveLength(1);
  });

  test('too many events', () => {
    const w = world();
    for (let k = 0; k < MOST_EVENTS; k++) w.scheduler.add(w.event());
    expect(() => w.scheduler.add(w.event())).toThrow(
      'There are 1000 events already, which is the most: remove some that are done.',
    );
  });

  test('an event that is none', () => {
    expect(() => world().scheduler.remove('nothing')).toThrow(
      'There is no event nothing: list the events to see those that there are.',
    );
  });

  test('a header of a webhook that is not its to set', () => {
    const w = world();
    const retry = { attempts: 3, intervalMs: 500, jitter: 0, timeoutMs: 5000 };
    const webhook = { method: 'POST', url: 'https://a.example', headers: { Host: 'b' }, retry } as const;
    expect(() => w.scheduler.add(w.event({ webhook }))).toThrow(
      'Ticketime sets the header Host of a webhook itself: leave it out.',
    );
  });
});

describe('on a full disk', () => {
  const full = new Failure('disk-full', 'The disk is full.');
  const fill = (w: World) => {
    w.onWrite = () => {
      throw full;
    };
  };

  test('an event that cannot be written is not taken, and one that cannot be removed stays', () => {
    const w = world();
    w.scheduler.add(w.event());
    w.advance(55_000);
    fill(w);
    expect(() => w.scheduler.add(w.event())).toThrow(full);
    expect(() => w.scheduler.remove('event1')).toThrow(full);
    expect(w.scheduler.list()).toHaveLength(1);
    w.advance(MINUTE_MS);
    expect(w.triggers()).toHaveLength(1);
  });

  test('what is scheduled fires all the same, once, and that it could not be written is told', () => {
    const w = world();
    w.scheduler.add(w.event());
    fill(w);
    w.advance(DAY_MS);
    w.scheduler.recompute();
    expect(w.triggers()).toHaveLength(1);
    expect(w.said).toContainEqual({
      type: 'alert',
      serverId: 'serv',
      code: 'disk-full',
      message: 'The disk is full.',
    });
  });
});
