/** What of all that happens is worth a notification of the system, and its words. Pure. */
import type { DesktopNote } from '../../api/protocol/desktop.ts';
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { KOREAN } from '../../overlay/page/problems-ko.ts';
import { words, type Language } from './words.ts';

/** What a click on it opens: the palette, at one of its views; a click never does anything by itself. */
export type NoticePlace = 'palette' | 'schedule' | 'settings';
/** What its button does, where the system shows buttons (macOS, Windows); the palette has the same. */
export type NoticeDeed = 'set-clock' | 'install-update';

export interface Notice {
  /** A newer one of the same kind takes the place of the one before. */
  readonly kind: string;
  readonly title: string;
  /** One sentence. */
  readonly body: string;
  readonly opens: NoticePlace;
  readonly button: { readonly does: NoticeDeed; readonly name: string } | null;
  /** It is about a moment that does not wait: never held back. */
  readonly isUrgent: boolean;
  /** After that it is not true any more, ms; null: until it is closed. */
  readonly lastsMs: number | null;
}

const text = words(
  {
    ntp: 'NTP Sync',
    restart: 'Restart',
    left: (span: string) => `${span} left.`,
    now: 'Now.',
    d: 'd',
    h: 'h',
    min: 'min',
    s: 's',
    missed: 'It did not fire: its moment passed while this computer slept or Ticketime was not running.',
    unsure: 'Nobody can tell whether it fired, for Ticketime ended around its moment: look at the server.',
    ready: (version: string) =>
      `Ticketime ${version} is put in place when Ticketime ends: restart it when it suits you.`,
    taken: (keys: string) => `Another program has ${keys}: choose other keys in the settings.`,
    'other-port':
      'Another program has the port 27182, so other programs find Ticketime at a free one, which bridge.json names.',
    'no-gpu': 'The graphics processor failed several times, so Ticketime draws without it from now on.',
  },
  {
    ntp: 'NTP 동기화',
    restart: '다시 시작',
    left: (span) => `${span} 남았습니다.`,
    now: '지금입니다.',
    d: '일',
    h: '시간',
    min: '분',
    s: '초',
    missed: '실행되지 않았습니다. 컴퓨터가 절전 중이거나 Ticketime이 꺼져 있는 동안 시각이 지났습니다.',
    unsure: '실행 여부를 알 수 없습니다. 그 시각 무렵 Ticketime이 종료되었으니 서버에서 확인하세요.',
    ready: (version) => `Ticketime ${version} 버전은 종료할 때 설치됩니다. 편할 때 다시 시작하세요.`,
    taken: (keys) => `다른 프로그램이 ${keys} 키를 쓰고 있습니다. 설정에서 다른 단축키를 고르세요.`,
    'other-port':
      '다른 프로그램이 27182번 포트를 쓰고 있어 빈 포트를 사용합니다. 주소는 bridge.json에 있습니다.',
    'no-gpu': '그래픽 처리 장치에 여러 번 오류가 생겨 이제부터 사용하지 않고 화면을 그립니다.',
  },
);

/** How long is left is soon not so any more. */
const ALARM_LASTS_MS = 60_000;

/**
 * Alerts that a person who is away from the palette should hear of: an event, or what is kept, is in danger. A plugin's own trouble is
 * not one of them, unless an event awaits it.
 */
const WORTH =
  /^(local-clock-off|plugin-awaited|plugin-host-crashing|unknown-zone|disk-.+|store-.+|backup-damaged)$/;

/** Null: nothing that a notification is worth. */
export function noticeOf(message: CoreMessage, language: Language): Notice | null {
  const say = text(language);
  switch (message.type) {
    case 'alarm': {
      if (!message.by.includes('notification')) return null;
      const body = leftWords(message.beforeMs, language);
      return { ...ofEvent('alarm', message), body, lastsMs: ALARM_LASTS_MS };
    }
    case 'missed':
      return message.outcome === 'fired'
        ? null
        : { ...ofEvent('missed', message), body: say[message.outcome] };
    case 'alert': {
      const { code, message: english } = message;
      if (!WORTH.test(code)) return null;
      const isOfClock = code === 'local-clock-off';
      return {
        ...plain(code, inLanguage(code, english, language)),
        ...(isOfClock && { button: { does: 'set-clock', name: say.ntp } }),
      };
    }
    default:
      return null;
  }
}

/** A sentence of the core's that has no code, as of what it mended when it started. */
export function noticeOfSentence(sentence: string): Notice {
  return plain(sentence, sentence);
}

export function noticeOfUpdate(version: string, language: Language): Notice {
  const say = text(language);
  return { ...plain('update', say.ready(version)), button: { does: 'install-update', name: say.restart } };
}

/** @param keys as the settings write them, of those that are taken */
export function noticeOfHotkeys(keys: readonly string[], language: Language): Notice {
  return plain('hotkeys', text(language).taken(keys.join(', ')), 'settings');
}

/** Of those that are no lasting trait of the system. */
export function noticeOfNote(
  note: Extract<DesktopNote, 'other-port' | 'no-gpu'>,
  language: Language,
): Notice {
  return plain(note, text(language)[note], 'settings');
}

function plain(kind: string, body: string, opens: NoticePlace = 'palette'): Notice {
  return { kind, title: 'Ticketime', body, opens, button: null, isUrgent: false, lastsMs: null };
}

function ofEvent(what: string, { eventId, name }: { eventId: string; name: string }): Omit<Notice, 'body'> {
  const kind = `${what}-${eventId}`;
  return { kind, title: name, opens: 'schedule', button: null, isUrgent: true, lastsMs: null };
}

/** 10 min left, 1 min 30 s left, now. */
function leftWords(ms: number, language: Language): string {
  const say = text(language);
  const seconds = Math.round(ms / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), say.d],
    [Math.floor(seconds / 3600) % 24, say.h],
    [Math.floor(seconds / 60) % 60, say.min],
    [seconds % 60, say.s],
  ];
  const space = language === 'ko' ? '' : ' ';
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${space}${unit}`);
  return said.length === 0 ? say.now : say.left(said.join(' '));
}

/** The core's own sentence, in the person's language where it is known there. */
function inLanguage(code: string, english: string, language: Language): string {
  if (language !== 'ko' || !Object.hasOwn(KOREAN, code)) return english;
  const korean = KOREAN[code];
  return typeof korean === 'string' ? korean : korean(english);
}
