/** All commands that can be given now, in the order in which they stand. */
import type { ServerSummary, Settings } from '../../api/client/client.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';
import { desktop } from '../../overlay/page/desktop.svelte.ts';
import { words } from '../../overlay/page/language.svelte.ts';
import { serverName } from '../../overlay/page/server-name.svelte.ts';
import type { Place } from '../views/view.ts';
import { clockServer } from './clock-server.ts';
import type { Command } from './command.ts';
import { desktopCommands } from './desktop-commands.svelte.ts';
import { nextServer } from './next-server.ts';
import { COMMAND_KEYS } from './keys.ts';
import { syncAndShow, WATCH_SECONDS, type SyncWish } from './sync-and-show.ts';

const text = words(
  {
    sync: (server: string) => `Sync ${server} now`,
    precise: (server: string) => `Sync ${server} precisely`,
    watch: (server: string) => `Watch ${server} for a lagging Date (1 min)`,
    cancel: (server: string) => `Cancel the sync of ${server}`,
    nextServer: 'Next server in the overlay',
    newEvent: 'Schedule an event …',
    compare: 'Compare all servers',
    schedule: 'Schedule',
    practice: 'Practise',
    endPractice: 'End the practice server',
    settings: 'Settings',
    access: 'API and tokens',
    plugins: 'Plugins',
    serverTime: 'Show server time',
    safe: 'Show arrival time (safe)',
    balanced: 'Show arrival time (balanced)',
    milliseconds: (isOn: boolean) => (isOn ? 'Hide milliseconds' : 'Show milliseconds'),
    decimals: (of: number) => `${of} decimal${of === 1 ? '' : 's'}`,
    date: (isOn: boolean) => (isOn ? 'Hide the date' : 'Show the date'),
    zone: (isOn: boolean) => (isOn ? 'Hide the time zone' : 'Show the time zone'),
    countdown: (isOn: boolean) => (isOn ? 'Hide the countdown' : 'Show the countdown'),
    sounds: (isOn: boolean) => (isOn ? 'Sounds off' : 'Sounds on'),
    dark: 'Dark theme',
    light: 'Light theme',
    autoTheme: 'Theme as the computer’s',
    english: 'Language: English',
    korean: '언어: 한국어',
    overlay: 'Open the overlay',
  },
  {
    sync: (server) => `${server} 지금 동기화`,
    precise: (server) => `${server} 정밀 동기화`,
    watch: (server) => `${server} 밀리는 Date 지켜보기 (1분)`,
    cancel: (server) => `${server} 동기화 취소`,
    nextServer: '오버레이에 다음 서버 표시',
    newEvent: '일정 예약…',
    compare: '모든 서버 비교',
    schedule: '예약 목록',
    practice: '실전 연습',
    endPractice: '연습 서버 종료',
    settings: '설정',
    access: 'API와 토큰',
    plugins: '플러그인',
    serverTime: '서버 시각으로 보기',
    safe: '도착 시각으로 보기 (안전)',
    balanced: '도착 시각으로 보기 (균형)',
    milliseconds: (isOn) => (isOn ? '밀리초 숨기기' : '밀리초 표시'),
    decimals: (of) => `소수 ${of}자리`,
    date: (isOn) => (isOn ? '날짜 숨기기' : '날짜 표시'),
    zone: (isOn) => (isOn ? '시간대 숨기기' : '시간대 표시'),
    countdown: (isOn) => (isOn ? '카운트다운 숨기기' : '카운트다운 표시'),
    sounds: (isOn) => (isOn ? '소리 끄기' : '소리 켜기'),
    dark: '어두운 테마',
    light: '밝은 테마',
    autoTheme: '컴퓨터의 테마 따르기',
    english: 'Language: English',
    korean: '언어: 한국어',
    overlay: '오버레이 열기',
  },
);

/** Reactive. */
export function commands(core: PageCore, go: (place: Place) => void): Command[] {
  const settings = core.state?.settings;
  if (!settings) return [];
  const server = clockServer(core);
  return [
    ...(server ? ofServer(core, go, server, settings) : []),
    command('new-event', text().newEvent, 'new event 예약 일정 추가', () =>
      go({ view: 'schedule', draft: {} }),
    ),
    command('practice', text().practice, 'practice rehearse 연습', () => go({ view: 'practice' })),
    ...(core.servers.some(({ practice }) => practice)
      ? [
          command('end-practice', text().endPractice, 'stop practice 연습 종료', () =>
            core.call('stopPractice'),
          ),
        ]
      : []),
    command('compare', text().compare, 'compare monitor 비교', () => go({ view: 'compare' })),
    command('schedule', text().schedule, 'schedule events 예약 일정', () => go({ view: 'schedule' })),
    command('settings', text().settings, 'settings preferences 설정 환경설정', () =>
      go({ view: 'settings' }),
    ),
    command('access', text().access, 'api tokens 토큰', () => go({ view: 'access' })),
    command('plugins', text().plugins, 'plugins connected programs 플러그인 연결된 프로그램', () =>
      go({ view: 'plugins' }),
    ),
    ...ofDisplay(core, settings),
    ...(desktop
      ? desktopCommands(desktop, settings.hotkeys)
      : [
          command('overlay', text().overlay, 'overlay clock 오버레이 시계', () =>
            open('/overlay', 'ticketime-overlay'),
          ),
        ]),
  ];
}

function command(
  id: string,
  name: string,
  also: string,
  run: () => unknown,
  keys = COMMAND_KEYS[id] ?? '',
): Command {
  return { id, name, also, keys, run };
}

function ofServer(
  core: PageCore,
  go: (place: Place) => void,
  server: ServerSummary,
  settings: Settings,
): Command[] {
  const { id } = server;
  const name = serverName(server);
  const start = (wish: SyncWish) => () => syncAndShow({ core, go }, id, wish);
  const { hotkeys } = settings;
  return [
    server.runId === null
      ? command('sync', text().sync(name), 'sync measure 동기화 측정', start({}), hotkeys.sync)
      : command('cancel', text().cancel(name), 'cancel stop 취소', () => core.call('cancelSync', { id })),
    command('sync-precise', text().precise(name), 'precise sync 정밀', start({ mode: 'precise' })),
    command('watch', text().watch(name), 'watch lagging 지켜보기', start({ watchSeconds: WATCH_SECONDS })),
    ...(core.servers.length > 1
      ? [command('next-server', text().nextServer, 'next 다음', () => nextServer(core), hotkeys.nextServer)]
      : []),
  ];
}

function ofDisplay(core: PageCore, { display, sounds }: Settings): Command[] {
  const set = (changes: Partial<Settings['display']>) => () =>
    core.call('changeSettings', { display: changes });
  return [
    ...(display.timeMode === 'server-time'
      ? [
          command('arrival-safe', text().safe, 'arrival 도착', set({ timeMode: 'safe-arrival' })),
          command('arrival-balanced', text().balanced, 'arrival 도착', set({ timeMode: 'balanced-arrival' })),
        ]
      : [command('server-time', text().serverTime, 'server time 서버', set({ timeMode: 'server-time' }))]),
    command(
      'milliseconds',
      text().milliseconds(display.milliseconds),
      'milliseconds ms 밀리초',
      set({ milliseconds: !display.milliseconds }),
    ),
    ...([1, 2, 3] as const)
      .filter((of) => of !== display.decimals)
      .map((of) =>
        command(`decimals-${of}`, text().decimals(of), 'decimals places 소수', set({ decimals: of })),
      ),
    command('date', text().date(display.date), 'date 날짜', set({ date: !display.date })),
    command('zone', text().zone(display.zone), 'time zone utc 시간대', set({ zone: !display.zone })),
    command(
      'countdown',
      text().countdown(display.countdown),
      'countdown 카운트다운',
      set({ countdown: !display.countdown }),
    ),
    command('sounds', text().sounds(sounds.isOn), 'sound mute 소리 음소거', () =>
      core.call('changeSettings', { sounds: { isOn: !sounds.isOn } }),
    ),
    ...(['auto', 'dark', 'light'] as const)
      .filter((theme) => theme !== display.theme)
      .map((theme) =>
        command(
          `theme-${theme}`,
          theme === 'auto' ? text().autoTheme : text()[theme],
          'theme 테마',
          set({ theme }),
        ),
      ),
    ...(['en', 'ko'] as const)
      .filter((language) => language !== display.language)
      .map((language) =>
        command(
          `language-${language}`,
          language === 'en' ? text().english : text().korean,
          'language english korean 언어 한국어 영어',
          set({ language }),
        ),
      ),
  ];
}
