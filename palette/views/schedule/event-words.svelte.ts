/** What is said of events in the list and in the form alike. */
import type { Alarm, ScheduledEvent } from '../../../api/client/client.ts';
import { decimalsFor, span } from '../../../overlay/page/figures.ts';
import { language, words } from '../../../overlay/page/language.svelte.ts';

export const eventWords = words(
  {
    repeat: { once: 'Once', daily: 'Every day', weekdays: 'On weekdays', weekly: 'Every week' },
    aim: {
      'server-time': 'Server time',
      'safe-arrival': 'Safe arrival',
      'balanced-arrival': 'Balanced arrival',
    },
    way: { sound: 'Sound', flash: 'Flash', notification: 'Notification' },
    before: (time: string) => `${time} before`,
    atMoment: 'at the moment',
    fired: (late: string) => `Fired ${late} after its instant.`,
    missed:
      'Missed: its moment passed while the computer slept or was held up, or Ticketime was not running, so it did not fire.',
    unsure: 'Not known whether it fired: Ticketime was ended just then, so it is not fired again.',
  },
  {
    repeat: { once: '한 번', daily: '매일', weekdays: '평일마다', weekly: '매주' },
    aim: {
      'server-time': '서버 시각',
      'safe-arrival': '안전 도착',
      'balanced-arrival': '균형 도착',
    },
    way: { sound: '소리', flash: '화면 깜빡임', notification: '알림' },
    before: (time) => `${time} 전`,
    atMoment: '정각',
    fired: (late) => `정해진 순간에서 ${late} 뒤에 실행되었습니다.`,
    missed:
      '놓침: 컴퓨터가 절전 상태였거나 멈춰 있었거나 Ticketime이 실행되고 있지 않아 실행되지 않았습니다.',
    unsure: '실행 여부를 알 수 없음: 바로 그때 Ticketime이 종료되어 다시 실행하지 않습니다.',
  },
);

/** 10 s before, 0.5 s before, 2 min before. */
export function alarmTime({ beforeMs }: Pick<Alarm, 'beforeMs'>): string {
  const [unit, value] =
    beforeMs >= 60_000 && beforeMs % 60_000 === 0
      ? ['minute', beforeMs / 60_000]
      : ['second', beforeMs / 1000];
  if (value === 0) return eventWords().atMoment;
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 3 } as const;
  return eventWords().before(new Intl.NumberFormat(language(), format).format(value));
}

export function outcomeWords({ outcome, latenessMs }: ScheduledEvent['firings'][number]): string {
  if (outcome !== 'fired') return eventWords()[outcome];
  const late = latenessMs ?? 0;
  return eventWords().fired(span(late, decimalsFor(late)));
}

/** The zone as people call it, and what it is ahead of UTC at an instant: Asia/Seoul, GMT+9. */
export function zoneWords(zone: string, epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    epochMs,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  return `${zone}, ${offset}`;
}

/** The core's sentence about a time that clocks leap over, or show twice. It has no code: it is known by its beginning. */
export function noteWords(note: string): string {
  if (language() !== 'ko') return note;
  return note
    .replace(
      /^(\S+) does not exist on (\S+) in (\S+), where .*: (\S+) is taken\.$/,
      '$3에서는 $2에 시계를 앞당겨 $1이(가) 없으므로 $4을(를) 사용합니다.',
    )
    .replace(
      /^(\S+) comes twice on (\S+) in (\S+), where .*$/s,
      '$3에서는 $2에 시계를 되돌려 $1이(가) 두 번 오므로 첫 번째를 사용합니다.',
    );
}
