/** Korean of what is said of input that cannot be taken (api/server/validate.ts): which field, and why. */
import { forms, type Form } from './korean-forms.ts';

/** What valibot and the protocol say of a value, after `cannot be used: `. */
const WANTED: readonly Form[] = [
  [/^it must be (\S+) or more$/, (least) => `${least} 이상이어야 합니다`],
  [/^it must be (\S+) or less$/, (most) => `${most} 이하여야 합니다`],
  [/^it must be (\S+) long or longer$/, (least) => `길이가 ${least} 이상이어야 합니다`],
  [/^it must be (\S+) long or shorter$/, (most) => `길이가 ${most} 이하여야 합니다`],
  [/^it must be a whole number$/, () => '정수여야 합니다'],
  [/^it must be a number$/, () => '숫자여야 합니다'],
  [/^it must be a text$/, () => '글자여야 합니다'],
  [/^it must be true or false$/, () => '켬 또는 끔이어야 합니다'],
  [/^it must be one line without/, () => '제어 문자 없이 한 줄이어야 합니다'],
  [/^it must be from (\S+) to (\S+)$/, (least, most) => `${least}에서 ${most} 사이여야 합니다`],
  [/^it must be (\S+) characters long or shorter$/, (most) => `${most}자까지입니다`],
  [
    /^it must be (?:one of )?(".+?")(?: \(and (\d+) more\))?$/,
    (values, more) => `${values}${more && ` (그 밖에 ${more}개)`} 중 하나여야 합니다`,
  ],
  [/^it must be an object$/, () => '객체여야 합니다'],
  [/^it must be a list$/, () => '목록이어야 합니다'],
  [/^it must be (.+)$/, (values) => `${values.replaceAll(' or ', ', ')} 중 하나여야 합니다`],
  [/^a hotkey is /, () => 'Ctrl, Alt, Shift, Win 중 하나 이상과 다른 키를 함께 눌러야 합니다'],
  [/^a colour is /, () => '#7dd3fc처럼 소문자로 적어야 합니다'],
  [/^ten time servers /, () => '시간 서버는 10개까지입니다'],
  [/^a source of standard time /, () => '표준시 출처는 한 번씩만 적어야 합니다'],
  [/^the overlay shows /, () => '오버레이에는 서버를 3개까지 표시합니다'],
  [/^an interval is /, () => '간격은 1분부터 1주까지, 자동으로 하지 않으려면 0이어야 합니다'],
  [/^an alarm needs /, () => '알람에는 소리, 화면 깜빡임, 알림 중 하나가 필요합니다'],
  [/^an event has (\d+) alarms/, (most) => `알람은 ${most}개까지입니다`],
  [/^a name needs /, () => '이름을 한 글자 이상 적어야 합니다'],
  [/^a name has (\d+)/, (most) => `이름은 ${most}자까지입니다`],
  [/^a time zone is /, () => 'Asia/Seoul처럼 대륙과 도시로 적어야 합니다'],
  [/^a time is /, () => '2026-12-24T20:00처럼 적어야 합니다'],
  [/^the address is empty$/, () => '주소가 비어 있습니다'],
  [/^an id is /, () => 'ID는 소문자와 숫자 4~32자입니다'],
  [/^a token needs /, () => '토큰에는 권한이 하나 이상 필요합니다'],
  [/^a webhook needs /, () => 'https://example.com/hook처럼 전체 주소를 적어야 합니다'],
  [/^a webhook has (\d+)/, (most) => `웹훅 헤더는 ${most}개까지입니다`],
  [/^a header name /, () => '헤더 이름은 영문자, 숫자, 하이픈으로 적어야 합니다'],
  [/^a header value /, () => '헤더 값은 ASCII 한 줄이어야 합니다'],
  [/^a (?:body|payload) has (\d+)/, (most) => `JSON은 ${most}자까지입니다`],
  [/^a plugin’s id is /, () => '플러그인의 ID는 글자로 시작하는 영문 소문자, 숫자, 하이픈 2~40자입니다'],
  [/^a version is /, () => '버전은 1.0.0 또는 1.0.0-beta.1처럼 적어야 합니다'],
  [/^an action is named /, () => '동작 이름은 글자로 시작하는 영문 소문자, 숫자, 하이픈 1~40자입니다'],
  [/^a kind of action is named /, () => '동작은 led-bridge.light처럼 플러그인과 이름으로 적어야 합니다'],
  [/^a field is named /, () => '입력 항목의 이름은 영문자로 시작하는 영문자, 숫자, -, _ 1~40자입니다'],
  [/^an action has (\d+) fields/, (most) => `동작의 입력 항목은 ${most}개까지입니다`],
  [/^it names (".+"), which is none/, (name) => `${name}은(는) properties에 없는 이름입니다`],
  [/^it lies above the maximum$/, () => 'maximum보다 클 수 없습니다'],
  [/^it names a choice twice$/, () => '같은 값을 두 번 적을 수 없습니다'],
];

export const wantedInKorean = forms(...WANTED);

export function inputInvalid(english: string): string {
  return forms(
    [
      /^The field (".*?") cannot be used: (.+?)(?: \(and (\d+) more\))?\.$/s,
      (field, why, more) =>
        `${field} 값을 쓸 수 없습니다: ${wantedInKorean(why)}${more && ` (그 밖에 ${more}건)`}.`,
    ],
    [/^The field (".*?") is missing/, (field) => `${field} 값이 없습니다. 입력하세요.`],
    [/^There is no field (".*?") here/, (field) => `${field} 값은 여기에 없습니다. 빼고 보내세요.`],
  )(english);
}
