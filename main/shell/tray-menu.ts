/** The tray's menu: everything that the app does, in words. Pure: what an entry does is for whoever shows it. */
import type { MenuItemConstructorOptions } from 'electron';
import type { CoreState } from '../../api/client/state.ts';
import type { DesktopState } from '../../api/protocol/desktop.ts';
import { inOrder } from '../../overlay/page/shown-servers.ts';
import { firstServer } from './tray-state.ts';
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

export interface MenuContent {
  readonly core: CoreState | null;
  readonly desktop: DesktopState;
  readonly language: Language;
  readonly version: string;
  /** By the core's wall clock, ms since the Unix epoch; null while that is not known. */
  readonly nowEpochMs: number | null;
}

export function trayMenu(
  content: MenuContent,
  onClick: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const { core, desktop, language, version } = content;
  const say = text(language);
  const keys = core?.settings.hotkeys;
  const first = firstServer(core);
  const entry = (
    id: MenuAction,
    label: string,
    more: MenuItemConstructorOptions & { readonly keys?: string | undefined } = {},
  ): MenuItemConstructorOptions => {
    const { keys: accelerator, ...rest } = more;
    return {
      id,
      label,
      // Shown, and registered elsewhere.
      ...(accelerator && { accelerator, registerAccelerator: false }),
      ...rest,
      click: () => onClick(id),
    };
  };
  const servers = inOrder(core?.servers.values() ?? []);
  return [
    ...nextEvents(content).map((label) => ({ label, enabled: false })),
    entry('palette', say.palette, { keys: keys?.palette }),
    entry('overlay', desktop.isOverlayShown ? say.hide : say.show, { keys: keys?.overlay }),
    entry('move', desktop.isMoving ? say.moved : say.move, { keys: keys?.move }),
    { type: 'separator' },
    entry('sync', first ? say.sync(first.name) : say.syncNone, { keys: keys?.sync, enabled: first !== null }),
    entry('next-server', say.next, { keys: keys?.nextServer, enabled: servers.length > 1 }),
    {
      id: 'servers',
      label: say.servers,
      enabled: servers.length > 0,
      submenu: servers.map(({ id, name }) =>
        entry(`server-${id}`, name, { type: 'radio', checked: id === first?.id }),
      ),
    },
    { type: 'separator' },
    entry('schedule', say.schedule),
    entry('practice', say.practice),
    entry('settings', say.settings),
    ...(core?.localClock?.isOff ? [entry('set-clock', say.setClock)] : []),
    entry('opens-at-login', say.login, { type: 'checkbox', checked: desktop.preferences.opensAtLogin }),
    { type: 'separator' },
    ...updateEntry(desktop, language, entry),
    { label: say.version(version), enabled: false },
    entry('quit', say.quit),
  ];
}

function updateEntry(
  { update }: DesktopState,
  language: Language,
  entry: (id: MenuAction, label: string, more?: MenuItemConstructorOptions) => MenuItemConstructorOptions,
): MenuItemConstructorOptions[] {
  const say = text(language);
  if (update.is !== 'ready') return [];
  return update.waitsFor === null
    ? [entry('install-update', say.update(update.version))]
    : [entry('install-update', say.updateWaits(update.version, update.waitsFor), { enabled: false })];
}

/** The next one, and how long that is. */
function nextEvents({ core, nowEpochMs, language }: MenuContent): string[] {
  if (!core || nowEpochMs === null) return [];
  const due = [...core.events.values()]
    .flatMap(({ name, dueEpochMs }) => (dueEpochMs === null ? [] : [{ name, inMs: dueEpochMs - nowEpochMs }]))
    .filter(({ inMs }) => inMs > 0)
    .sort((one, other) => one.inMs - other.inMs);
  return due.slice(0, 1).map(({ name, inMs }) => text(language).event(name, Math.ceil(inMs / 60_000)));
}

const text = words(
  {
    event: (name: string, minutes: number) => `${name} · in ${span(minutes, 'h', 'min')}`,
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
    event: (name, minutes) => `${name} · ${span(minutes, '시간', '분')} 뒤`,
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

function span(minutes: number, hour: string, minute: string): string {
  const space = /^[a-z]/.test(hour) ? ' ' : '';
  const parts: [number, string][] = [
    [Math.floor(minutes / 60), hour],
    [minutes % 60, minute],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${space}${unit}`)
    .join(' ');
}
