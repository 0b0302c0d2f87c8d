import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { DesktopPreferences, type HotkeyName, type HotkeyState } from '../../../api/protocol/desktop.ts';
import { readSwitches } from '../../../main/shell/switches.ts';
import {
  DESKTOP,
  hotkeyNote,
  preferenceChange,
  preferenceOf,
  updateNote,
} from '../../../palette/views/settings/desktop-settings.ts';
import { isMeant } from '../../../palette/views/settings/search.ts';
import type { DesktopKey } from '../../../palette/views/settings/setting.ts';

const KEYS = Object.keys(DESKTOP) as DesktopKey[];
const HOTKEYS: HotkeyName[] = ['palette', 'sync', 'overlay', 'move', 'nextServer'];
const all = (state: HotkeyState) => ({
  command: '/opt/Ticketime/ticketime',
  hotkeys: { palette: state, sync: state, overlay: state, move: state, nextServer: state },
});
const isTaken = (change: unknown) => v.safeParse(v.partial(DesktopPreferences), change).success;

describe('what a person may choose about the desktop app', () => {
  it('has an entry for every preference, and no other', () => {
    const names = Object.keys(DesktopPreferences.entries).map((name) => `desktop.${name}`);
    expect([...KEYS].sort()).toEqual(names.sort());
  });

  it('says in both languages what each is called and does', () => {
    for (const key of KEYS) {
      const { name, does } = DESKTOP[key];
      expect([does.en, does.ko], key).toEqual([
        expect.stringMatching(/^[A-Z].*\.$/),
        expect.stringMatching(/[가-힣].*\.$/),
      ]);
      expect([name.en, name.ko], key).toEqual([
        expect.stringMatching(/^[A-Z]/),
        expect.stringMatching(/[가-힣]/),
      ]);
    }
  });

  it('offers only what the app takes', () => {
    for (const key of KEYS) {
      const { kind } = DESKTOP[key];
      const values = kind.is === 'choice' ? kind.options.map(({ value }) => value) : [true, false];
      for (const value of values) expect(isTaken(preferenceChange(key, value)), `${key} ${value}`).toBe(true);
    }
    expect(isTaken(preferenceChange('desktop.ground', 'checked'))).toBe(false);
  });

  it('is read and changed by its key, on its own', () => {
    const preferences = { opensAtLogin: true, ground: 'opaque', updates: false } as const;
    expect(KEYS.map((key) => preferenceOf(preferences, key))).toEqual(
      KEYS.map((key) => Object.values(preferenceChange(key, preferenceOf(preferences, key)))[0]),
    );
    expect(preferenceChange('desktop.updates', true)).toEqual({ updates: true });
  });

  it('is found by the words of either language', () => {
    expect(KEYS.filter((key) => isMeant(key, 'autostart'))).toEqual(['desktop.opensAtLogin']);
    expect(KEYS.filter((key) => isMeant(key, '불투명'))).toEqual(['desktop.ground']);
    expect(KEYS.filter((key) => isMeant(key, 'ㅇㄷㅇㅌ'))).toEqual(['desktop.updates']);
  });
});

describe('the sentence beside a hotkey', () => {
  it('is left out where the hotkey works, or there is none', () => {
    for (const name of HOTKEYS)
      expect([hotkeyNote(all('on'), name), hotkeyNote(all('off'), name)]).toEqual([null, null]);
  });

  it('says of keys that another program has what to do', () => {
    expect(hotkeyNote({ ...all('on'), hotkeys: { ...all('on').hotkeys, move: 'taken' } }, 'move')).toEqual({
      en: 'Another program has these keys: choose others.',
      ko: '다른 프로그램이 쓰고 있는 키입니다. 다른 키를 고르세요.',
    });
  });

  it('names what can be bound to keys instead, where no program may have any', () => {
    for (const name of HOTKEYS) {
      const word = name === 'nextServer' ? 'next-server' : name;
      // What the app understands when it is started once more.
      expect(readSwitches([`--${word}`]).wishes).toEqual([word]);
      const said = hotkeyNote(all('unavailable'), name);
      expect([said?.en, said?.ko]).toEqual([
        `Wayland gives programs no hotkeys: bind “/opt/Ticketime/ticketime --${word}” to keys in the desktop’s own settings.`,
        `Wayland에서는 프로그램이 단축키를 쓸 수 없습니다. 데스크톱 설정에서 “/opt/Ticketime/ticketime --${word}” 명령에 키를 지정하세요.`,
      ]);
    }
  });
});

describe('the sentence beside updates', () => {
  it('says how far one is, and what it waits for', () => {
    expect(updateNote({ is: 'none' })).toBeNull();
    expect(updateNote({ is: 'never' })?.en).toBe(
      'This copy of Ticketime does not update itself: put a newer one in its place.',
    );
    expect(updateNote({ is: 'fetching', version: '1.2.0' })?.en).toBe('1.2.0 is being fetched.');
    expect(updateNote({ is: 'ready', version: '1.2.0', waitsFor: null })?.en).toBe(
      '1.2.0 is ready: it is put in place when Ticketime ends.',
    );
    expect(updateNote({ is: 'ready', version: '1.2.0', waitsFor: 'Concert' })).toEqual({
      en: '1.2.0 is ready, and waits until “Concert” is over.',
      ko: '1.2.0 버전이 준비되었습니다. “Concert” 예약이 끝나면 설치할 수 있습니다.',
    });
  });
});
