/**
 * The core's sentences in Korean, by code. One that names things of the moment (an address, a number) is made from the English
 * sentence: what stands in it in quotation marks, and its figures, are the same in both. Where an English sentence is none of
 * those that are known here, it stays: a sentence that is understood with effort is better than one that says something else.
 */
import { inputInvalid } from './input-invalid-ko.ts';
import { form, forms, type Korean } from './korean-forms.ts';
import { PLUGIN_KOREAN } from './plugin-problems-ko.ts';

/** 20 s, 3 minutes, 2 hours. */
const spanned = (words: string) =>
  words
    .replace(/(\d) minutes?$/, '$1분')
    .replace(/(\d) hours?$/, '$1시간')
    .replace(/(\d) s(?:econds?)?$/, '$1초')
    .replace(/^a second$/, '1초')
    .replace(/^a minute$/, '1분');

const EXAMPLE = 'tickets.interpark.com 또는 https://example.com/page 처럼 입력하세요';
const OTHER_PAGE = '같은 사이트의 다른 페이지로 시도하세요';
const OTHER_ADDRESS = '같은 사이트의 다른 주소로 시도하세요';

/** Why the core is not reached, as the client says it (api/client/connection.ts). */
const UNREACHED: Readonly<Record<string, string>> = {
  'The connection is not open yet.': '아직 연결되지 않았습니다. 잠시 뒤 다시 시도하세요.',
  'The core cannot be reached.': 'Ticketime에 연결할 수 없습니다. 실행 중인지 확인하세요.',
  'The core does not answer.': 'Ticketime이 응답하지 않습니다. 실행 중인지 확인하세요.',
  'The core was stopped.': 'Ticketime이 종료되었습니다. 다시 실행하세요.',
  'The core closed the connection, for its messages were not read in time.':
    '메시지를 제때 읽지 않아 Ticketime이 연결을 끊었습니다.',
  'The core closed the connection, for too much was sent to it.':
    '너무 많이 보내서 Ticketime이 연결을 끊었습니다.',
  'The connection was lost.': '연결이 끊어졌습니다. 다시 연결하고 있습니다.',
  'The connection was closed.': '연결이 닫혔습니다. 페이지를 다시 여세요.',
  'The token of this connection was revoked: use another one.':
    '이 연결의 토큰이 폐기되었습니다. 다른 토큰을 사용하세요.',
};

const trusting = (host: string, why: string) =>
  `${host}의 인증서는 ${why}. 신뢰한다면 PEM 인증서 파일을 NODE_EXTRA_CA_CERTS로 지정하세요.`;
const placed = (place: string) => place.replace(/^(.+) on port (\d+)$/, '$1의 $2번 포트');

export const KOREAN: Readonly<Record<string, Korean>> = {
  // Addresses
  'empty-address': `주소가 비어 있습니다. ${EXAMPLE}.`,
  'address-too-long': form(
    /is (\d+) characters long, and (\d+) is/,
    (length, most) => `주소가 ${length}자로, 최대 ${most}자를 넘습니다. ${EXAMPLE}.`,
  ),
  'unsupported-scheme': form(
    /, not (".*"): type/,
    (scheme) => `http://와 https:// 서버만 측정할 수 있고, ${scheme}는 측정할 수 없습니다. ${EXAMPLE}.`,
  ),
  'not-a-url': form(/^(".*") is not/s, (typed) => `${typed}는 웹 서버의 주소가 아닙니다. ${EXAMPLE}.`),
  'credentials-in-address': form(
    /, as in (.+)\.$/,
    (host) =>
      `주소에 사용자 이름이나 비밀번호가 들어 있지만 시계를 읽는 데는 필요 없습니다. ${host}처럼 @ 앞부분을 빼고 입력하세요.`,
  ),
  'private-address': form(
    /^(.+) is on this computer/,
    (what) =>
      `${what}는 이 컴퓨터나 내부 네트워크의 주소라서 이 컴퓨터의 사용자만 추가할 수 있습니다. ticketime 명령으로 직접 추가하세요.`,
  ),
  'forbidden-address': form(
    /^(.+) is an address/,
    (what) =>
      `${what}는 접속하지 않는 주소입니다(링크 로컬, 메타데이터, 멀티캐스트, 미지정). 웹 서버의 주소를 입력하세요.`,
  ),
  'server-exists': form(
    /^(.+) is registered already, as (.+) \((\w+)\)\.$/s,
    (address, name) => `${address}는 이미 “${name}”(으)로 등록되어 있습니다.`,
  ),
  'server-known': form(
    /^(.+) is kept already/,
    (address) => `${address}는 이미 저장되어 있습니다. 있는 것을 사용하세요.`,
  ),
  'too-many-servers': form(
    /^(\d+) servers/,
    (most) => `서버는 ${most}개까지 등록할 수 있습니다. 먼저 하나를 삭제하세요.`,
  ),
  'no-such-server': forms(
    [/^There is no server (\w+)/, (id) => `서버 ${id}가 없습니다. 삭제되었는지 서버 목록에서 확인하세요.`],
    [/^(".*") is no registered/, (word) => `${word}는 등록된 서버가 아닙니다. 서버 목록에서 확인하세요.`],
  ),
  'not-measured': form(
    /^The clock of (.+) has not been measured/s,
    (name) => `“${name}”의 시계를 아직 측정하지 않았습니다. 동기화한 뒤 다시 시도하세요.`,
  ),

  // The way to a server
  'connect-timeout': forms(
    [
      /^No connection to (.+) within (.+): check/,
      (place, within) =>
        `${spanned(within)} 안에 ${placed(place)}에 연결하지 못했습니다. 주소, 네트워크, 방화벽을 확인하세요.`,
    ],
    [
      /^(.+) does not answer/,
      (place) => `${placed(place)}가 응답하지 않습니다. 주소, 네트워크 연결, 방화벽을 확인하세요.`,
    ],
  ),
  'headers-unfinished': form(
    /^(.+) began to answer .+ within (.+): try/,
    (host, within) =>
      `${host} 서버가 응답을 시작했지만 ${spanned(within)} 안에 헤더를 끝내지 못했습니다. 나중에 다시, 또는 ${OTHER_PAGE}.`,
  ),
  'reply-timeout': form(
    /^(.+) accepted .+ within (.+): try/,
    (host, within) =>
      `${host} 서버가 연결을 받았지만 ${spanned(within)} 안에 응답하지 않았습니다. 나중에 다시, 또는 ${OTHER_PAGE}.`,
  ),
  'not-http': form(
    /^(.+) answers, but/,
    (place) => `${placed(place)}가 응답하지만 HTTP가 아닙니다. 주소와 포트를 확인하세요.`,
  ),
  'unknown-host': form(
    /no host named (.+): check/,
    (host) => `${host}라는 서버를 찾을 수 없습니다. 주소의 철자를 확인하세요.`,
  ),
  'no-name-server': forms(
    [
      /^The name (.+) could not be looked up/,
      (host) =>
        `이름 서버(DNS)가 응답하지 않아 ${host}를 찾지 못했습니다. 이 컴퓨터의 네트워크 연결을 확인하세요.`,
    ],
    [
      /^(?!None of)(.+) could not be looked up/,
      (host) =>
        `이름 서버(DNS)가 응답하지 않아 ${host}를 찾지 못했습니다. 이 컴퓨터의 네트워크 연결을 확인하세요.`,
    ],
    [
      /^None of (\d+) time servers/,
      (count) => `시간 서버 ${count}곳을 모두 찾지 못했습니다. 이 컴퓨터의 네트워크 연결을 확인하세요.`,
    ],
    [/^No answer/, () => '이름 서버(DNS)가 응답하지 않습니다. 이 컴퓨터의 네트워크 연결을 확인하세요.'],
  ),
  refused: form(
    /^(.+) refused the connection/,
    (place) =>
      `${placed(place)}가 연결을 거부했습니다. 주소와 포트를 확인하거나, 서버가 켜진 뒤 다시 시도하세요.`,
  ),
  unreachable: form(
    /^(.+) cannot be reached from this network \((\w+)\)/,
    (host, code) =>
      `이 네트워크에서 ${host}에 닿을 수 없습니다(${code}). 네트워크 연결, VPN, 방화벽을 확인하세요.`,
  ),
  'headers-too-large': forms(
    [
      /^(.+) sends more than (\d+) KB/,
      (host, most) => `${host} 서버가 ${most} KB가 넘는 헤더를 보내 응답이 잘렸습니다. ${OTHER_PAGE}.`,
    ],
    [/^The headers are/, () => '요청의 헤더가 16 kB보다 깁니다. 줄여서 보내세요.'],
  ),
  'certificate-expired': form(
    /^The certificate of (.+) has expired/,
    (host) =>
      `${host}의 인증서가 만료되었습니다. 이 컴퓨터의 날짜가 맞는지 확인하세요. 맞다면 사이트 운영자가 갱신해야 합니다.`,
  ),
  'certificate-not-yet-valid': form(
    /^The certificate of (.+) is not valid yet/,
    (host) =>
      `${host}의 인증서는 아직 유효하지 않습니다. 이 컴퓨터의 날짜를 확인하거나, 인증서가 시작될 때까지 기다리세요.`,
  ),
  'certificate-wrong-host': form(
    /^The certificate shown by (.+) belongs/,
    (host) =>
      `${host}가 보인 인증서는 다른 사이트의 것입니다. 주소의 철자를 확인하거나, 인증서에 적힌 이름을 사용하세요.`,
  ),
  'certificate-self-signed': form(/^The certificate of (.+) is signed/, (host) =>
    trusting(host, '자체 서명되었습니다'),
  ),
  'certificate-unknown-issuer': form(/^The certificate of (.+) comes/, (host) =>
    trusting(host, '이 컴퓨터가 모르는 기관에서 발급되었습니다'),
  ),
  'certificate-invalid': form(
    /^The certificate of (.+) is not valid \((\w+)\)/,
    (host, code) => `${host}의 인증서가 올바르지 않습니다(${code}). 사이트 운영자가 고쳐야 합니다.`,
  ),
  'not-tls': form(
    /^(.+) does not speak TLS/,
    (place) =>
      `${placed(place)}는 TLS를 쓰지 않습니다. https:// 대신 http://로 입력하거나 포트를 확인하세요.`,
  ),
  'tls-failed': form(
    /^The TLS handshake with (.+) failed \((.+)\):/,
    (place, why) =>
      `${placed(place)}와 TLS 연결을 맺지 못했습니다(${why === 'the server closed the connection' ? '서버가 연결을 끊음' : why}). 포트를 확인하거나, TLS가 없는 서버라면 http://로 입력하세요.`,
  ),
  reset: form(
    /^(.+) closed the connection/,
    (host) => `${host} 서버가 응답하기 전에 연결을 끊었습니다. 다시 시도하거나 ${OTHER_PAGE}.`,
  ),
  'request-failed': form(
    /^The request to (.+) failed \((\w+)\)/,
    (host, code) => `${host}에 보낸 요청이 실패했습니다(${code}). 다시 시도하세요.`,
  ),
  proxy: form(
    /^(\S+) is set, .+ instead of (.+): add (.+) to NO_PROXY/,
    (variable, host, name) =>
      `${variable} 프록시가 설정되어 있어, 이대로 측정하면 ${host}가 아니라 프록시를 재게 됩니다. ${name}을(를) NO_PROXY에 추가하세요.`,
  ),

  // What a server answers
  'rate-limited': forms(
    [
      /^(.+) limits requests \((\d+)\) and asks to wait (.+): try/,
      (host, status, wait) =>
        `${host} 서버가 요청을 제한하며(${status}) ${spanned(wait)} 기다리라고 합니다. 그 뒤에 다시 시도하세요.`,
    ],
    [
      /^(.+) limits requests \((\d+)\) and does not/,
      (host, status) =>
        `${host} 서버가 요청을 제한하며(${status}) 그동안 시각을 알려 주지 않습니다. 1분 뒤 다시 시도하세요.`,
    ],
    [
      /left alone for (.+) \(Retry-After\)/,
      (wait) =>
        `서버가 ${spanned(wait)} 동안 요청하지 말라고 해서(Retry-After) 측정을 일찍 마쳤습니다. 그때까지 알아낸 값입니다.`,
    ],
  ),
  'redirect-loop': form(
    /^(.+) redirects in a circle, back to (".*"):/,
    (host, next) =>
      `${host} 서버가 ${next}로 되돌아오며 이동을 반복합니다. 실제로 열리는 페이지의 주소를 입력하세요.`,
  ),
  'too-many-redirects': form(
    /^(.+) redirects more than (\d+) times/,
    (host, most) =>
      `${host} 서버가 ${most}번 넘게 다른 주소로 보냅니다. 마지막에 열리는 페이지의 주소를 입력하세요.`,
  ),
  'redirect-scheme': form(
    /^(.+) redirects to (".*"), which/,
    (host, next) =>
      `${host} 서버가 웹 주소가 아닌 ${next}로 보냅니다. 실제로 열리는 페이지의 주소를 입력하세요.`,
  ),
  'bad-date': form(
    /^(.+) sends a Date header that is no date \((".*")\)/,
    (host, date) =>
      `${host} 서버의 Date 헤더가 날짜가 아니어서(${date}) 시계를 읽을 수 없습니다. ${OTHER_ADDRESS}.`,
  ),
  'no-date': forms(
    [
      /^(.+) sends no Date header any more/,
      (host) => `${host} 서버가 더는 Date 헤더를 보내지 않아 시계를 읽을 수 없습니다. ${OTHER_ADDRESS}.`,
    ],
    [
      /^(.+) sends no Date header/,
      (host) => `${host} 서버가 Date 헤더를 보내지 않아 시계를 읽을 수 없습니다. ${OTHER_ADDRESS}.`,
    ],
  ),
  'cheap-path': form(
    /^(.+) takes (.+) to answer (".*"), so (\S+) is asked instead, which takes (.+)\.$/,
    (host, took, page, cheap, takes) =>
      `${host} 서버가 ${page} 응답에 ${took}나 걸려서, ${takes} 걸리는 ${cheap}에 대신 요청합니다.`,
  ),
  'slow-page': form(
    /^(.+) takes (.+) to answer (".*"), which/,
    (host, took, page) =>
      `${host} 서버가 ${page} 응답에 ${took}나 걸려 시계가 흐려집니다. 더 빨리 응답하는 페이지를 안다면 그 주소로 측정하세요.`,
  ),

  // A sync
  cancelled: forms(
    [/what was known by then/, () => '측정을 중단했습니다. 그때까지 알아낸 값입니다.'],
    [/before the first reply/, () => '첫 응답이 오기 전에 측정을 중단했습니다.'],
    [/before a time server/, () => '시간 서버가 응답하기 전에 측정을 중단했습니다.'],
    [/(?:)/, () => '측정을 중단했습니다.'],
  ),
  'contradicting-samples': form(
    /^The replies of (.+) contradict/,
    (host) =>
      `${host}의 응답들이 서로 맞지 않습니다. 초 단위로 가는 시계 하나로는 나올 수 없는 응답입니다(한 이름 뒤의 여러 서버, 캐시된 응답, 방금 맞춘 시계). 다시 시도하거나 ${OTHER_PAGE}.`,
  ),
  'server-lost': form(
    /^(.+) stopped answering after (\d+)/,
    (host, replies) =>
      `${host} 서버가 응답 ${replies}개 뒤로 응답하지 않습니다. 네트워크 연결을 확인하고 다시 시도하세요.`,
  ),
  'frozen-date': forms(
    [
      /^(.+) sends the Date of a cached reply/,
      (host) =>
        `${host} 서버가 캐시되어 멈춰 있는 Date를 보내고, 얼마나 오래되었는지도 알려 주지 않습니다. ${OTHER_ADDRESS}.`,
    ],
    [
      /^Every reply/,
      () => '모든 응답이 Date가 멈춘 캐시에서 왔습니다. 캐시의 Age를 더했으며, 1~2초 정도까지만 맞습니다.',
    ],
  ),
  'contradicting-cache': form(
    /^(.+) sends a cached Date/,
    (host) =>
      `${host} 서버가 보내는 캐시의 Age가 시간에 따라 늘지 않아 시계를 읽을 수 없습니다. ${OTHER_ADDRESS}.`,
  ),
  suspended: forms(
    [
      /for about (.+) during/,
      (slept) =>
        `측정하는 동안 이 컴퓨터가 약 ${spanned(slept)} 절전 상태였습니다. 그 전에 읽은 값은 버렸습니다.`,
    ],
    [
      /nothing is stated/,
      () => '측정하는 동안 이 컴퓨터가 절전 상태였으므로 결과를 내지 않습니다. 다시 측정하세요.',
    ],
  ),
  'time-limit': forms(
    [
      /nothing was known after (.+): try/,
      (limit) =>
        `서버의 응답이 너무 느려 ${spanned(limit)} 안에 아무것도 알아내지 못했습니다. 다시 시도하거나 ${OTHER_PAGE}.`,
    ],
    [
      /longer than (.+), the longest/,
      (limit) =>
        `측정이 최대 시간인 ${spanned(limit)}보다 오래 걸릴 것이어서 마쳤습니다. 그때까지 알아낸 값입니다.`,
    ],
  ),
  'nothing-known': '아무것도 알아내지 못한 채 측정이 끝났습니다. 다시 시도하세요.',
  'slowed-down': '서버가 요청을 제한해서(429) 요청 간격을 늘렸습니다.',
  'not-verified': '추정값을 두 번째 연결로 확인하지 못했습니다.',
  'boundary-not-found-again':
    '예측한 곳에서 초가 바뀌지 않아 ±를 1초 넓혔습니다. 서버의 시계가 여러 개이거나(정밀 동기화가 구분해 줍니다) Date가 초에 맞춰 바뀌지 않는 서버일 수 있습니다(1분 이상 지켜보면 좁아집니다).',
  'lagging-tick': form(
    /^(.+) refreshes its Date .+ up to (\d+) ms late/,
    (server, lag) =>
      `${server} 서버는 자체 타이머로 Date를 최대 ${lag} ms 늦게 바꾸므로 그만큼까지만 알 수 있습니다. 1분 이상 지켜보면 좁아질 수 있습니다.`,
  ),
  'unknown-tick':
    'Date를 최대 1초 늦게 바꾸는 서버도 있는데, 이 서버가 그런지 알 수 없어 ±를 1초 넓혔습니다.',
  'several-clocks': form(
    /^(\d+) different clocks .+ up to (\d+) ms apart/,
    (count, spread) =>
      `이 이름 뒤에서 서로 다른 시계 ${count}개가 응답하며 최대 ${spread} ms 차이 납니다. 표시하는 것은 첫 번째 시계입니다.`,
  ),
  'cache-bypassed': form(
    /stands still, so (\S+) was asked/,
    (url) => `이 페이지는 Date가 멈춘 캐시에서 와서 ${url}에 대신 요청했습니다.`,
  ),
  indirect: forms(
    [
      /^This is standard time by (.+?), not the server's own/,
      (name) => `서버 자체의 시계가 아니라 ${name}의 표준시입니다.`,
    ],
    [
      /^(.+) does not tell its own time/,
      (host) => `${host} 서버는 자기 시각을 알려 주지 않아, 요청이 언제 도착하는지 알 수 없습니다.`,
    ],
  ),
  'clock-step': form(
    /was set (forward|back) by (\d+) ms/,
    (way, by) =>
      `측정하는 동안 이 컴퓨터의 시계가 ${by} ms ${way === 'forward' ? '앞으로' : '뒤로'} 바뀌었습니다. 오프셋은 지금의 시계를 기준으로 합니다.`,
  ),
  slept: forms(
    [
      /standard time was asked for/,
      () => '표준시를 묻는 동안 이 컴퓨터가 절전 상태였으므로 그 답은 쓸 수 없습니다. 다시 시도하세요.',
    ],
    [
      /found anew/,
      () => '이 컴퓨터가 절전 상태였습니다. 서버들의 시계를 표준시로 다시 찾고, 다시 측정합니다.',
    ],
  ),
  'bad-samples': form(
    /from (\d+) to (\d+)/,
    (least, most) => `표본 수는 ${least}부터 ${most}까지의 정수여야 합니다.`,
  ),
  'bad-watch': form(
    /from (\d+) to (\d+)/,
    (least, most) => `지켜보는 시간은 ${least}초부터 ${most}초까지여야 합니다.`,
  ),
  'bad-gap': form(
    /from (\d+) to (\d+)/,
    (least, most) => `요청 간격은 ${least} ms부터 ${most} ms까지여야 합니다.`,
  ),
  'too-many-syncs': form(
    /^(\d+) syncs/,
    (most) => `이미 ${most}개를 동기화하고 있습니다. 하나가 끝난 뒤 시작하세요.`,
  ),
  'sync-crashed': form(
    /^The sync of (.+) ended by a fault .+ \((.*)\): try/s,
    (name, message) =>
      `Ticketime이나 이 컴퓨터의 오류로 “${name}” 동기화가 끝났습니다(${message}). 다시 시도하고, 계속되면 알려 주세요.`,
  ),
  stopping: 'Ticketime이 종료되는 중입니다. 다시 실행된 뒤 동기화하세요.',

  // What the core tells on its own
  'sync-recommended': forms(
    [
      /^What is known of the clock of (.+) has aged/s,
      (name) => `“${name}”의 시계를 측정한 지 오래되었습니다. 다시 동기화하세요.`,
    ],
    [
      /^The clock of (.+) was not where/s,
      (name) => `“${name}”의 시계가 마지막 동기화 때 예측과 달랐습니다. 다시 동기화하세요.`,
    ],
  ),
  'server-moved': form(
    /^The clock of (.+) is (\d+) ms (ahead of|behind) where/s,
    (name, by, way) =>
      `“${name}”의 시계가 예측보다 ${by} ms ${way === 'behind' ? '뒤에' : '앞에'} 있습니다. 여기서부터 다시 계산합니다.`,
  ),
  'offset-lost': form(
    /^What was known of the clock of (.+) does not hold/s,
    (name) =>
      `이 컴퓨터가 절전 상태였거나 다시 시작되어 “${name}”의 시계를 더는 알 수 없습니다. 다시 동기화하거나 표준시를 기다리세요.`,
  ),
  'local-clock-off': form(
    /is ([\d.]+) s (slow|fast) by (.+) \(± (\d+) ms\)/,
    (by, way, name, accuracy) =>
      `이 컴퓨터의 시계가 ${name} 기준으로 ${by}초 ${way === 'slow' ? '느립니다' : '빠릅니다'}(±${accuracy} ms). 표준시에 맞추세요. 여기 표시되는 서버 시계는 영향을 받지 않습니다.`,
  ),
  'clock-stepped': form(
    /was set (forward|back) by (\d+) ms/,
    (way, by) =>
      `이 컴퓨터의 시계가 ${by} ms ${way === 'forward' ? '앞으로' : '뒤로'} 바뀌었습니다. 여기 표시되는 서버 시계는 영향을 받지 않습니다.`,
  ),

  // Standard time
  'no-reference': forms(
    [/is chosen/, () => '선택된 표준시 출처가 없습니다. 설정에서 선택하세요.'],
    [
      /^Neither/,
      () =>
        '표준시 출처 중 어느 곳도 시각을 알려 주지 않았습니다. 이 컴퓨터의 네트워크 연결과 방화벽을 확인하세요.',
    ],
  ),
  'bad-time-server': form(
    /^(".*") is not a time server/s,
    (typed) =>
      `${typed}는 시간 서버의 주소가 아닙니다. time.cloudflare.com 또는 호스트:포트 형식으로 입력하세요.`,
  ),
  'no-time-server': forms(
    [/is named/, () => '시간 서버가 지정되지 않았습니다. time.cloudflare.com 같은 서버를 지정하세요.'],
    [
      /^None of (\d+)/,
      (count) =>
        `시간 서버 ${count}곳 중 어느 곳도 시각을 알려 주지 않았습니다. 네트워크와 방화벽(UDP 123번 포트)을 확인하세요.`,
    ],
  ),
  'no-reply': forms(
    [
      /^(?!None of)(.+) did not answer within (.+?): it/,
      (name, within) =>
        `${name} 서버가 ${spanned(within)} 안에 응답하지 않았습니다. 시간 서버가 아니거나 방화벽이 NTP(UDP 123번 포트)를 막고 있을 수 있습니다.`,
    ],
    [
      /^None of (\d+)/,
      (count) =>
        `시간 서버 ${count}곳이 모두 응답하지 않았습니다. 방화벽이 NTP(UDP 123번 포트)를 막고 있을 수 있습니다.`,
    ],
  ),
  'not-ntp': forms(
    [
      /^(?!None of)(.+) answers, but/,
      (name) =>
        `${name} 서버가 응답하지만 물은 시각을 알려 주지 않습니다. 이름과 포트를 확인하거나 다른 시간 서버를 사용하세요.`,
    ],
    [
      /^None of (\d+)/,
      (count) =>
        `시간 서버 ${count}곳이 모두 물은 시각을 알려 주지 않습니다. 이름과 포트를 확인하거나 다른 시간 서버를 사용하세요.`,
    ],
  ),
  'kiss-rate': forms(
    [
      /^(?!None of)(.+) wants to be asked/,
      (name) => `${name} 서버가 덜 자주 물어 달라고 합니다. 15분 기다리거나 다른 시간 서버를 사용하세요.`,
    ],
    [
      /^None of (\d+)/,
      (count) =>
        `시간 서버 ${count}곳이 모두 덜 자주 물어 달라고 합니다. 15분 기다리거나 다른 시간 서버를 사용하세요.`,
    ],
  ),
  'kiss-deny': refusesTime,
  'kiss-rstr': refusesTime,
  unsynchronised: forms(
    [
      /^(?!None of)(.+) does not know the time itself/,
      (name) => `${name} 서버 자신도 시각을 모릅니다. 다른 시간 서버를 사용하세요.`,
    ],
    [
      /^None of (\d+)/,
      (count) => `시간 서버 ${count}곳이 모두 시각을 모릅니다. 다른 시간 서버를 사용하세요.`,
    ],
  ),
  'time-servers-contradict': form(
    /agrees \((.*)\): ask/s,
    (said) =>
      `시간 서버들의 시각이 서로 다르고 과반이 일치하지 않습니다(${said}). 서버를 더 추가하거나 믿는 하나만 사용하세요.`,
  ),
  'standard-time-crashed': form(
    /\((.*)\): it is tried again/s,
    (message) => `Ticketime이나 이 컴퓨터의 오류로 표준시 측정이 끝났습니다(${message}). 다시 시도합니다.`,
  ),

  // Events and webhooks
  'unknown-zone': form(
    /^(".*") is no time zone/s,
    (zone) => `${zone}는 시간대가 아닙니다. Asia/Seoul처럼 대륙과 도시로 적으세요.`,
  ),
  'bad-time': form(
    /^(".*") is no time/s,
    (text) => `${text}는 시각이 아닙니다. 2026-12-24T20:00처럼 적으세요.`,
  ),
  'no-such-day': form(/^(".*") names/s, (text) => `${text}는 달력에 없는 날입니다. 월과 일을 확인하세요.`),
  'no-such-time': form(
    /^(".*") is no time/s,
    (text) => `${text}는 없는 시각입니다. 시는 00~23, 분과 초는 00~59입니다.`,
  ),
  'no-such-zone': form(
    /^(".*") is in no/s,
    (text) => `${text}의 시간대가 없습니다. -12:00부터 +14:00까지입니다.`,
  ),
  'too-many-events': form(
    /There are (\d+)/,
    (most) => `예약이 이미 최대인 ${most}개입니다. 끝난 예약을 삭제하세요.`,
  ),
  'time-passed': form(
    /^(.+) has passed: by the server's clock it is (.+)\.$/,
    (asked, now) => `${asked}은(는) 이미 지났습니다. 서버 시계로 지금은 ${now}입니다.`,
  ),
  'no-such-event': form(
    /There is no event (\w+)/,
    (id) => `예약 ${id}가 없습니다. 삭제되었는지 예약 목록에서 확인하세요.`,
  ),
  'webhook-header': form(
    /the header (\S+) of/,
    (name) => `${name} 헤더는 Ticketime이 직접 넣습니다. 빼고 저장하세요.`,
  ),

  'too-many-webhook-tests': form(
    /^(\d+) webhooks/,
    (most) => `이미 웹훅 ${most}개를 시험하고 있습니다. 하나가 응답한 뒤 시도하세요.`,
  ),

  // A press
  'no-lead': form(
    /arrives at (.+) is not known/s,
    (name) =>
      `“${name}” 서버 자체의 시계를 측정하지 못해 요청이 언제 도착하는지 알 수 없습니다. 서버 시각을 보고 누르세요.`,
  ),
  'press-too-soon': form(
    /^(.+) is sent one press/s,
    (name) => `“${name}”에는 1초에 한 번만, 앞의 응답이 온 뒤에만 누를 수 있습니다. 잠시 뒤 다시 누르세요.`,
  ),
  'press-not-now': '누른 시각이 지금과 맞지 않습니다. 페이지를 다시 열고 누르세요.',

  // Settings
  'hotkey-twice': form(
    /^(\S+) would be/,
    (keys) => `${keys}는 이미 다른 단축키입니다. 다른 키를 고르거나 비워 두세요.`,
  ),
  'server-shown-twice': '오버레이에는 서버를 한 번씩만 표시합니다. 같은 서버를 하나 빼세요.',

  // The practice server
  'practice-port-in-use': form(
    /on port (\d+)/,
    (port) =>
      `다른 프로그램이 ${port}번 포트를 쓰고 있어 연습 서버를 열 수 없습니다. 그 프로그램을 끝내고 다시 시도하세요.`,
  ),
  'practice-port-forbidden': form(
    /on port (\d+)/,
    (port) => `연습 서버가 ${port}번 포트를 쓸 권한이 없습니다. 1024번 이상의 포트를 고르세요.`,
  ),
  'practice-port-invalid': form(
    /on port (-?\w+)/,
    (port) => `${port}번 포트는 없습니다. 1부터 65535까지에서 고르세요.`,
  ),

  // What is kept
  'disk-full': form(
    /holds (.+) is full/,
    (folder) =>
      `${folder}의 디스크가 가득 차서 저장하지 못했습니다. 전에 저장한 것은 안전합니다. 공간을 비우고 다시 시도하세요.`,
  ),
  'disk-failed': form(
    /holds (.+) failed \((\w+)\)/,
    (folder, code) =>
      `${folder}의 디스크에 오류가 있어(${code}) 저장하지 못했습니다. 전에 저장한 것은 안전합니다. 디스크를 확인하고 다시 시도하세요.`,
  ),
  'store-damaged': forms(
    [
      /^What is kept/,
      () => '저장된 내용이 기록된 뒤 바뀌었거나 손상되었습니다. Ticketime을 다시 시작하면 복구합니다.',
    ],
    [/^(.+) is damaged/, (file) => `${file} 파일이 손상되었습니다. Ticketime을 다시 시작하면 복구합니다.`],
  ),
  'store-locked': form(
    /has locked (.+): close/,
    (file) => `다른 프로그램이 ${file} 파일을 잠갔습니다. 그 프로그램을 닫고 다시 시도하세요.`,
  ),
  'store-unwritable': form(
    /^(.+) cannot be written \((\w+)\)/,
    (file, code) => `${file} 파일에 쓸 수 없습니다(${code}). 쓰기 권한을 확인하세요.`,
  ),
  'store-closed': '끝나기 전에 저장소가 닫혔습니다. 다시 시도하세요.',
  'backup-damaged': form(
    /kept in (.+) is damaged/,
    (folder) =>
      `${folder}에 저장된 내용이 손상되어 백업하지 않았습니다. Ticketime을 다시 시작하면 복구합니다.`,
  ),

  // The bridge
  'input-invalid': inputInvalid,
  'message-invalid': '이 페이지와 Ticketime의 버전이 맞지 않습니다. 페이지를 다시 여세요.',
  'session-ended': '이 페이지의 세션이 끝났습니다. Ticketime에서 페이지를 다시 여세요.',
  'code-spent': '이미 사용했거나 1분이 지난 코드입니다. Ticketime에서 페이지를 다시 여세요.',
  'token-missing': '토큰이 필요합니다. Ticketime에서 페이지를 다시 여세요.',
  'token-unknown': '모르거나 폐기된 토큰입니다. Ticketime에서 페이지를 다시 여세요.',
  'permission-missing': form(
    /(".*?")/,
    (permission) => `이 연결에는 ${permission} 권한이 없습니다. 그 권한이 있는 토큰을 만드세요.`,
  ),
  'too-many-requests': forms(
    [
      /go on in (.+), and/,
      (wait) => `한꺼번에 너무 많이 요청했습니다. ${spanned(wait)} 뒤에 천천히 계속하세요.`,
    ],
    [
      /^(\d+) requests wait/,
      (count) => `요청 ${count}개가 응답을 기다리고 있습니다. 하나가 끝난 뒤 계속하세요.`,
    ],
  ),
  'too-many-failures': form(
    /again in (.+), with/,
    (wait) => `모르는 토큰과 코드가 너무 많았습니다. ${spanned(wait)} 뒤에 다시 시도하세요.`,
  ),
  'too-many-tokens': form(
    /There are (\d+)/,
    (most) => `토큰이 이미 ${most}개입니다. 먼저 하나를 폐기하세요.`,
  ),
  'no-such-token': form(
    /There is no token (\w+)/,
    (id) => `토큰 ${id}가 없습니다. 이미 폐기되었을 수 있습니다.`,
  ),
  'tokens-not-saved': form(
    /saved \((.*)\), so/s,
    (why) =>
      `토큰을 저장하지 못해(${why}) 아무것도 바꾸지 않았습니다. 데이터 폴더의 쓰기 권한과 디스크 공간을 확인하세요.`,
  ),
  bug: 'Ticketime 내부 오류가 생겨 기록해 두었습니다. 무엇을 했는지와 함께 알려 주세요.',
  'no-answer': 'Ticketime이 제때 응답하지 않았습니다. 다시 시도하세요.',
  'connection-lost': '응답이 오기 전에 연결이 끊어졌습니다. 적용되었는지 확인하고 다시 시도하세요.',
  ...PLUGIN_KOREAN,
  'not-connected': (english) => UNREACHED[english] ?? english,
};

function refusesTime(english: string): string {
  return forms(
    [
      /^(?!None of)(.+) refuses to tell/,
      (name) => `${name} 서버가 이 컴퓨터에 시각을 알려 주기를 거부합니다. 다른 시간 서버를 사용하세요.`,
    ],
    [
      /^None of (\d+)/,
      (count) => `시간 서버 ${count}곳이 모두 시각을 알려 주기를 거부합니다. 다른 시간 서버를 사용하세요.`,
    ],
  )(english);
}
