/** Korean of what is said of plugins, by code (main/plugins, main/core/problems.ts). */
import { inputInvalid, wantedInKorean } from './input-invalid-ko.ts';
import { form, forms, type Korean } from './korean-forms.ts';

const PATH_FIX = '플러그인 폴더 안의 프로그램을 적으세요';
/** How a process ended. */
const ended = (words: string) => words.replace('exit code', '종료 코드').replace('signal', '신호');

export const PLUGIN_KOREAN: Readonly<Record<string, Korean>> = {
  // What is there
  'no-such-plugin': form(/no plugin (\S+):/, (id) => `${id} 플러그인이 없습니다. 목록에서 확인하세요.`),
  'plugin-twice': form(
    /The id (\S+) is .* in (.+) is used: remove the one in (.+), or give/,
    (id, used, other) =>
      `ID가 ${id}인 플러그인이 둘이어서 ${used}에 있는 것을 사용합니다. ${other}에 있는 것을 지우거나 다른 ID를 주세요.`,
  ),
  'plugins-unreadable': form(
    /plugins (.+) cannot be read \((.+)\)/,
    (folder, why) =>
      `플러그인 폴더 ${folder}을(를) 읽을 수 없습니다(${why}). Ticketime을 실행하는 사용자에게 권한을 주세요.`,
  ),
  'manifest-missing': forms(
    [
      /no plugin\.json in (.+): put/,
      (folder) => `${folder}에 plugin.json이 없습니다. 플러그인이 무엇이고 무엇을 요청하는지 적어 넣으세요.`,
    ],
    [/^It has no manifest/, () => 'plugin.json이 없습니다.'],
  ),
  'manifest-unreadable': forms(
    [
      /^(.+) cannot be read \((.+)\)/,
      (path, why) =>
        `${path} 파일을 읽을 수 없습니다(${why}). Ticketime을 실행하는 사용자에게 권한을 주세요.`,
    ],
    [/^(.+) is not a file/, (path) => `${path}은(는) 파일이 아닙니다. JSON 객체 하나를 담은 파일을 두세요.`],
  ),
  'manifest-invalid': manifestInvalid,
  'permission-refused': form(
    /^In (.+), the permission "manage"/,
    (path) =>
      `${path}에서 "manage" 권한을 요청하지만, 모든 권한을 스스로 가질 수 있게 되므로 어떤 플러그인에도 허용하지 않습니다. 빼 주세요.`,
  ),
  'permission-unknown': form(
    /^In (.+), the permission (".*") is .*: choose from (.+)\.$/,
    (path, name, known) => `${path}에서 요청하는 ${name} 권한은 없습니다. ${known} 중에서 고르세요.`,
  ),
  'entry-missing': forms(
    [
      /^In (.+), the entry (".*") is not a file/,
      (path, entry) => `${path}의 ${entry}은(는) 파일이 아닙니다. ${PATH_FIX}.`,
    ],
    [
      /^In (.+), the entry (".*") is not there/,
      (path, entry) => `${path}에 적힌 ${entry} 프로그램이 없습니다. 그 자리에 두거나 다른 것을 적으세요.`,
    ],
    [
      /^In (.+), the entry (".*") cannot be reached \((.+)\)/,
      (path, entry, why) =>
        `${path}에 적힌 ${entry} 프로그램에 접근할 수 없습니다(${why}). 다른 것을 적으세요.`,
    ],
  ),
  'entry-outside': forms(
    [
      /^In (.+), the entry (".*") is an absolute/,
      (path, entry) => `${path}의 ${entry}은(는) 절대 경로입니다. main.js처럼 ${PATH_FIX}.`,
    ],
    [
      /^In (.+), the entry (".*") leads out/,
      (path, entry) => `${path}의 ${entry}은(는) 플러그인 폴더 밖을 가리킵니다. ${PATH_FIX}.`,
    ],
    [
      /^In (.+), the entry (".*") leads by a link to (.+), out/,
      (path, entry, real) =>
        `${path}의 ${entry}은(는) 링크를 거쳐 플러그인 폴더 밖의 ${real}을(를) 가리킵니다. 프로그램 자체를 폴더에 넣으세요.`,
    ],
  ),
  'entry-not-executable': form(
    /^In (.+), the entry (".*") is a program .*: run (".+"), or/,
    (path, entry, command) =>
      `${path}에 적힌 ${entry} 프로그램에 실행 권한이 없습니다. ${command} 명령을 실행하거나 .js 또는 .py 파일을 적으세요.`,
  ),

  // What it is allowed
  'consent-differs': form(/plugin (\S+) asks for (.+): allow/, (id, asked) =>
    asked === 'no permission'
      ? `${id} 플러그인은 이제 아무 권한도 요청하지 않습니다. 확인하고 다시 허용하세요.`
      : `${id} 플러그인이 요청하는 권한은 이제 ${asked}입니다. 확인하고 다시 허용하세요.`,
  ),
  'consent-outgrown': form(
    /plugin (\S+) asks for more .*, now for (.+), so/,
    (id, asked) =>
      `${id} 플러그인이 허용한 것보다 많은 것을 요청해(지금은 ${asked.replace('running unconfined in Python', '제한 없는 Python 실행').replace('running unconfined as a program', '제한 없는 프로그램 실행')}) 시작하지 않았습니다. 다시 허용하거나 끄세요.`,
  ),
  'consents-not-saved': form(
    /saved \((.*)\), so/s,
    (why) =>
      `플러그인에 허용한 것을 저장하지 못해(${why}) 아무것도 바꾸지 않았습니다. 데이터 폴더의 쓰기 권한과 디스크 공간을 확인하세요.`,
  ),
  'too-many-connections': form(
    /has (\d+) connections/,
    (most) => `플러그인의 연결은 ${most}개까지입니다. 먼저 하나를 닫으세요.`,
  ),

  // What it uses
  'plugin-near-memory': forms(
    [
      /plugin (\S+) uses (.+) of memory and may use (.+): it is stopped unless/,
      (id, used, cap) =>
        `${id} 플러그인이 메모리를 ${used} 쓰고 있어 한도 ${cap}를 넘었습니다. 몇 초 안에 줄지 않으면 중지됩니다.`,
    ],
    [
      /plugin (\S+) uses (.+) of the (.+) of memory/,
      (id, used, cap) => `${id} 플러그인이 메모리 한도 ${cap} 중 ${used}를 쓰고 있습니다. 넘으면 중지됩니다.`,
    ],
  ),
  'plugin-near-cpu': forms(
    [
      /plugin (\S+) uses (.+) of a processor and may use (.+): the system/,
      (id, used, cap) =>
        `${id} 플러그인이 프로세서의 ${used}를 쓰고 있습니다(한도 ${cap}). 운영체제가 더 주지 않습니다.`,
    ],
    [
      /plugin (\S+) uses (.+) of a processor and may use (.+): it is stopped unless/,
      (id, used, cap) =>
        `${id} 플러그인이 프로세서의 ${used}를 쓰고 있어 한도 ${cap}를 넘었습니다. 몇 초 안에 줄지 않으면 중지됩니다.`,
    ],
    [
      /plugin (\S+) uses (.+) of a processor and may use (.+): it is stopped when/,
      (id, used, cap) =>
        `${id} 플러그인이 프로세서 한도 ${cap} 중 ${used}를 쓰고 있습니다. 넘으면 중지됩니다.`,
    ],
  ),
  'plugin-over-memory': forms(
    [
      /plugin (\S+) was stopped, for it used (.+) of memory and may use (.+): start/,
      (id, used, cap) =>
        `${id} 플러그인이 메모리를 ${used} 써서(한도 ${cap}) 중지했습니다. 다시 시작하고, 더 필요하면 plugin.json의 caps.memoryMb를 올리세요.`,
    ],
    [
      /plugin (\S+) was stopped, for it ran out of the (.+) of memory/,
      (id, cap) =>
        `${id} 플러그인이 메모리 한도 ${cap}를 다 써서 중지했습니다. 다시 시작하고, 더 필요하면 plugin.json의 caps.memoryMb를 올리세요.`,
    ],
  ),
  'plugin-over-cpu': form(
    /plugin (\S+) was stopped, for it used (.+) of a processor and may use (.+): start/,
    (id, used, cap) =>
      `${id} 플러그인이 프로세서의 ${used}를 써서(한도 ${cap}) 중지했습니다. 다시 시작하고, 더 필요하면 plugin.json의 caps.cpuPercent를 올리세요.`,
  ),

  // How it ends
  'plugin-cannot-start': forms(
    [
      /plugin (\S+) cannot start, for there is no (.+) on the PATH/,
      (id, program) =>
        `PATH에 ${program}이(가) 없어 ${id} 플러그인을 시작할 수 없습니다. Python 3을 설치하고 다시 시작하세요.`,
    ],
    [
      /plugin (\S+) cannot start, for the system cannot run (.+) in (.+) \((\w+)\)/,
      (id, file, folder, code) =>
        `${folder}에서 ${file}을(를) 실행할 수 없어(${code}) ${id} 플러그인을 시작하지 못했습니다. 둘 다 확인하고 다시 시작하세요.`,
    ],
  ),
  'plugin-crashed': form(
    /plugin (\S+) crashed \((.+)\) and is started again after (\S+) s: .* its log (.+)\.$/,
    (id, end, pause, log) =>
      `${id} 플러그인이 비정상 종료되어(${ended(end)}) ${pause}초 뒤에 다시 시작합니다. 계속되면 로그 ${log}를 확인하세요.`,
  ),
  'plugin-crashing': form(
    /plugin (\S+) was stopped, for it crashed (\d+) times in a row, at last with (.+): see its log (.+), then/,
    (id, times, end, log) =>
      `${id} 플러그인이 ${times}번 연달아 비정상 종료되어(마지막: ${ended(end)}) 중지했습니다. 로그 ${log}를 확인하고 다시 시작하세요.`,
  ),
  'plugin-host-ended': form(
    /unexpectedly \((.+)\), and .* after (\S+) s\.$/,
    (end, pause) =>
      `플러그인을 실행하던 프로세스가 비정상 종료되어(${ended(end)}) 플러그인도 모두 종료되었습니다. ${pause}초 뒤에 모두 다시 시작합니다.`,
  ),
  'plugin-host-crashing': form(
    /unexpectedly (\d+) times in a row, at last with (.+), so/,
    (times, end) =>
      `플러그인을 실행하던 프로세스가 ${times}번 연달아 비정상 종료되어(마지막: ${ended(end)}) 플러그인이 모두 멈췄습니다. 하나를 다시 시작해 보세요.`,
  ),

  // What an event asks of it
  'plugin-awaited': form(
    /plugin (\S+) does not run, .* action \((".*?")(?: and (\d+) more)?\): start/s,
    (id, name, more) =>
      `${id} 플러그인이 실행 중이 아닌데 이 플러그인을 쓰는 예약이 있습니다(${name}${more && ` 외 ${more}건`}). 그 전에 시작하세요.`,
  ),
  'unknown-action': forms(
    [
      /has the action (\S+): choose from (.+)\.$/,
      (kind, known) => `${kind} 동작을 하는 켜진 플러그인이 없습니다. ${known} 중에서 고르세요.`,
    ],
    [
      /has the action (\S+): enable/,
      (kind) => `${kind} 동작을 하는 켜진 플러그인이 없습니다. 그런 플러그인을 시작하세요.`,
    ],
  ),
  'action-input-invalid': forms(
    [
      /action (\S+) has no field (".*"): leave/,
      (kind, name) => `${kind} 동작에는 ${name} 항목이 없습니다. 빼 주세요.`,
    ],
    [
      /action (\S+) needs the field (".*"): give/,
      (kind, name) => `${kind} 동작에는 ${name} 값이 필요합니다. 입력하세요.`,
    ],
    [
      /field (".*") of the action (\S+) must be (.+)\.$/s,
      (name, kind, wanted) =>
        `${kind} 동작의 ${name} 값을 쓸 수 없습니다: ${wantedInKorean(`it must be ${wanted}`)}.`,
    ],
  ),
};

/** What is said of a field is said as of any input; what comes before it is where. */
function manifestInvalid(english: string): string {
  const field = /^In (.+?), t(he field ".*|here is no field ".*)$/s.exec(english);
  if (field) return `${field[1]}: ${inputInvalid(`T${field[2]}`)}`;
  return forms(
    [
      /^(.+) must hold one JSON object/,
      (path) => `${path} 파일에는 JSON 객체 하나가 있어야 합니다. {"id": "led-bridge"}처럼 적으세요.`,
    ],
    [
      /^(.+) is larger than (\d+) KB/,
      (path, most) => `${path} 파일이 ${most} KB보다 큽니다. 필요 없는 것을 빼세요.`,
    ],
    [
      /^(.+) is not JSON \((.*)\): mend/s,
      (path, where) => `${path} 파일이 JSON이 아닙니다(${where}). 그 자리를 고치세요.`,
    ],
  )(english);
}
