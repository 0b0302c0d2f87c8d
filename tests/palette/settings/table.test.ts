import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SettingsChanges } from '../../../api/protocol/settings.ts';
import { SETTINGS_DEFAULTS } from '../../../api/protocol/settings-defaults.ts';
import {
  changeOf,
  GROUPS,
  isSame,
  keysOf,
  valueOf,
  type Kind,
  type SettingKey,
} from '../../../palette/views/settings/setting.ts';
import { ALL, sectionsOf, TABLE } from '../../../palette/views/settings/table.ts';

const KEYS = Object.keys(TABLE) as SettingKey[];
const isTaken = (key: SettingKey, value: unknown) =>
  v.safeParse(SettingsChanges, changeOf(key, value)).success;
const ofKind = <K extends Kind['is']>(is: K) =>
  KEYS.flatMap((key) => {
    const { kind } = TABLE[key];
    return kind.is === is ? [[key, kind as Extract<Kind, { is: K }>] as const] : [];
  });

describe('the table of settings', () => {
  it('has an entry for every setting, and no other', () => {
    expect(KEYS.sort()).toEqual(keysOf(SETTINGS_DEFAULTS).sort());
  });

  it('says in both languages what each is called and does', () => {
    for (const key of KEYS) {
      const { name, does } = TABLE[key];
      expect(does.en, key).toMatch(/^[A-Z].*\.$/);
      expect(does.ko, key).toMatch(/[가-힣].*\.$/);
      expect(name.en, key).not.toBe('');
      expect(name.ko, key).toMatch(/[가-힣]/);
    }
  });

  it('shows each in one section, in the order of the groups', () => {
    const sections = sectionsOf(() => true);
    expect(sections.map(({ group }) => group)).toEqual([...GROUPS]);
    expect(sections.flatMap(({ keys }) => keys).sort()).toEqual(Object.keys(ALL).sort());
  });

  it('leaves out a group of which nothing is wanted', () => {
    expect(sectionsOf((key) => key === 'flash')).toEqual([{ group: 'alarms', keys: ['flash'] }]);
  });

  it('offers only what the core takes', () => {
    for (const [key, { options }] of [...ofKind('choice'), ...ofKind('sound')])
      for (const { value } of options) expect(isTaken(key, value), `${key} ${value}`).toBe(true);
    for (const [key, { options }] of ofKind('order'))
      expect(
        isTaken(
          key,
          options.map(({ value }) => value),
        ),
        key,
      ).toBe(true);
  });

  it('has the limits of the core for every figure', () => {
    for (const [key, { figure }] of ofKind('number')) {
      expect(isTaken(key, figure.least), key).toBe(true);
      expect(isTaken(key, figure.most), key).toBe(true);
      expect(isTaken(key, figure.most + 1), key).toBe(false);
      expect(isTaken(key, figure.least - (figure.least > 0 ? 1 : 0.5)), key).toBe(
        figure.least === 1 && Boolean(figure.zero),
      );
      expect(isTaken(key, 0), key).toBe(figure.least === 0 || Boolean(figure.zero));
      expect(isTaken(key, null), key).toBe(Boolean(figure.empty));
    }
  });

  it('has the limits of the core for every slider', () => {
    for (const [key, { least, most }] of ofKind('slider')) {
      expect([isTaken(key, least), isTaken(key, most)], key).toEqual([true, true]);
      expect([isTaken(key, least - 0.01), isTaken(key, most + 0.01)], key).toEqual([false, false]);
    }
  });
});

describe('a setting', () => {
  it('is read and changed by its key, on its own', () => {
    expect(valueOf(SETTINGS_DEFAULTS, 'sounds.volume')).toBe(0.7);
    expect(changeOf('sounds.volume', 0.5)).toEqual({ sounds: { volume: 0.5 } });
    expect(valueOf(SETTINGS_DEFAULTS, 'flash')).toBe('edge');
    expect(changeOf('flash', 'none')).toEqual({ flash: 'none' });
  });

  it('is its default when every part of it is', () => {
    expect(isSame(SETTINGS_DEFAULTS.alarms, structuredClone(SETTINGS_DEFAULTS.alarms))).toBe(true);
    expect(isSame(SETTINGS_DEFAULTS.alarms, SETTINGS_DEFAULTS.alarms.slice(1))).toBe(false);
  });
});
