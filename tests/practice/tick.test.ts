import { describe, expect, test } from 'vitest';
import {
  constantLag,
  creepingLag,
  everySecond,
  firstRefresh,
  halfSecondHeartbeat,
  nextRefresh,
  onDemandHeartbeat,
  stampedSecond,
  type Tick,
} from '../../main/practice/tick.ts';

const START = 1_700_000_000_000;

/** The lag of every change of the second, when a server started `startMs` after a full one is asked every `everyMs`. */
function lags(tick: Tick, { startMs = 0, everyMs = 1, forMs = 10_000 } = {}): number[] {
  const started = START + startMs;
  let refreshed = firstRefresh(tick, started);
  let told = stampedSecond(refreshed);
  const found: number[] = [];
  for (let now = started; now < started + forMs; now += everyMs) {
    refreshed = nextRefresh(tick, refreshed, now);
    const second = stampedSecond(refreshed);
    if (second !== told) found.push(now - second);
    told = second;
  }
  return found;
}

describe('the tick', () => {
  test('of an honest server comes on the second', () => {
    expect(lags(everySecond, { startMs: 1 })).toEqual(Array(10).fill(0));
  });

  test.each([1, 400, 999])(
    'of a constant lag of %i ms comes that much late, whenever the server was started',
    (lag) => {
      for (const startMs of [0, 1, 399, 400, 401, 999]) {
        expect(new Set(lags(constantLag(lag), { startMs }))).toEqual(new Set([lag]));
      }
    },
  );

  test.each([
    [0, 0],
    [120, 120],
    [499, 499],
  ])('of a half-second heartbeat of phase %i lags %i ms', (phase, lag) => {
    expect(new Set(lags(halfSecondHeartbeat(phase), { startMs: 777 }))).toEqual(new Set([lag]));
  });

  test('that creeps comes 4 ms later each second, wraps at a second, and leaves one second out there', () => {
    const found = lags(creepingLag(980), { startMs: 980, forMs: 12_000 });
    expect(found.slice(0, 10)).toEqual([984, 988, 992, 996, 0, 4, 8, 12, 16, 20]);
  });

  test('on demand starts anew with the traffic: steady requests drag it, a pause moves it', () => {
    // Asked every 300 ms, a date older than 1000 ms is found at 1200 ms: the refreshes are 1200 ms apart.
    const found = lags(onDemandHeartbeat, { everyMs: 300, forMs: 6000 });
    expect(found).toEqual([200, 400, 600, 800]);
    let refreshed = firstRefresh(onDemandHeartbeat, START);
    refreshed = nextRefresh(onDemandHeartbeat, refreshed, START + 1000);
    expect(refreshed).toBe(START); // not older than 1000 ms yet
    refreshed = nextRefresh(onDemandHeartbeat, refreshed, START + 7777);
    expect(refreshed).toBe(START + 7777);
  });

  test.each([
    ['every second', everySecond],
    ['constant', constantLag(250)],
    ['creeping', creepingLag(700)],
    ['half-second', halfSecondHeartbeat(300)],
    ['on demand', onDemandHeartbeat],
  ])(
    'never stamps the future, nor anything older than two seconds under steady traffic (%s)',
    (_name, tick) => {
      let refreshed = firstRefresh(tick, START + 123.456);
      for (let now = START + 123.456; now < START + 600_000; now += 97.3) {
        refreshed = nextRefresh(tick, refreshed, now);
        expect(refreshed).toBeLessThanOrEqual(now);
        expect(stampedSecond(refreshed) % 1000).toBe(0);
        expect(now - refreshed).toBeLessThan(1000 + 97.3);
      }
    },
  );
});
