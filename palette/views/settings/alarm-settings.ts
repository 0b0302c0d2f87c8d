/** Alarms before an event, what is heard and seen, the webhooks' patience, and the hotkeys. */
import type { Part, Setting } from './setting.ts';

const hotkey = (en: string, ko: string, doesEn: string, doesKo: string) =>
  ({
    group: 'hotkeys',
    name: { en, ko },
    does: { en: doesEn, ko: doesKo },
    also: 'hotkey shortcut key 단축키',
    kind: { is: 'hotkey' },
  }) as const satisfies Setting;

const MS = { en: 'ms', ko: 'ms' };

export const ALARMS = {
  alarms: {
    group: 'alarms',
    name: { en: 'Alarms before an event', ko: '예약 전 알람' },
    does: {
      en: 'What an event has that says nothing of its own.',
      ko: '알람을 따로 정하지 않은 예약에 적용됩니다.',
    },
    also: 'alarm notification mark 알림 통지',
    kind: { is: 'alarms' },
  },
  'sounds.isOn': {
    group: 'alarms',
    name: { en: 'Sounds', ko: '소리' },
    does: { en: 'Whether alarms are heard at all.', ko: '알람 소리를 낼지 정합니다.' },
    also: 'mute 음소거 알림음',
    kind: { is: 'switch' },
  },
  'sounds.sound': {
    group: 'alarms',
    name: { en: 'Which sound', ko: '알람 소리' },
    does: {
      en: 'What is heard at an alarm; a file of your own is kept in this browser.',
      ko: '알람 때 나는 소리입니다. 직접 고른 파일은 이 브라우저에 저장됩니다.',
    },
    also: 'custom file test 파일 시험 사용자 알림음',
    kind: {
      is: 'sound',
      options: [
        { value: 'beep', name: { en: 'Beep', ko: '삐' } },
        { value: 'chime', name: { en: 'Chime', ko: '차임벨' } },
        { value: 'tick', name: { en: 'Tick', ko: '똑딱' } },
        { value: 'custom', name: { en: 'A file of your own', ko: '내 파일' } },
      ],
    },
  },
  'sounds.volume': {
    group: 'alarms',
    name: { en: 'Volume', ko: '음량' },
    does: {
      en: 'Of the alarms, beside the computer’s own.',
      ko: '컴퓨터 음량과 별도로 알람 소리의 크기를 정합니다.',
    },
    also: '볼륨 소리 크기',
    kind: { is: 'slider', least: 0, most: 1, step: 0.05 },
  },
  flash: {
    group: 'alarms',
    name: { en: 'Flash', ko: '화면 깜빡임' },
    does: {
      en: 'What flashes at an alarm that flashes; nothing does when the computer asks for reduced motion.',
      ko: '화면 깜빡임이 있는 알람에서 깜빡일 곳입니다. 컴퓨터에서 동작 줄이기를 켰으면 깜빡이지 않습니다.',
    },
    also: '번쩍임',
    kind: {
      is: 'choice',
      options: [
        { value: 'edge', name: { en: 'The overlay’s edge', ko: '오버레이 테두리' } },
        { value: 'screen', name: { en: 'The whole screen', ko: '화면 전체' } },
        { value: 'none', name: { en: 'Nothing', ko: '없음' } },
      ],
    },
  },
  'webhookRetry.attempts': {
    group: 'webhooks',
    name: { en: 'Attempts', ko: '시도 횟수' },
    does: {
      en: 'How often a webhook is called until it succeeds, in all.',
      ko: '웹훅이 성공할 때까지 호출하는 최대 횟수입니다.',
    },
    also: 'retry 재시도',
    kind: {
      is: 'number',
      figure: { unit: { en: 'times', ko: '번' }, perUnit: 1, least: 1, most: 10, isWhole: true },
    },
  },
  'webhookRetry.intervalMs': {
    group: 'webhooks',
    name: { en: 'First pause', ko: '첫 재시도 간격' },
    does: {
      en: 'From the first attempt to the second; each further pause is twice as long.',
      ko: '첫 시도와 두 번째 시도 사이의 간격입니다. 이후에는 두 배씩 길어집니다.',
    },
    also: 'retry interval 재시도',
    kind: { is: 'number', figure: { unit: MS, perUnit: 1, least: 100, most: 600_000, isWhole: true } },
  },
  'webhookRetry.jitter': {
    group: 'webhooks',
    name: { en: 'Jitter', ko: '지터' },
    does: {
      en: 'The share of each pause that is drawn at random, so that many do not call at once.',
      ko: '한꺼번에 몰리지 않도록 각 간격에서 무작위로 정하는 비율입니다.',
    },
    also: 'random 무작위',
    kind: { is: 'slider', least: 0, most: 1, step: 0.05 },
  },
  'webhookRetry.timeoutMs': {
    group: 'webhooks',
    name: { en: 'Patience', ko: '응답 대기' },
    does: {
      en: 'How long one attempt waits for an answer.',
      ko: '한 번의 시도에서 응답을 기다리는 시간입니다.',
    },
    also: 'timeout 시간 초과 제한',
    kind: { is: 'number', figure: { unit: MS, perUnit: 1, least: 100, most: 60_000, isWhole: true } },
  },
  'hotkeys.palette': hotkey(
    'Open the palette',
    '팔레트 열기',
    'Shows this palette, and hides it.',
    '이 팔레트를 열고 닫습니다.',
  ),
  'hotkeys.sync': hotkey(
    'Sync now',
    '지금 동기화',
    'Syncs the server on the overlay.',
    '오버레이에 표시된 서버를 동기화합니다.',
  ),
  'hotkeys.overlay': hotkey(
    'Show the overlay',
    '오버레이 표시',
    'Shows the overlay, and hides it.',
    '오버레이를 표시하고 숨깁니다.',
  ),
  'hotkeys.move': hotkey(
    'Move the overlay',
    '오버레이 옮기기',
    'Makes the overlay draggable, and lets clicks through again.',
    '오버레이를 끌어 옮길 수 있게 하고, 다시 누르면 클릭이 통과합니다.',
  ),
  'hotkeys.nextServer': hotkey(
    'Next server',
    '다음 서버',
    'Shows the next server on the overlay.',
    '오버레이에 다음 서버를 표시합니다.',
  ),
} as const satisfies Part;
