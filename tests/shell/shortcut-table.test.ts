import { describe, expect, test } from 'vitest';
import type { HotkeyName } from '../../api/protocol/desktop.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import type { Session } from '../../main/shell/session.ts';
import { difference, HOTKEY_NAMES, stateOf, wantedKeys } from '../../main/shell/shortcut-table.ts';

const { hotkeys } = SETTINGS_DEFAULTS;
const none = { palette: '', sync: '', overlay: '', move: '', nextServer: '' };
const had = (keys: Partial<Record<HotkeyName, string>>) =>
  new Map(Object.entries(keys) as [HotkeyName, string][]);

describe('what each name is to have', () => {
  test.each(['windows', 'macos', 'x11', 'xwayland'] as const)('on %s is what the settings say', (session) => {
    expect(wantedKeys(hotkeys, session)).toEqual(hotkeys);
  });

  test('on Wayland is nothing', () => {
    expect(wantedKeys(hotkeys, 'wayland')).toEqual(none);
  });

  test('is nothing where the settings have none, for as many as that is true of', () => {
    expect(wantedKeys(none, 'x11')).toEqual(none);
  });

  test.each([
    ['x11', 'Control+Shift+S', 'CommandOrControl+Shift+S', ''],
    ['windows', 'Shift+Control+S', 'CommandOrControl+Shift+S', ''],
    ['macos', 'Super+Shift+S', 'Shift+CommandOrControl+S', ''],
    ['macos', 'Control+Shift+S', 'CommandOrControl+Shift+S', 'CommandOrControl+Shift+S'],
    ['x11', 'Super+Shift+S', 'CommandOrControl+Shift+S', 'CommandOrControl+Shift+S'],
  ] as [Session, string, string, string][])(
    'on %s, %s for the palette leaves of %s for the sync: %j',
    (session, palette, sync, left) => {
      expect(wantedKeys({ ...none, palette, sync }, session)).toEqual({ ...none, palette, sync: left });
    },
  );
});

describe('what is to be done', () => {
  test('is to register everything at first', () => {
    expect(difference(had({}), hotkeys)).toEqual({
      release: [],
      register: HOTKEY_NAMES.map((name) => ({ name, keys: hotkeys[name] })),
    });
  });

  test('is nothing where everything is as it should be', () => {
    expect(difference(had(hotkeys), hotkeys)).toEqual({ release: [], register: [] });
    expect(difference(had({}), none)).toEqual({ release: [], register: [] });
  });

  test('is only what has changed', () => {
    expect(difference(had(hotkeys), { ...hotkeys, move: 'Alt+M', sync: '' })).toEqual({
      release: [hotkeys.sync, hotkeys.move],
      register: [{ name: 'move', keys: 'Alt+M' }],
    });
  });

  test('is to try again what another program had', () => {
    const others = had(hotkeys);
    others.delete('palette');
    expect(difference(others, hotkeys)).toEqual({
      release: [],
      register: [{ name: 'palette', keys: hotkeys.palette }],
    });
  });

  test('is to give keys up before another name gets them', () => {
    const wanted = { ...none, palette: 'Alt+B', sync: 'Alt+A' };
    expect(difference(had({ palette: 'Alt+A', sync: 'Alt+B' }), wanted)).toEqual({
      release: ['Alt+A', 'Alt+B'],
      register: [
        { name: 'palette', keys: 'Alt+B' },
        { name: 'sync', keys: 'Alt+A' },
      ],
    });
  });
});

test.each([
  ['on', 'x11', 'Alt+A', 'Alt+A'],
  ['taken', 'x11', undefined, 'Alt+A'],
  ['taken', 'x11', 'Alt+B', 'Alt+A'],
  ['off', 'x11', undefined, ''],
  ['unavailable', 'wayland', undefined, ''],
] as const)('a hotkey is %s (on %s, with %s, wanting %j)', (expected, session, registered, wanted) => {
  const table = had(registered === undefined ? {} : { sync: registered });
  expect(stateOf('sync', table, { ...none, sync: wanted }, session)).toBe(expected);
});
