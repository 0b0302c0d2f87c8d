/** The sentences of the form when something in it cannot be taken. */
import { words } from '../../../overlay/page/language.svelte.ts';

export const formProblemWords = words(
  {
    'no-server': 'An event goes by a server’s clock: choose a server.',
    'no-date': 'The date is missing or not in the calendar: choose one.',
    'bad-time':
      'This is no time of day: type hours and minutes, and seconds if you like, as in 20:00 or 20:00:00.250.',
    'bad-zone': 'There is no time zone of this name: name it by continent and city, as in Asia/Seoul.',
    'bad-seconds': 'An alarm’s time is not from 0 to 86400 seconds: correct it.',
    'no-way': 'An alarm has no way to be noticed: tick sound, flash or notification, or remove it.',
    'too-many-alarms': 'An event has 20 alarms at the most: remove some.',
    'no-url': 'The webhook has no address: type one, as in https://example.com/hook.',
    'bad-url': 'A webhook needs a whole address, as in https://example.com/hook.',
    'bad-header': 'A line is no header: write each as Name: value, in ASCII.',
    'bad-json': 'This is not JSON: put texts and names in double quotes, as in {"seat": "A1"}.',
    range: (least: number, most: number) => `Type a number from ${least} to ${most}.`,
    whole: (least: number, most: number) => `Type a whole number from ${least} to ${most}.`,
  },
  {
    'no-server': '예약은 서버 시계를 기준으로 합니다. 서버를 선택해 주세요.',
    'no-date': '날짜가 없거나 달력에 없는 날짜입니다. 날짜를 선택해 주세요.',
    'bad-time': '올바른 시각이 아닙니다. 20:00 또는 20:00:00.250처럼 시와 분, 필요하면 초까지 입력해 주세요.',
    'bad-zone': '이런 이름의 시간대가 없습니다. Asia/Seoul처럼 대륙과 도시로 입력해 주세요.',
    'bad-seconds': '알람 시간은 0초에서 86400초 사이여야 합니다. 고쳐 주세요.',
    'no-way': '알람 방식이 없습니다. 소리, 화면 깜빡임, 알림 중 하나를 선택하거나 알람을 삭제해 주세요.',
    'too-many-alarms': '알람은 20개까지 둘 수 있습니다. 몇 개를 삭제해 주세요.',
    'no-url': '웹훅 주소가 비어 있습니다. https://example.com/hook처럼 입력해 주세요.',
    'bad-url': '웹훅에는 https://example.com/hook처럼 전체 주소가 필요합니다.',
    'bad-header': '헤더가 아닌 줄이 있습니다. 한 줄에 하나씩 이름: 값 형식의 ASCII로 입력해 주세요.',
    'bad-json': 'JSON이 아닙니다. {"seat": "A1"}처럼 이름과 글자를 큰따옴표로 묶어 주세요.',
    range: (least, most) => `${least}에서 ${most} 사이의 숫자를 입력해 주세요.`,
    whole: (least, most) => `${least}에서 ${most} 사이의 정수를 입력해 주세요.`,
  },
);
