/** Every setting, in the order in which it is shown: a new one is one entry. */
import { ALARMS } from './alarm-settings.ts';
import { DISPLAY } from './display-settings.ts';
import { DESKTOP } from './desktop-settings.ts';
import { GROUPS, type DesktopKey, type Group, type Said, type Setting, type SettingKey } from './setting.ts';
import { TIME } from './time-settings.ts';

/** The type holds that none is missing. */
export const TABLE: Readonly<Record<SettingKey, Setting>> = { ...DISPLAY, ...ALARMS, ...TIME };

export const GROUP_NAMES: Readonly<Record<Group, Said>> = {
  display: { en: 'Overlay', ko: '오버레이 표시' },
  alarms: { en: 'Alarms and sounds', ko: '알람과 소리' },
  sync: { en: 'Sync', ko: '동기화' },
  standard: { en: 'Standard time', ko: '표준시' },
  clock: { en: 'This PC’s clock and health', ko: '이 PC의 시계와 상태' },
  webhooks: { en: 'Webhooks', ko: '웹훅' },
  hotkeys: { en: 'Hotkeys', ko: '단축키' },
  page: { en: 'Language and theme', ko: '언어와 테마' },
  desktop: { en: 'Desktop app', ko: '데스크톱 앱' },
};

/** With what the desktop app keeps for itself. */
export type AnyKey = SettingKey | DesktopKey;
export const ALL: Readonly<Record<AnyKey, Setting>> = { ...TABLE, ...DESKTOP };

export const isOfDesktop = (key: AnyKey): key is DesktopKey => Object.hasOwn(DESKTOP, key);

export interface Section {
  readonly group: Group;
  readonly keys: readonly AnyKey[];
}

/** Those that are wanted, by group; a group without any is left out. */
export function sectionsOf(isWanted: (key: AnyKey) => boolean): Section[] {
  const keys = Object.keys(ALL) as AnyKey[];
  return GROUPS.map((group) => ({
    group,
    keys: keys.filter((key) => ALL[key].group === group && isWanted(key)),
  })).filter((section) => section.keys.length > 0);
}
