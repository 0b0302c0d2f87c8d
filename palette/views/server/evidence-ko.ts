/** The core's sentences of evidence in Korean: what stands for a name or a figure is taken over. */
type Korean = string | ((...parts: string[]) => string);

const SENTENCES: readonly (readonly [english: RegExp, korean: Korean])[] = [
  [
    /^Fresh probes on another connection found the change of second again\.$/,
    '다른 연결에서 새로 확인해도 초가 바뀌는 순간이 같았습니다.',
  ],
  [
    /^Fresh probes did not find the change of second where it was foretold\.$/,
    '초가 바뀔 것으로 예측한 순간에 실제로 바뀌는 것을 확인하지 못했습니다.',
  ],
  [
    /^Since it was measured before it moved by (\d+) ppm, which no clock does: its Date is refreshed by a timer that creeps\.$/,
    (pace) =>
      `이전 측정 이후 ${pace} ppm이나 움직였습니다. 정상적인 시계로는 불가능하며, Date를 갱신하는 타이머가 조금씩 밀리고 있습니다.`,
  ],
  [
    /^Since it was measured before it moved by (\d+) ppm, which no clock does: another server answered, or its clock was set\.$/,
    (pace) =>
      `이전 측정 이후 ${pace} ppm이나 움직였습니다. 정상적인 시계로는 불가능하며, 다른 서버가 응답했거나 시계가 다시 맞춰졌습니다.`,
  ],
  [/^It agrees with (.+) to ± (\d+) ms\.$/, (name, off) => `표준시(${name})와 ±${off} ms 이내로 일치합니다.`],
  [
    /^(.+) is known too roughly to compare with \(± (\d+) ms\)\.$/,
    (name, off) => `표준시(${name})의 오차가 ±${off} ms로 커서 비교할 수 없습니다.`,
  ],
  [
    /^It is (\d+) ms (behind|ahead of) (.+), which a slow clock and a late Date would both explain\.$/,
    (off, side, name) =>
      `표준시(${name})보다 ${off} ms ${sideOf(side)}. 시계가 느린 것인지 Date가 늦게 바뀌는 것인지는 구별할 수 없습니다.`,
  ],
  [
    /^It is (\d+) ms (behind|ahead of) (.+)\.$/,
    (off, side, name) => `표준시(${name})보다 ${off} ms ${sideOf(side)}.`,
  ],
  [
    /^The Date was not seen to change, so it may be that of a cached reply\.$/,
    'Date가 바뀌는 것을 보지 못했으므로 캐시된 응답의 Date일 수 있습니다.',
  ],
  [
    /^(.+) refreshes its Date by a timer of its own, up to (\d+) ms late\.$/,
    (name, lag) => `${nameOf(name)}: 자체 타이머로 Date를 갱신하여 최대 ${lag} ms 늦게 바뀝니다.`,
  ],
  [
    /^It closes the connection after each reply, so each reply may come from another server\.$/,
    '응답할 때마다 연결을 끊으므로, 응답마다 다른 서버가 보냈을 수 있습니다.',
  ],
  [
    /^(.+) changes its Date with its second\.$/,
    (name) => `${nameOf(name)}: 초가 바뀌는 순간에 Date도 바뀝니다.`,
  ],
  [
    /^This kind of server is not known, and some kinds change their Date up to a second late\.$/,
    '알려지지 않은 종류의 서버이며, Date를 최대 1초 늦게 바꾸는 서버도 있습니다.',
  ],
  [/^The Date stands still; its Age was added\.$/, 'Date가 멈춰 있어 Age 값을 더해 계산했습니다.'],
  [
    /^Only what holds of a Date that may be a second late is stated\.$/,
    'Date가 최대 1초 늦을 수 있다고 보고, 그래도 성립하는 것만 표시했습니다.',
  ],
  [/^The Date of this server could not be read\.$/, '이 서버의 Date를 읽을 수 없었습니다.'],
  [
    /^The Date comes from (.+), not from the site's own server, whose clock may differ\.$/,
    (name) =>
      `Date는 사이트의 원본 서버가 아니라 ${nameOf(name)} 서버가 보낸 것이며, 두 시계는 다를 수 있습니다.`,
  ],
  [
    /^The Date comes from the site's own server: (.+) passes it on, and repeats an old one when it answers from its cache\.$/,
    (name) =>
      `Date는 사이트의 원본 서버가 보낸 것입니다. ${nameOf(name)} 서버는 이를 그대로 전달하며, 캐시에서 응답할 때는 예전 Date를 다시 보냅니다.`,
  ],
  [
    /^Whether the Date comes from (.+) or from the site's own server behind it is not known, and their clocks may differ\.$/,
    (name) =>
      `Date를 ${nameOf(name)} 서버가 보낸 것인지 그 뒤의 원본 서버가 보낸 것인지 알 수 없으며, 두 시계는 다를 수 있습니다.`,
  ],
];

const sideOf = (side: string | undefined) => (side === 'behind' ? '느립니다' : '빠릅니다');

/** What the core calls by an English word instead of a name. */
function nameOf(name: string | undefined): string {
  if (name === 'a cache') return '캐시';
  if (name === 'a Varnish cache') return 'Varnish 캐시';
  return name === 'The practice server' ? '연습 서버' : (name ?? '');
}

/** Null when there is none for it. */
export function koreanOf(sentence: string): string | null {
  for (const [english, korean] of SENTENCES) {
    const found = english.exec(sentence);
    if (found) return typeof korean === 'string' ? korean : korean(...found.slice(1));
  }
  return null;
}
