import { describe, expect, test } from 'vitest';
import type { ServerRecord } from '../../main/store/servers.ts';
import { temporaryStore } from './kept.ts';
import { NOON } from './noon.ts';
import { someEstimate, someServer } from './some.ts';

describe('servers', () => {
  test('are kept as they are, from one start to the next, in the order in which they were added', () => {
    const kept = temporaryStore();
    const store = kept.open();
    const plain = someServer('z', { createdEpochMs: 1 });
    const rich: ServerRecord = {
      id: 'a',
      address: 'https://표.example/',
      name: '예매 ‘x’; DROP TABLE servers; --',
      favourite: true,
      zone: 'Asia/Seoul',
      trimMs: -12.5,
      intervalMs: 0,
      allowsPrivate: true,
      createdEpochMs: 2,
    };
    store.servers.add(plain);
    store.servers.add(rich);
    store.close();
    const { servers } = kept.open();
    expect(servers.list()).toEqual([plain, rich]);
    expect(servers.get('a')).toEqual(rich);
    expect(servers.byAddress(plain.address)).toEqual(plain);
    expect(servers.get('nobody')).toBeNull();
    expect(servers.byAddress('nobody')).toBeNull();
  });

  test('change only in what is changed', () => {
    const { servers } = temporaryStore().open();
    servers.add(someServer('a', { zone: 'Asia/Seoul' }));
    const changed = { ...someServer('a'), zone: null, trimMs: 3.5, favourite: true };
    expect(servers.update('a', { zone: null, trimMs: 3.5, favourite: true })).toEqual(changed);
    expect(servers.update('a', {})).toEqual(changed);
    expect(servers.list()).toEqual([changed]);
    expect(servers.update('b', { trimMs: 1 })).toBeNull();
  });

  test('of one address there is one', () => {
    const { servers } = temporaryStore().open();
    servers.add(someServer('a'));
    servers.add(someServer('b'));
    const known = expect.objectContaining({
      code: 'server-known',
      message: 'https://a.example/ is kept already: use the one that is there.',
    }) as unknown;
    expect(() => servers.add(someServer('c', { address: 'https://a.example/' }))).toThrow(known);
    expect(() => servers.add(someServer('a', { address: 'https://a.example/' }))).toThrow(known);
    expect(() => servers.update('b', { address: 'https://a.example/' })).toThrow(known);
    expect(servers.update('a', { address: 'https://a.example/', name: 'A' })?.name).toBe('A');
    expect(servers.list()).toHaveLength(2);
  });

  test('that are removed take their estimates along, and nobody else’s', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    for (const id of ['a', 'b']) store.servers.add(someServer(id));
    for (let index = 0; index < 9; index++) {
      store.estimates.add(someEstimate('ab'[index % 2], NOON + index, index));
    }
    expect(store.servers.remove('a')).toBe(true);
    expect(store.servers.remove('a')).toBe(false);
    expect(store.servers.list()).toEqual([someServer('b')]);
    expect(store.estimates.count('a')).toBe(0);
    expect(store.estimates.page('b', { limit: 9 }).map(({ seq }) => seq)).toEqual([8, 6, 4, 2]);
    // The number of the last one, which is gone, is not given again.
    expect(store.estimates.add(someEstimate('b', NOON))).toBe(10);
    expect(await store.verify()).toBeNull();
  });

  test('that are removed with many estimates leave none for one that has the same name later', async () => {
    const kept = temporaryStore();
    const store = kept.open();
    store.servers.add(someServer('a'));
    store.servers.add(someServer('b'));
    for (let index = 0; index < 700; index++) store.estimates.add(someEstimate('a', NOON + index));
    store.estimates.add(someEstimate('b', NOON));
    store.servers.remove('a');
    expect(store.estimates.count('a')).toBeGreaterThan(0); // a slice at a time
    store.servers.add(someServer('a'));
    expect(store.estimates.count('a')).toBe(0);
    for (let index = 0; index < 700; index++) store.estimates.add(someEstimate('a', NOON + index));
    store.servers.remove('a');
    store.close();
    // What was left is gone soon after the next start.
    const next = kept.open();
    await expect.poll(() => next.estimates.count('a')).toBe(0);
    expect(next.estimates.count('b')).toBe(1);
    expect(await next.verify()).toBeNull();
  });
});

describe('estimates', () => {
  test('come back as they were given', () => {
    const kept = temporaryStore();
    const store = kept.open();
    const record = {
      ...someEstimate('a', NOON + 0.123_456_7),
      samples: [
        [-0.1, 1e-9, -1_234_567.890_123],
        [5e-324, -0, 1.797e308],
      ] as [number, number, number][],
      measurement: { text: '표 \u{1F3AB} \ud800 \u0000', list: [1, null, true] },
      axis: 'a\u0000b',
      standardAheadMs: null,
      standardAccuracyMs: null,
    };
    const seq = store.estimates.add(record);
    store.close();
    const { estimates } = kept.open();
    expect(estimates.latest('a')).toEqual({ ...record, seq });
    expect(estimates.latest('b')).toBeNull();
    expect(kept.told).toEqual([]);
  });

  test('with half a character in a name are kept with a whole one, and hold', async () => {
    const store = temporaryStore().open();
    store.estimates.add({ ...someEstimate('a', NOON), axis: 'x\ud800' });
    expect(store.estimates.latest('a')?.axis).toBe('x\ufffd');
    expect(await store.verify()).toBeNull();
  });

  test('are paged newest first, and listed since an instant oldest first', () => {
    const { estimates } = temporaryStore().open();
    // The wall clock was set back by 2 s after the fifth.
    for (let index = 0; index < 10; index++) {
      estimates.add(someEstimate('ab'[index % 2], NOON + 1000 * (index < 5 ? index : index - 2.5)));
    }
    const seqs = (records: { seq: number }[]) => records.map(({ seq }) => seq);
    expect(seqs(estimates.page('a', { limit: 2 }))).toEqual([9, 7]);
    expect(seqs(estimates.page('a', { beforeSeq: 7, limit: 2 }))).toEqual([5, 3]);
    expect(seqs(estimates.page('a', { beforeSeq: 1, limit: 2 }))).toEqual([]);
    expect(seqs(estimates.since('a', NOON + 2000))).toEqual([3, 7, 5, 9]);
    expect(estimates.count('a')).toBe(5);
    expect(estimates.count('c')).toBe(0);
  });

  test('that are no numbers are refused, and nothing is kept of them', () => {
    const { estimates } = temporaryStore().open();
    expect(() => estimates.add({ ...someEstimate('a', NOON), at: NaN })).toThrow('NOT NULL');
    expect(estimates.add(someEstimate('a', NOON))).toBe(1);
  });
});

test('reference times are kept, the last one and those since an instant', () => {
  const kept = temporaryStore();
  const store = kept.open();
  expect(store.references.latest()).toBeNull();
  const record = (index: number) => ({
    measuredAtEpochMs: NOON + index,
    reference: { source: 'sntp', offsetMs: index / 3, stratum: 1 },
    anchorMs: NOON - 5.25,
    axis: 'x',
    at: 5.25 + index,
  });
  expect([2, 1, 3].map((index) => store.references.add(record(index)))).toEqual([1, 2, 3]);
  store.close();
  const { references } = kept.open();
  expect(references.latest()).toEqual({ seq: 3, ...record(3) });
  expect(references.since(NOON + 1).map(({ at }) => at)).toEqual([6.25, 7.25, 8.25]);
  expect(references.since(NOON + 1.5)).toHaveLength(2);
});

test('the journal is kept in order, of all events and of one', () => {
  const kept = temporaryStore();
  const store = kept.open();
  const entry = (index: number) => ({
    epochMs: NOON - index,
    kind: index === 3 ? 'removed' : 'added',
    eventId: `event-${index % 2}`,
    data: index === 0 ? null : { index, nested: ['표'] },
  });
  for (let index = 0; index < 4; index++) expect(store.journal.append(entry(index))).toBe(index + 1);
  store.close();
  const { journal } = kept.open();
  expect(journal.all()).toEqual([0, 1, 2, 3].map((index) => ({ seq: index + 1, ...entry(index) })));
  expect(journal.forEvent('event-1').map(({ seq }) => seq)).toEqual([2, 4]);
  expect(journal.forEvent('nobody')).toEqual([]);
});

test('attempts are kept, newest first', () => {
  const kept = temporaryStore();
  const store = kept.open();
  const attempt = (number: number, status: number | null) => ({
    eventId: 'e',
    occurrenceEpochMs: NOON,
    attempt: number,
    startedEpochMs: NOON + 1000 * number,
    status,
    latencyMs: 12.5,
    error: status === null ? 'connection refused' : null,
  });
  store.attempts.add(attempt(1, null));
  store.attempts.add(attempt(2, 503));
  store.attempts.add(attempt(3, 204));
  store.attempts.add({ ...attempt(1, 200), eventId: 'other' });
  store.close();
  const { attempts } = kept.open();
  expect(attempts.forEvent('e', 2)).toEqual([
    { seq: 3, ...attempt(3, 204) },
    { seq: 2, ...attempt(2, 503) },
  ]);
  expect(attempts.forEvent('e', 10)).toHaveLength(3);
});
