/** What the overlay shows and how, and how both pages look and speak. */
import type { Part } from './setting.ts';

export const DISPLAY = {
  'display.serverIds': {
    group: 'display',
    name: { en: 'Servers on the overlay', ko: '오버레이에 표시할 서버' },
    does: {
      en: 'Up to three clocks, stacked in this order.',
      ko: '시계를 3개까지 이 순서로 쌓아 표시합니다.',
    },
    also: 'row 줄 행',
    kind: {
      is: 'servers',
      most: 3,
      none: {
        en: 'The favourite is shown, else the first server.',
        ko: '즐겨찾기 서버를, 없으면 첫 번째 서버를 표시합니다.',
      },
    },
  },
  'display.timeMode': {
    group: 'display',
    name: { en: 'Which time', ko: '표시할 시각' },
    does: {
      en: 'The server’s own time, or the time at which a request that you send now would arrive.',
      ko: '서버의 시각, 또는 지금 보낸 요청이 서버에 도착할 시각을 표시합니다.',
    },
    also: 'arrival mode 도착 시각 모드',
    kind: {
      is: 'choice',
      options: [
        { value: 'server-time', name: { en: 'Server time', ko: '서버 시각' } },
        { value: 'safe-arrival', name: { en: 'Arrival, never early', ko: '도착 시각 (이르지 않게)' } },
        {
          value: 'balanced-arrival',
          name: { en: 'Arrival, as close as can be', ko: '도착 시각 (가장 가깝게)' },
        },
      ],
    },
  },
  'display.milliseconds': {
    group: 'display',
    name: { en: 'Fractions of a second', ko: '초 아래 표시' },
    does: { en: 'Shows tenths to thousandths after the seconds.', ko: '초 뒤에 소수 자리를 표시합니다.' },
    also: 'milliseconds ms 밀리초',
    kind: { is: 'switch' },
  },
  'display.decimals': {
    group: 'display',
    name: { en: 'Places after the seconds', ko: '초 아래 자릿수' },
    does: { en: 'How many digits stand after the seconds.', ko: '초 뒤에 표시할 자릿수입니다.' },
    also: 'milliseconds decimals 밀리초 소수',
    kind: {
      is: 'choice',
      options: [
        { value: 1, name: { en: '1 (tenths)', ko: '1자리 (0.1초)' } },
        { value: 2, name: { en: '2 (hundredths)', ko: '2자리 (0.01초)' } },
        { value: 3, name: { en: '3 (milliseconds)', ko: '3자리 (밀리초)' } },
      ],
    },
  },
  'display.date': {
    group: 'display',
    name: { en: 'Date', ko: '날짜' },
    does: { en: 'Shows the server’s date beside the time.', ko: '시각 옆에 서버의 날짜를 표시합니다.' },
    kind: { is: 'switch' },
  },
  'display.zone': {
    group: 'display',
    name: { en: 'Time zone', ko: '시간대' },
    does: {
      en: 'Shows the zone and its UTC offset, as in KST UTC+9.',
      ko: 'KST UTC+9처럼 시간대와 UTC 차이를 표시합니다.',
    },
    also: 'utc gmt kst',
    kind: { is: 'switch' },
  },
  'display.countdown': {
    group: 'display',
    name: { en: 'Countdown', ko: '카운트다운' },
    does: {
      en: 'Shows the time left to the next event, and a bar that empties.',
      ko: '다음 예약까지 남은 시간과 줄어드는 막대를 표시합니다.',
    },
    also: 'event 예약',
    kind: { is: 'switch' },
  },
  'display.corner': {
    group: 'display',
    name: { en: 'Corner', ko: '위치' },
    does: {
      en: 'Where the overlay stands until you move it.',
      ko: '직접 옮기기 전까지 오버레이가 놓이는 모서리입니다.',
    },
    also: 'position 모서리',
    kind: {
      is: 'choice',
      options: [
        { value: 'top-left', name: { en: 'Top left', ko: '왼쪽 위' } },
        { value: 'top-right', name: { en: 'Top right', ko: '오른쪽 위' } },
        { value: 'bottom-left', name: { en: 'Bottom left', ko: '왼쪽 아래' } },
        { value: 'bottom-right', name: { en: 'Bottom right', ko: '오른쪽 아래' } },
      ],
    },
  },
  'display.scale': {
    group: 'display',
    name: { en: 'Size', ko: '크기' },
    does: {
      en: 'Of the overlay; 100 % is the usual size.',
      ko: '오버레이의 크기입니다. 100 %가 기본입니다.',
    },
    also: 'scale zoom 배율',
    kind: { is: 'slider', least: 0.5, most: 3, step: 0.05 },
  },
  'display.opacity': {
    group: 'display',
    name: { en: 'Opacity', ko: '불투명도' },
    does: {
      en: 'How much the overlay hides of what is behind it.',
      ko: '오버레이가 뒤의 화면을 가리는 정도입니다.',
    },
    also: 'transparent 투명',
    kind: { is: 'slider', least: 0.2, most: 1, step: 0.05 },
  },
  'display.colour': {
    group: 'display',
    name: { en: 'Colour of the digits', ko: '숫자 색' },
    does: { en: 'A colour of your own instead of the theme’s.', ko: '테마 색 대신 원하는 색을 사용합니다.' },
    also: 'color 색상',
    kind: { is: 'colour' },
  },
  'display.language': {
    group: 'page',
    name: { en: 'Language', ko: '언어' },
    does: { en: 'In which language Ticketime speaks.', ko: 'Ticketime이 사용할 언어입니다.' },
    also: 'korean english 한국어 영어 한글',
    kind: {
      is: 'choice',
      options: [
        { value: 'auto', name: { en: 'As this computer', ko: '컴퓨터 설정을 따름' } },
        { value: 'ko', name: { en: '한국어', ko: '한국어' } },
        { value: 'en', name: { en: 'English', ko: 'English' } },
      ],
    },
  },
  'display.theme': {
    group: 'page',
    name: { en: 'Theme', ko: '테마' },
    does: { en: 'Dark or light panels.', ko: '어두운 또는 밝은 화면을 고릅니다.' },
    also: 'dark light 다크 라이트 어둡게 밝게',
    kind: {
      is: 'choice',
      options: [
        { value: 'auto', name: { en: 'As this computer', ko: '컴퓨터 설정을 따름' } },
        { value: 'dark', name: { en: 'Dark', ko: '어둡게' } },
        { value: 'light', name: { en: 'Light', ko: '밝게' } },
      ],
    },
  },
} as const satisfies Part;
