import { describe, expect, test } from 'vitest';
import { Poller, type Order, type Polled } from '../../main/sync/poller.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const server = (changes: Partial<Polled> = {}): Polled => ({
  id: 'a',
  intervalMs: HOUR_MS,
  syncedAt: 0,
  isSyncing: false,
  takesMs: 40_000,
  dueAt: null,
  ...changes,
});
const start = (id = 'a', isLight = false): Order => ({ kind: 'start', id, isLight });
/** What it orders begins. */
class Obeyed extends Poller {
  override decide(servers: readonly Polled[], at: number): Order[] {
    const orders = super.decide(servers, at);
    for (const order of orders) if (order.kind === 'start') this.started(order, at);
    return orders;
  }
}
/** No jitter. */
const poller = () => new Obeyed(() => 0.5);

describe('automatic syncs', () => {
  test('begin when the interval has passed, and not before', () => {
    expect(poller().decide([server()], HOUR_MS - 1)).toEqual([]);
    expect(poller().decide([server()], HOUR_MS)).toEqual([start()]);
  });

  test('begin at once for a server that was never measured', () => {
    expect(poller().decide([server({ syncedAt: null })], 0)).toEqual([start()]);
  });

  test('never begin with an interval of 0, nor while one is under way', () => {
    expect(poller().decide([server({ intervalMs: 0, syncedAt: null })], HOUR_MS)).toEqual([]);
    expect(poller().decide([server({ isSyncing: true })], 2 * HOUR_MS)).toEqual([]);
  });

  test('of several servers begin three seconds apart', () => {
    const several = ['a', 'b', 'c'].map((id) => server({ id, syncedAt: null }));
    const one = poller();
    expect(one.decide(several, 0)).toEqual([start('a')]);
    const rest = several.slice(1);
    expect(one.decide(rest, 2999)).toEqual([]);
    expect(one.decide(rest, 3000)).toEqual([start('b')]);
    expect(one.decide(rest.slice(1), 6000)).toEqual([start('c')]);
  });

  test('come up to a tenth earlier or later, so that computers do not ask together', () => {
    expect(new Poller(() => 0).decide([server()], 0.9 * HOUR_MS)).toEqual([start()]);
    expect(new Poller(() => 1).decide([server()], 1.1 * HOUR_MS - 1)).toEqual([]);
  });

  test('of a failing server come ever more rarely, up to an hour or so, and as before once it answers', () => {
    const one = poller();
    const pauses: number[] = [];
    let at = 0;
    for (let failures = 0; failures < 9; failures++) {
      one.ended('a', 'failed', at);
      const failedAt = at;
      while (one.decide([server({ syncedAt: null })], at).length === 0) at += MINUTE_MS / 2;
      pauses.push((at - failedAt) / MINUTE_MS);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
    one.ended('a', 'done', at);
    expect(one.decide([server({ syncedAt: at })], at + HOUR_MS - 1)).toEqual([]);
    expect(one.decide([server({ syncedAt: at })], at + HOUR_MS)).toEqual([start()]);
  });
});

describe('a sync that somebody ended', () => {
  test('is not begun anew at once, and a failing server stays in its pause', () => {
    const one = poller();
    one.ended('a', 'cancelled', 0);
    expect(one.decide([server({ syncedAt: null })], 59_000)).toEqual([]);
    expect(one.decide([server({ syncedAt: null })], MINUTE_MS)).toEqual([start()]);
    for (let i = 0; i < 4; i++) one.ended('a', 'failed', MINUTE_MS);
    one.ended('a', 'cancelled', 2 * MINUTE_MS);
    expect(one.decide([server({ syncedAt: null })], 9 * MINUTE_MS)).toEqual([]);
    expect(one.decide([server({ syncedAt: null })], 10 * MINUTE_MS)).toEqual([start()]);
  });
});

describe('before an event', () => {
  const dueAt = 10 * HOUR_MS;
  const before = (ms: number) => dueAt - ms;
  const known = (ms: number) => server({ dueAt, intervalMs: 0, syncedAt: before(ms) });

  test('the server is measured lightly a minute and 15 seconds before, once each', () => {
    const one = poller();
    const orders: [number, Order][] = [];
    for (let left = 120_000; left > -5000; left -= 1000)
      for (const order of one.decide([known(5 * MINUTE_MS)], before(left))) orders.push([left, order]);
    expect(orders).toEqual([
      [60_000, start('a', true)],
      [15_000, start('a', true)],
    ]);
  });

  test('what was measured within half a minute is not measured again', () => {
    const one = poller();
    expect(one.decide([known(80_000)], before(60_000))).toEqual([]);
    expect(one.decide([known(40_000)], before(15_000))).toEqual([]);
  });

  test('a due instant that moves with an estimate is still the same event', () => {
    const one = poller();
    expect(one.decide([known(5 * MINUTE_MS)], before(60_000))).toEqual([start('a', true)]);
    const moved = { ...known(5 * MINUTE_MS), dueAt: dueAt + 700 };
    expect(one.decide([moved], before(58_000))).toEqual([]);
  });

  test('nothing begins in the last five seconds, and what is under way is ended', () => {
    const one = poller();
    one.decide([known(5 * MINUTE_MS)], before(60_000));
    expect(one.decide([server({ dueAt, syncedAt: null })], before(5000))).toEqual([]);
    expect(one.decide([server({ dueAt, isSyncing: true })], before(4000))).toEqual([
      { kind: 'end', id: 'a' },
    ]);
    expect(one.decide([server({ dueAt, isSyncing: true })], before(5001))).toEqual([]);
  });

  test('a whole sync is not begun when the event would cut it off', () => {
    const due = server({ dueAt, syncedAt: before(2 * HOUR_MS) });
    const one = poller();
    expect(one.decide([{ ...due }], before(44_000))).toEqual([start('a', true)]);
    expect(one.decide([{ ...due }], before(43_000))).toEqual([]);
    expect(poller().decide([due], before(61_000))).toEqual([start()]);
  });

  test('a light sync that could not begin is ordered again', () => {
    const refused = new Poller(() => 0.5);
    expect(refused.decide([known(5 * MINUTE_MS)], before(60_000))).toEqual([start('a', true)]);
    expect(refused.decide([known(5 * MINUTE_MS)], before(59_000))).toEqual([start('a', true)]);
  });

  test('a failing server with many events is not asked more often for that', () => {
    const one = poller();
    let asked = 0;
    for (let at = 0; at < 10 * MINUTE_MS; at += 1000) {
      const next = Math.ceil((at + 1) / 10_000) * 10_000 + 10_000;
      for (const order of one.decide([server({ syncedAt: null, dueAt: next })], at))
        if (order.kind === 'start') {
          asked++;
          one.ended('a', 'failed', at);
        }
    }
    expect(asked).toBeLessThanOrEqual(5);
  });

  test('the next event of the same server has light syncs of its own', () => {
    const one = poller();
    one.decide([known(5 * MINUTE_MS)], before(60_000));
    one.decide([known(5 * MINUTE_MS)], before(15_000));
    const next = { ...known(5 * MINUTE_MS), dueAt: dueAt + HOUR_MS };
    expect(one.decide([next], dueAt + HOUR_MS - 60_000)).toEqual([start('a', true)]);
  });
});
