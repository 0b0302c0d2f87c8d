import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../main/store/store.ts';
import { temporaryStore } from './kept.ts';
import { NOON } from './noon.ts';
import { checkFile } from './small.ts';
import { someEstimate } from './some.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Instants of these ages up to now, oldest first. */
function every(stepMs: number, fromAgeMs: number, toAgeMs = 0): number[] {
  const times: number[] = [];
  for (let age = fromAgeMs; age >= toAgeMs; age -= stepMs) times.push(NOON - age);
  return times;
}

function timesOf(store: Store, server: string): number[] {
  return store.estimates.since(server, -Infinity).map(({ measuredAtEpochMs }) => measuredAtEpochMs);
}

/** What the rule leaves: all of 30 days, the last of each hour up to 365, the last of each day before. */
function left(times: readonly number[]): number[] {
  const key = (time: number) => {
    if (time >= NOON - 30 * DAY_MS) return `all ${time}`;
    return time >= NOON - 365 * DAY_MS
      ? `hour ${Math.floor(time / HOUR_MS)}`
      : `day ${Math.floor(time / DAY_MS)}`;
  };
  return [...new Map(times.map((time) => [key(time), time])).values()];
}

function add(store: Store, server: string, times: readonly number[]): void {
  times.forEach((time, index) => store.estimates.add(someEstimate(server, time, index)));
}

describe('thinning', () => {
  test('leaves all of a month, one an hour up to a year and one a day before that, of each server', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    const often = [
      ...every(5 * HOUR_MS, 400 * DAY_MS, 360 * DAY_MS),
      ...every(7 * MINUTE_MS, 31 * DAY_MS, 29 * DAY_MS),
    ];
    const rarely = [...every(2 * DAY_MS, 800 * DAY_MS, 300 * DAY_MS), NOON - MINUTE_MS];
    const once = [NOON - 500 * DAY_MS];
    add(store, 'often', often);
    add(store, 'rarely', rarely);
    add(store, 'once', once);
    add(store, 'now', [NOON]);
    const { estimates } = await store.thin();
    expect(estimates).toBe(often.length - left(often).length);
    expect(estimates).toBeGreaterThan(250);
    expect(timesOf(store, 'often')).toEqual(left(often));
    expect(timesOf(store, 'rarely')).toEqual(rarely);
    expect(timesOf(store, 'once')).toEqual(once);
    expect(await store.thin()).toEqual({ estimates: 0, references: 0, attempts: 0 });
    expect(await store.verify()).toBeNull();
    store.close();
    expect(checkFile(kept)).toBeNull();
    const next = kept.open();
    expect(next.recovery).toBeNull();
    expect(next.estimates.add(someEstimate('often', NOON))).toBe(often.length + rarely.length + 3);
  });

  test('goes on from year to year, and holds each time', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    const times = every(6 * HOUR_MS, 60 * DAY_MS);
    add(store, 'a', times);
    add(store, 'b', times);
    for (const ageDays of [0, 40, 380, 430]) {
      // A measurement of today says that it is today.
      kept.nowEpochMs = NOON + ageDays * DAY_MS;
      add(store, 'now', [kept.nowEpochMs]);
      await store.thin();
      expect(await store.verify()).toBeNull();
    }
    expect(timesOf(store, 'a')).toHaveLength(61);
    expect(timesOf(store, 'b')).toEqual(timesOf(store, 'a'));
  });

  test('does not believe a clock that is years ahead of what was measured', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    const times = every(MINUTE_MS, 2 * HOUR_MS);
    add(store, 'a', times);
    kept.nowEpochMs = NOON + 3000 * DAY_MS;
    expect((await store.thin()).estimates).toBe(0);
    expect(timesOf(store, 'a')).toEqual(times);
  });

  test('leaves reference times by the same rule, and webhook attempts for a year', async () => {
    const store = temporaryStore().open();
    const times = [...every(HOUR_MS / 4, 32 * DAY_MS, 29 * DAY_MS), NOON];
    for (const time of times) {
      store.references.add({ measuredAtEpochMs: time, reference: {}, anchorMs: 0, axis: '', at: 0 });
    }
    const started = every(10 * DAY_MS, 4000 * DAY_MS);
    for (const time of started) {
      store.attempts.add({
        eventId: 'e',
        occurrenceEpochMs: time,
        attempt: 1,
        startedEpochMs: time,
        status: 200,
        latencyMs: 1,
        error: null,
      });
    }
    const attempts = started.filter((time) => time < NOON - 365 * DAY_MS).length;
    expect(await store.thin()).toEqual({
      estimates: 0,
      references: times.length - left(times).length,
      attempts,
    });
    const kept = store.references.since(-Infinity).map(({ measuredAtEpochMs }) => measuredAtEpochMs);
    expect(kept).toEqual(left(times));
    expect(store.attempts.forEvent('e', 1000)).toHaveLength(started.length - attempts);
  });

  test('lets other work in between, and ends when the store is closed', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    const times = [...every(2 * MINUTE_MS, 400 * DAY_MS, 399 * DAY_MS), NOON];
    add(store, 'a', times);
    const thinning = store.thin();
    const turns: number[] = [];
    const turn = () => {
      turns.push(store.estimates.count('a'));
      if (turns.length < 3) setImmediate(turn);
      else store.close();
    };
    setImmediate(turn);
    await thinning;
    expect(turns).toHaveLength(3);
    const next = kept.open();
    const rest = next.estimates.count('a');
    expect(rest).toBeLessThan(times.length);
    expect(rest).toBeGreaterThan(3);
    expect(checkFile(kept)).toBeNull();
    await next.thin();
    expect(timesOf(next, 'a')).toEqual(left(times));
  });

  test('gives room back to the disk', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    add(store, 'a', [...every(2 * MINUTE_MS, 402 * DAY_MS, 400 * DAY_MS), NOON]);
    store.close();
    const before = statSync(kept.file).size;
    const next = kept.open();
    await next.thin();
    next.close();
    expect(statSync(kept.file).size).toBeLessThan(before / 3);
    expect(checkFile(kept)).toBeNull();
  });
});
