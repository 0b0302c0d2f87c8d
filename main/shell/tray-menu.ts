/** The tray's menu: everything that the app does, in words. Pure: what an entry does is for whoever shows it. */
import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopState, HotkeyName } from '../../api/protocol/desktop.ts';
import { inOrder } from '../../overlay/page/shown-servers.ts';
import { firstServer } from './tray-state.ts';
import { nextEvent, serverName, type TooltipContent } from './tray-tooltip.ts';
import { words, type Language } from './words.ts';

export type MenuAction =
  | 'palette'
  | 'overlay'
  | 'move'
  | 'sync'
  | 'next-server'
  | 'schedule'
  | 'practice'
  | 'settings'
  | 'set-clock'
  | 'opens-at-login'
  | 'install-update'
  | 'quit'
  /** The server of this id comes first in the overlay. */
  | `server-${string}`;

export interface MenuContent extends TooltipContent {
  readonly desktop: DesktopState;
  readonly version: string;
}

/** An entry's own; `hotkey`: what does the same from everywhere. */
type More = Pick<MenuItemConstructorOptions, 'type' | 'checked' | 'enabled'> & {
  readonly hotkey?: HotkeyName;
};

export function trayMenu(
  content: MenuContent,
  onClick: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const { core, desktop, language, version } = content;
  const say = text(language);
  const first = firstServer(core);
  const servers = inOrder(core?.servers.values() ?? []);
  const event = eventWords(content);
  const entry = (action: MenuAction, label: string, { hotkey, ...more }: More = {}) => ({
    id: action,
    label: literal(label),
    // Shown here, and registered elsewhere; keys that another program has are no way to it.
    ...(hotkey &&
      desktop.hotkeys[hotkey] === 'on' && {
        accelerator: core?.settings.hotkeys[hotkey] ?? '',
        registerAccelerator: false,
      }),
    ...more,
    click: () => onClick(action),
  });
  return [
    ...(event === null ? [] : [{ ...entry('schedule', event), id: 'next-event' }]),
    entry('palette', say.palette, { hotkey: 'palette' }),
    entry('overlay', desktop.isOverlayShown ? say.hide : say.show, { hotkey: 'overlay' }),
    entry('move', desktop.isMoving ? say.moved : say.move, { hotkey: 'move' }),
    { type: 'separator' },
    entry('sync', first ? say.sync(serverName(first, language)) : say.syncNone, {
      hotkey: 'sync',
      enabled: first !== null,
    }),
    entry('next-server', say.next, { hotkey: 'nextServer', enabled: servers.length > 1 }),
    {
      id: 'servers',
      label: say.servers,
      enabled: servers.length > 0,
      submenu: servers.map((server) =>
        entry(`server-${server.id}`, serverName(server, language), {
          type: 'radio',
          checked: server.id === first?.id,
        }),
      ),
    },
    { type: 'separator' },
    entry('schedule', say.schedule),
    entry('practice', say.practice),
    entry('settings', say.settings),
    ...(core?.localClock?.isOff ? [entry('set-clock', say.setClock)] : []),
    entry('opens-at-login', say.login, { type: 'checkbox', checked: desktop.preferences.opensAtLogin }),
    { type: 'separator' },
    ...updateWords(desktop, language).map((label) =>
      entry('install-update', label, { enabled: canInstall(desktop) }),
    ),
    { label: say.version(version), enabled: false },
    entry('quit', say.quit),
  ];
}

/** A single ampersand would underline the letter after it. */
const literal = (label: string) => label.replaceAll('&', '&&');

const canInstall = ({ update }: DesktopState) => update.is === 'ready' && update.waitsFor === null;

function updateWords({ update }: DesktopState, language: Language): string[] {
  if (update.is !== 'ready') return [];
  const { update: restart, updateWaits } = text(language);
  return [update.waitsFor === null ? restart(update.version) : updateWaits(update.version, update.waitsFor)];
}

/** The next one, by its server's clock and in its own zone. No time left is told: a menu that changes closes where it is open. */
function eventWords({ core, nowEpochMs, language }: MenuContent): string | null {
  const event = nextEvent(core, nowEpochMs);
  if (!event || event.nextEpochMs === null) return null;
  const at = new Intl.DateTimeFormat(language, {
    ...{ weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...(event.nextEpochMs % 60_000 !== 0 && { second: '2-digit' }),
    hourCycle: 'h23',
    timeZone: event.zone,
  }).format(event.nextEpochMs);
  return `${event.name} · ${at}`;
}

const text = words(
  {
    palette: 'Open palette',
    show: 'Show overlay',
    hide: 'Hide overlay',
    move: 'Move overlay',
    moved: 'Leave overlay there',
    sync: (name: string) => `Sync ${name} now`,
    syncNone: 'Sync now',
    next: 'Next server',
    servers: 'Server',
    schedule: 'Schedule…',
    practice: 'Practise…',
    settings: 'Settings…',
    setClock: 'NTP Sync: set this computer’s clock',
    login: 'Open at login',
    update: (version: string) => `Restart to update to ${version}`,
    updateWaits: (version: string, name: string) => `Update to ${version} waits for “${name}”`,
    version: (version: string) => `Ticketime ${version}`,
    quit: 'Quit',
  },
  {
    palette: '팔레트 열기',
    show: '오버레이 보이기',
    hide: '오버레이 숨기기',
    move: '오버레이 옮기기',
    moved: '오버레이를 여기에 두기',
    sync: (name) => `${name} 지금 동기화`,
    syncNone: '지금 동기화',
    next: '다음 서버',
    servers: '서버',
    schedule: '예약…',
    practice: '실전 연습…',
    settings: '설정…',
    setClock: 'NTP 동기화: 이 컴퓨터의 시계 맞추기',
    login: '로그인할 때 열기',
    update: (version) => `다시 시작해 ${version} 버전으로 업데이트`,
    updateWaits: (version, name) => `${version} 업데이트는 “${name}” 예약이 끝난 뒤에 합니다`,
    version: (version) => `Ticketime ${version}`,
    quit: '종료',
  },
);
