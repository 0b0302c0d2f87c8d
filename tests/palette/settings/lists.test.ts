import { describe, expect, it } from 'vitest';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import { another, withWay } from '../../../palette/views/settings/alarm-list.ts';
import { moved } from '../../../palette/views/settings/moved.ts';
import { takenBy } from '../../../palette/views/settings/taken.ts';

describe('an ordered list', () => {
  it('moves one a place up or down', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  });

  it('stays as it is at its ends', () => {
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});

describe('the default alarms', () => {
  it('get one at a usual time that none has yet', () => {
    expect(another([])).toEqual({ beforeMs: 60_000, by: ['sound'] });
    expect(another([another([])])).toEqual({ beforeMs: 30_000, by: ['sound'] });
  });

  it('have their ways in the usual order, however they were chosen', () => {
    expect(withWay(['flash'], 'sound', true)).toEqual(['sound', 'flash']);
    expect(withWay(['sound', 'flash'], 'sound', false)).toEqual(['flash']);
  });
});

describe('a hotkey', () => {
  it('is taken when another has the same keys', () => {
    expect(takenBy(SETTINGS_DEFAULTS, 'hotkeys.sync', 'CommandOrControl+Shift+O')).toBe('hotkeys.overlay');
  });

  it('is free for the one that has it, and when it is empty', () => {
    expect(takenBy(SETTINGS_DEFAULTS, 'hotkeys.sync', 'CommandOrControl+Shift+S')).toBeNull();
    const hotkeys = { ...SETTINGS_DEFAULTS.hotkeys, move: '' };
    expect(takenBy({ ...SETTINGS_DEFAULTS, hotkeys }, 'hotkeys.sync', '')).toBeNull();
  });
});
