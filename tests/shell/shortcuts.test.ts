import { expect, test, vi } from 'vitest';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import type { Session } from '../../main/shell/session.ts';
import { HOTKEY_NAMES } from '../../main/shell/shortcut-table.ts';
import { Shortcuts } from '../../main/shell/shortcuts.ts';

/** A system's hotkeys: `taken` are those of other programs. */
const system = vi.hoisted(() => ({
  registered: new Map<string, () => void>(),
  taken: new Set<string>(),
  isSuspended: false,
  asked: 0,
}));
vi.mock('electron', () => ({
  globalShortcut: {
    register(keys: string, action: () => void) {
      system.asked += 1;
      if (/F99$/.test(keys)) throw new TypeError('Error processing argument at index 0');
      if (system.isSuspended || system.taken.has(keys) || system.registered.has(keys)) return false;
      system.registered.set(keys, action);
      return true;
    },
    unregister: (keys: string) => system.registered.delete(keys),
    setSuspended: (is: boolean) => (system.isSuspended = is),
  },
}));

const { hotkeys } = SETTINGS_DEFAULTS;

function shortcutsOf(session: Session = 'x11', taken: string[] = []) {
  Object.assign(system, {
    registered: new Map(),
    taken: new Set(taken),
    isSuspended: false,
    asked: 0,
  });
  const done: string[] = [];
  const seen = { changes: 0, done };
  const shortcuts = new Shortcuts({
    session,
    actions: {
      palette: () => done.push('palette'),
      sync: () => done.push('sync'),
      overlay: () => done.push('overlay'),
      move: () => done.push('move'),
      nextServer: () => done.push('nextServer'),
    },
    onChange: () => (seen.changes += 1),
  });
  const keys = () => [...system.registered.keys()];
  return { shortcuts, seen, keys };
}

test('each hotkey does what it is named after, and the change is told once', () => {
  const { shortcuts, seen } = shortcutsOf();
  shortcuts.follow(hotkeys);
  for (const name of HOTKEY_NAMES) system.registered.get(hotkeys[name])?.();
  expect(seen).toEqual({ changes: 1, done: [...HOTKEY_NAMES] });
  expect(new Set(Object.values(shortcuts.states))).toEqual(new Set(['on']));
});

test('one that another program has keeps no other from working, and is tried again when it may have come free', () => {
  const { shortcuts, seen, keys } = shortcutsOf('x11', [hotkeys.sync]);
  shortcuts.follow(hotkeys);
  expect(shortcuts.states).toMatchObject({ palette: 'on', sync: 'taken', nextServer: 'on' });
  expect(shortcuts.taken).toEqual([hotkeys.sync]);
  shortcuts.tryAll();
  expect(seen.changes).toBe(1);
  system.taken.clear();
  shortcuts.tryAll();
  expect([shortcuts.states.sync, shortcuts.taken, seen.changes]).toEqual(['on', [], 2]);
  expect(keys()).toHaveLength(5);
});

test('settings that change nothing of the hotkeys ask nothing of the system', () => {
  const { shortcuts } = shortcutsOf('x11', [hotkeys.sync]);
  shortcuts.follow(hotkeys);
  expect(system.asked).toBe(5);
  shortcuts.follow({ ...hotkeys });
  expect(system.asked).toBe(5);
});

test('two that change their keys have them changed, and one that is emptied is off', () => {
  const { shortcuts, seen, keys } = shortcutsOf();
  shortcuts.follow(hotkeys);
  shortcuts.follow({ ...hotkeys, palette: hotkeys.sync, sync: hotkeys.palette, move: '' });
  expect(new Set(keys())).toEqual(
    new Set([hotkeys.palette, hotkeys.sync, hotkeys.overlay, hotkeys.nextServer]),
  );
  system.registered.get(hotkeys.sync)?.();
  expect(seen.done).toEqual(['palette']);
  expect(shortcuts.states.move).toBe('off');
});

test('keys that no keyboard has are told as taken, and keep no other from working', () => {
  const { shortcuts } = shortcutsOf();
  shortcuts.follow({ ...hotkeys, palette: 'Alt+F99' });
  expect(shortcuts.states).toMatchObject({ palette: 'taken', sync: 'on', nextServer: 'on' });
});

test('while one is recorded all are suspended, and what is set meanwhile is tried after that', () => {
  const { shortcuts, seen, keys } = shortcutsOf();
  shortcuts.follow(hotkeys);
  shortcuts.setSuspended(true);
  expect(system.isSuspended).toBe(true);
  shortcuts.follow({ ...hotkeys, sync: 'Alt+S' });
  expect(shortcuts.taken).toEqual([]);
  expect(seen.changes).toBe(1);
  shortcuts.setSuspended(false);
  expect(system.isSuspended).toBe(false);
  expect(keys()).toContain('Alt+S');
  expect(keys()).not.toContain(hotkeys.sync);
  expect(shortcuts.states.sync).toBe('on');
});

test('on Wayland nothing is asked of the system, and all are told to be unavailable', () => {
  const { shortcuts } = shortcutsOf('wayland');
  shortcuts.follow(hotkeys);
  shortcuts.setSuspended(true);
  shortcuts.tryAll();
  expect(system).toMatchObject({ asked: 0, isSuspended: false });
  expect(new Set(Object.values(shortcuts.states))).toEqual(new Set(['unavailable']));
  expect(shortcuts.taken).toEqual([]);
});

test('none is left when the app ends, not even in the middle of a recording', () => {
  const { shortcuts, keys } = shortcutsOf();
  shortcuts.follow(hotkeys);
  shortcuts.setSuspended(true);
  shortcuts.close();
  expect([keys(), system.isSuspended]).toEqual([[], false]);
});
