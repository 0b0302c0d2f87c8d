import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { localClock } from '../../main/clock/local-clock.ts';
import { createDueQueue } from '../../main/practice/due-queue.ts';

test('entries leave in the order in which they came, and none before it is due', async () => {
  const queue = createDueQueue();
  const start = localClock.now();
  const left: { name: number; earlyMs: number }[] = [];
  await new Promise<void>((resolve) => {
    [12, 3, 20, 20, 0].forEach((dueMs, name) =>
      queue.push(start + dueMs, () => {
        left.push({ name, earlyMs: start + dueMs - localClock.now() });
        if (left.length === 5) resolve();
      }),
    );
  });
  expect(left.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4]);
  expect(Math.max(...left.map(({ earlyMs }) => earlyMs))).toBeLessThanOrEqual(0);
});

test('a delivery may push another entry, also when it was the last', async () => {
  const queue = createDueQueue();
  const left: string[] = [];
  await new Promise<void>((resolve) => {
    queue.push(localClock.now() + 1, () => {
      left.push('first');
      queue.push(localClock.now() + 1, () => {
        left.push('second');
        resolve();
      });
    });
  });
  expect(left).toEqual(['first', 'second']);
});

test('the event loop goes on while an entry is waited for', async () => {
  const left: string[] = [];
  let turns = 0;
  createDueQueue().push(localClock.now() + 20, () => {
    left.push('entry');
  });
  while (left.length === 0) {
    await new Promise(setImmediate);
    turns++;
  }
  expect(turns).toBeGreaterThan(2);
});

test('what was cleared never leaves, and the queue can be used again', async () => {
  const queue = createDueQueue();
  const left: string[] = [];
  queue.push(localClock.now() + 1, () => left.push('polled'));
  queue.push(localClock.now() + 10, () => left.push('waiting'));
  queue.clear();
  await new Promise<void>((resolve) => queue.push(localClock.now() + 15, resolve));
  await delay(0);
  expect(left).toEqual([]);
});

test('all that waits hangs on one timer, which is gone when the queue is cleared', () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const queue = createDueQueue();
  queue.push(localClock.now() + 1e6, () => undefined);
  queue.push(localClock.now() + 1e6, () => undefined);
  expect(timers()).toBe(before + 1);
  queue.clear();
  expect(timers()).toBe(before);
});
