import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { Notifier, type NotifierOptions } from '../../main/shell/notifier.ts';
import type { Notice } from '../../main/shell/notices.ts';

const notice = (
  kind: string,
  body = `It is ${kind}.`,
  isUrgent = false,
  lastsMs: number | null = null,
): Notice => ({
  kind,
  title: 'Ticketime',
  body,
  opens: 'settings',
  button: { does: 'set-clock', name: 'NTP Sync' },
  isUrgent,
  lastsMs,
});

function notifierOf(isSupported = true) {
  const shown: (EventEmitter & { options: NotificationConstructorOptions; isClosed: boolean })[] = [];
  class Shown extends EventEmitter {
    static isSupported = () => isSupported;
    readonly options: NotificationConstructorOptions;
    isClosed = false;
    constructor(options: NotificationConstructorOptions) {
      super();
      this.options = options;
    }
    show() {
      shown.push(this);
    }
    close() {
      this.isClosed = true;
      this.emit('close');
    }
  }
  const seen = { at: 0, actions: [] as string[], notes: [] as string[] };
  const notifier = new Notifier({
    Notification: Shown as unknown as NotifierOptions['Notification'],
    now: () => seen.at,
    open: (place) => seen.actions.push(`open ${place}`),
    act: (deed) => seen.actions.push(deed),
    note: (line) => seen.notes.push(line),
  });
  const open = () => shown.filter(({ isClosed }) => !isClosed).map(({ options }) => options.body);
  return { notifier, shown, open, seen };
}

test('a newer one of a kind takes the place of the one before, and the same one is not shown twice', () => {
  const { notifier, shown, open } = notifierOf();
  notifier.show(notice('clock', 'A second off.'));
  notifier.show(notice('clock', 'A second off.'));
  expect(shown).toHaveLength(1);
  notifier.show(notice('clock', 'Two seconds off.'));
  notifier.show(notice('update'));
  expect(open()).toEqual(['Two seconds off.', 'It is update.']);
});

test('one that was closed may come again, and so may one of which the system does not tell', () => {
  const { notifier, shown, seen } = notifierOf();
  notifier.show(notice('clock'));
  shown[0].emit('close');
  notifier.show(notice('clock'));
  expect(shown).toHaveLength(2);
  seen.at = 60_000;
  notifier.show(notice('clock'));
  expect(shown.map(({ isClosed }) => isClosed)).toEqual([false, true, false]);
});

test('five in a minute are the most, but for what concerns an event', () => {
  const { notifier, shown, seen } = notifierOf();
  for (let k = 0; k < 8; k += 1) notifier.show(notice(`plugin-${k}`));
  expect(shown).toHaveLength(5);
  notifier.show(notice('alarm', '10 s left.', true));
  expect(shown).toHaveLength(6);
  seen.at = 60_000;
  notifier.show(notice('plugin-9'));
  expect(shown).toHaveLength(7);
});

test('a click opens what it is about, and only its button does anything', () => {
  const { notifier, shown, seen } = notifierOf();
  notifier.show(notice('a'));
  notifier.show(notice('b'));
  notifier.show({ ...notice('c'), button: null });
  shown[0].emit('click');
  expect(seen.actions).toEqual(['open settings']);
  shown[1].emit('action');
  expect(seen.actions).toEqual(['open settings', 'set-clock']);
  expect(shown.map(({ options }) => options.actions)).toEqual([
    [{ type: 'button', text: 'NTP Sync' }],
    [{ type: 'button', text: 'NTP Sync' }],
    undefined,
  ]);
});

test('what the system fails to show is noted, and may be tried again', () => {
  const { notifier, shown, seen } = notifierOf();
  notifier.show(notice('clock'));
  shown[0].emit('failed', {}, 'no shortcut');
  expect(seen.notes).toEqual(['A notification could not be shown (no shortcut): It is clock.']);
  notifier.show(notice('clock'));
  expect(shown).toHaveLength(2);
});

test('what is soon not true any more goes by itself', (t) => {
  vi.useFakeTimers();
  t.onTestFinished(() => void vi.useRealTimers());
  const { notifier, open } = notifierOf();
  notifier.show(notice('alarm', '1 min left.', true, 60_000));
  notifier.show(notice('missed', 'It did not fire.', true));
  vi.advanceTimersByTime(59_999);
  expect(open()).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(open()).toEqual(['It did not fire.']);
});

test('where the system shows none, nothing is tried', () => {
  const { notifier, shown } = notifierOf(false);
  notifier.show(notice('alarm', 'Now.', true));
  expect(shown).toEqual([]);
});

test('none is left when the app ends', () => {
  const { notifier, open } = notifierOf();
  notifier.show(notice('a'));
  notifier.show(notice('b'));
  notifier.close();
  expect(open()).toEqual([]);
});
