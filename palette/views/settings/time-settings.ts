/** How servers and standard time are measured, and when a person is told that something is off. */
import type { Figure, Part } from './setting.ts';

const MINUTE_MS = 60_000;
const MINUTES: Figure = {
  unit: { en: 'min', ko: '분' },
  perUnit: MINUTE_MS,
  least: MINUTE_MS,
  most: 7 * 24 * 60 * MINUTE_MS,
  zero: { en: '0 is never', ko: '0은 사용 안 함' },
};

export const TIME = {
  'sync.intervalMs': {
    group: 'sync',
    name: { en: 'Automatic sync every', ko: '자동 동기화 간격' },
    does: {
      en: 'How often each server is synced by itself; 0 is never. A server may have an interval of its own.',
      ko: '각 서버를 자동으로 동기화하는 간격입니다. 0이면 자동으로 하지 않습니다. 서버마다 따로 정할 수도 있습니다.',
    },
    also: 'interval automatic auto 주기 자동',
    kind: { is: 'number', figure: MINUTES },
  },
  'sync.mode': {
    group: 'sync',
    name: { en: 'Thoroughness', ko: '정밀도' },
    does: {
      en: 'More requests narrow the ± further, and take longer.',
      ko: '요청이 많을수록 ±가 더 좁아지고 더 오래 걸립니다.',
    },
    also: 'mode quick precise 빠르게 정밀 모드',
    kind: {
      is: 'choice',
      options: [
        { value: 'quick', name: { en: 'Quick', ko: '빠르게' } },
        { value: 'default', name: { en: 'Usual', ko: '보통' } },
        { value: 'precise', name: { en: 'Precise', ko: '정밀하게' } },
      ],
    },
  },
  'sync.overrideGapMs': {
    group: 'sync',
    name: { en: 'Request interval', ko: '요청 간격' },
    does: {
      en: 'The least pause between two requests of a sync; 500 ms when empty.',
      ko: '동기화할 때 요청 사이의 최소 간격입니다. 비우면 500 ms입니다.',
    },
    warning: {
      en: 'You override the rate limit: with less than 500 ms the server may take you for an attacker and block you, even from the sale itself.',
      ko: '요청 제한을 직접 바꾸었습니다. 500 ms보다 짧으면 서버가 공격으로 보고 차단할 수 있으며, 예매 자체가 막힐 수도 있습니다.',
    },
    also: 'rate limit override gap 제한 차단 속도',
    kind: {
      is: 'number',
      figure: {
        unit: { en: 'ms', ko: 'ms' },
        perUnit: 1,
        least: 100,
        most: 10_000,
        empty: { en: '500', ko: '500' },
      },
    },
  },
  'reference.order': {
    group: 'standard',
    name: { en: 'Sources of standard time', ko: '표준시 출처' },
    does: {
      en: 'The first that answers is taken. Standard time checks this PC’s clock and carries the servers’ over a sleep.',
      ko: '위에서부터 먼저 응답하는 것을 사용합니다. 표준시로 이 PC의 시계를 확인하고, 절전 뒤에도 서버 시계를 이어 갑니다.',
    },
    also: 'ntp sntp external reference navyism 네이비즘 외부 시간',
    kind: {
      is: 'order',
      options: [
        { value: 'sntp', name: { en: 'Time servers (NTP)', ko: '시간 서버 (NTP)' } },
        { value: 'reference-site', name: { en: 'Reference site', ko: '기준 사이트' } },
      ],
      none: { en: 'None: standard time is not asked for.', ko: '없음: 표준시를 확인하지 않습니다.' },
    },
  },
  'reference.ntpHosts': {
    group: 'standard',
    name: { en: 'Time servers', ko: '시간 서버' },
    does: {
      en: 'One on each line, ten at the most; they are compared, and one that disagrees is left out.',
      ko: '한 줄에 하나씩 10개까지 적습니다. 서로 비교하여 어긋나는 서버는 제외합니다.',
    },
    also: 'ntp sntp host kriss 호스트',
    kind: { is: 'lines' },
  },
  'reference.referenceSite': {
    group: 'standard',
    name: { en: 'Reference site', ko: '기준 사이트' },
    does: {
      en: 'A web site whose clock is trusted where NTP does not get through.',
      ko: 'NTP가 막힌 곳에서 시계를 믿고 사용할 웹사이트입니다.',
    },
    also: 'navyism 네이비즘 주소',
    kind: { is: 'text' },
  },
  'reference.intervalMs': {
    group: 'standard',
    name: { en: 'Ask for standard time every', ko: '표준시 확인 간격' },
    does: {
      en: 'How often standard time is measured; 0 is only beside syncs.',
      ko: '표준시를 측정하는 간격입니다. 0이면 동기화할 때만 측정합니다.',
    },
    also: 'interval ntp 주기',
    kind: {
      is: 'number',
      figure: { ...MINUTES, zero: { en: '0 is only beside syncs', ko: '0은 동기화할 때만' } },
    },
  },
  localClockThresholdMs: {
    group: 'clock',
    name: { en: 'Tell me when this PC is off by', ko: 'PC 시계 오차 알림' },
    does: {
      en: 'Beyond this against standard time, an alert says that this computer’s clock is wrong.',
      ko: '표준시와 이보다 많이 다르면 이 컴퓨터의 시계가 맞지 않는다고 알립니다.',
    },
    also: 'local clock threshold 로컬 시계 기준',
    kind: { is: 'number', figure: { unit: { en: 'ms', ko: 'ms' }, perUnit: 1, least: 1, most: 3_600_000 } },
  },
  healthThreshold: {
    group: 'clock',
    name: { en: 'Recommend a sync below', ko: '재동기화 권장 기준' },
    does: {
      en: 'A server whose health falls below this is shown dimmed, and a sync is recommended.',
      ko: '서버의 상태 점수가 이보다 낮아지면 흐리게 표시하고 재동기화를 권합니다.',
    },
    also: 'health score threshold 건강 점수',
    kind: {
      is: 'number',
      figure: { unit: { en: 'of 100', ko: '점 (100점 만점)' }, perUnit: 1, least: 0, most: 100 },
    },
  },
} as const satisfies Part;
