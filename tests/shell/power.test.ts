import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Power, type PowerOptions } from '../../main/shell/power.ts';

function powerOf() {
  const powerMonitor = new EventEmitter();
  const held: string[] = [];
  const seen = { ids: 0, held, woke: 0, ended: 0 };
  const power = new Power({
    powerMonitor: powerMonitor as unknown as PowerOptions['powerMonitor'],
    powerSaveBlocker: {
      start(type) {
        held.push(type);
        return (seen.ids += 1) - 1;
      },
      stop(id) {
        expect(id).toBe(seen.ids - 1);
        return held.pop() !== undefined;
      },
    },
  });
  power.onWake(() => (seen.woke += 1));
  power.onSessionEnd(() => (seen.ended += 1));
  return { power, powerMonitor, seen };
}

test('the computer is kept awake while an event is near, by one hold, and only then', () => {
  const { power, seen } = powerOf();
  power.setNear(false);
  expect(seen.held).toEqual([]);
  power.setNear(true);
  power.setNear(true);
  expect(seen.held).toEqual(['prevent-app-suspension']);
  power.setNear(false);
  power.setNear(false);
  expect(seen.held).toEqual([]);
  power.setNear(true);
  expect(seen.held).toHaveLength(1);
  power.close();
  expect(seen.held).toEqual([]);
});

test('waking, unlocking and the return of a person are told', () => {
  const { power, powerMonitor, seen } = powerOf();
  for (const event of ['resume', 'unlock-screen', 'user-did-become-active']) powerMonitor.emit(event);
  expect(seen.woke).toBe(3);
  power.close();
  powerMonitor.emit('resume');
  expect(seen.woke).toBe(3);
  expect(powerMonitor.eventNames()).toEqual([]);
});

test('the end of the session is told, and the system asked to wait where it can', () => {
  const { power, powerMonitor, seen } = powerOf();
  let isAsked = false;
  powerMonitor.emit('shutdown', { preventDefault: () => (isAsked = true) });
  expect([seen.ended, isAsked]).toEqual([1, true]);
  const window = new EventEmitter();
  power.watch(window as unknown as Parameters<Power['watch']>[0]);
  window.emit('session-end', {});
  expect(seen.ended).toBe(2);
});
