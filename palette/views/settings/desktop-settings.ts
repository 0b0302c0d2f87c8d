/** What a person may choose about the desktop app itself, and what is said beside hotkeys there. Pure. */
import type {
  DesktopPreferences,
  DesktopState,
  HotkeyName,
  UpdateState,
} from '../../../api/protocol/desktop.ts';
import type { DesktopKey, Said, Setting } from './setting.ts';

export const DESKTOP: Readonly<Record<DesktopKey, Setting>> = {
  'desktop.opensAtLogin': {
    group: 'desktop',
    name: { en: 'Opens at login', ko: '로그인할 때 실행' },
    does: {
      en: 'Ticketime starts when you log in to this computer.',
      ko: '이 컴퓨터에 로그인하면 Ticketime을 실행합니다.',
    },
    also: 'autostart start boot 자동 시작 부팅',
    kind: { is: 'switch' },
  },
  'desktop.ground': {
    group: 'desktop',
    name: { en: 'Ground of the overlay', ko: '오버레이 배경' },
    does: {
      en: 'Transparent needs a desktop that draws transparency; elsewhere black corners would show.',
      ko: '투명 배경은 투명 창을 그리는 데스크톱에서만 제대로 보입니다. 그렇지 않으면 모서리가 검게 나타납니다.',
    },
    also: 'transparent opaque compositor background 투명 불투명',
    kind: {
      is: 'choice',
      options: [
        { value: 'auto', name: { en: 'As this desktop can', ko: '데스크톱에 맞춤' } },
        { value: 'transparent', name: { en: 'Transparent', ko: '투명' } },
        { value: 'opaque', name: { en: 'Opaque', ko: '불투명' } },
      ],
    },
  },
  'desktop.updates': {
    group: 'desktop',
    name: { en: 'Updates', ko: '업데이트' },
    does: {
      en: 'Looked for and fetched in the background, and put in place when Ticketime ends; never near an event.',
      ko: '백그라운드에서 확인해 내려받고 Ticketime을 종료할 때 설치합니다. 예약이 가까우면 설치하지 않습니다.',
    },
    also: 'version upgrade 버전 새 판',
    kind: { is: 'switch' },
  },
};

export function preferenceOf(preferences: DesktopPreferences, key: DesktopKey): unknown {
  return preferences[nameOf(key)];
}

/** What changePreferences is given: this one alone. */
export function preferenceChange(key: DesktopKey, value: unknown): Partial<DesktopPreferences> {
  return { [nameOf(key)]: value };
}

const nameOf = (key: DesktopKey) => key.slice('desktop.'.length) as keyof DesktopPreferences;

/** What can be bound to keys in the system's own settings, where no program may have hotkeys of its own. */
const SWITCHES: Readonly<Record<HotkeyName, string>> = {
  palette: '--palette',
  sync: '--sync',
  overlay: '--overlay',
  move: '--move',
  nextServer: '--next-server',
};

/** The sentence beside a hotkey; null when there is nothing to say. */
export function hotkeyNote(
  { hotkeys, command }: Pick<DesktopState, 'hotkeys' | 'command'>,
  name: HotkeyName,
): Said | null {
  const state = hotkeys[name];
  if (state === 'taken')
    return {
      en: 'Another program has these keys: choose others.',
      ko: '다른 프로그램이 쓰고 있는 키입니다. 다른 키를 고르세요.',
    };
  if (state !== 'unavailable') return null;
  const bound = `${command} ${SWITCHES[name]}`;
  return {
    en: `Wayland gives programs no hotkeys: bind “${bound}” to keys in the desktop’s own settings.`,
    ko: `Wayland에서는 프로그램이 단축키를 쓸 수 없습니다. 데스크톱 설정에서 “${bound}” 명령에 키를 지정하세요.`,
  };
}

/** How an update stands; null when there is none. */
export function updateNote(update: UpdateState): Said | null {
  if (update.is === 'never')
    return {
      en: 'This copy of Ticketime does not update itself: put a newer one in its place.',
      ko: '이 Ticketime은 스스로 업데이트하지 않습니다. 새 버전을 받아 바꾸세요.',
    };
  if (update.is === 'none') return null;
  const { version } = update;
  if (update.is === 'fetching')
    return { en: `${version} is being fetched.`, ko: `${version} 버전을 내려받는 중입니다.` };
  return update.waitsFor === null
    ? {
        en: `${version} is ready: it is put in place when Ticketime ends.`,
        ko: `${version} 버전이 준비되었습니다. Ticketime을 종료하면 설치합니다.`,
      }
    : {
        en: `${version} is ready, and waits until “${update.waitsFor}” is over.`,
        ko: `${version} 버전이 준비되었습니다. “${update.waitsFor}” 예약이 끝나면 설치할 수 있습니다.`,
      };
}
