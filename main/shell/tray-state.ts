/** What the tray's icon tells, by shape and colour, and in words. Pure. */
import type { CoreState } from '../../api/client/state.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { inOrder, shownServers } from '../../overlay/page/shown-servers.ts';
import type { Session } from './session.ts';
import { words, type Language } from './words.ts';

/** `none`: no server, or nothing is known; `busy`: the first sync is under way. */
export type TrayState = 'good' | 'fair' | 'poor' | 'none' | 'busy';

/** As the overlay's first row reckons it. */
export function trayState(server: ServerSummary | null): TrayState {
  if (!server) return 'none';
  const { reading, runId, health } = server;
  if (!reading) return runId === null ? 'none' : 'busy';
  if (reading.source !== 'date-header') return 'fair';
  return health?.needsSync ? 'poor' : 'good';
}

/** The one that the overlay shows first. */
export function firstServer(state: CoreState | null): ServerSummary | null {
  if (!state) return null;
  return shownServers(inOrder(state.servers.values()), state.settings.display.serverIds).at(0) ?? null;
}

/** In main/shell/tray-icons. macOS draws a template in the colour that its menu bar needs. */
export function trayImage(state: TrayState, session: Session, isDark: boolean): string {
  if (session === 'macos') return `tray-${state}Template.png`;
  return `tray-${state}-on-${isDark ? 'dark' : 'light'}.png`;
}

const text = words(
  {
    none: 'Ticketime: no server yet',
    unknown: (name: string) => `${name}: nothing is known of its clock yet`,
    busy: (name: string) => `${name}: being measured`,
    good: (name: string) => `${name}: good`,
    fair: (name: string) => `${name}: standard time stands in`,
    poor: (name: string) => `${name}: measure again`,
  },
  {
    none: 'Ticketime: 아직 서버가 없습니다',
    unknown: (name) => `${name}: 아직 측정값이 없습니다`,
    busy: (name) => `${name}: 측정 중`,
    good: (name) => `${name}: 정상`,
    fair: (name) => `${name}: 표준시로 대신합니다`,
    poor: (name) => `${name}: 다시 동기화가 필요합니다`,
  },
);

/** One line. */
export function trayTooltip(server: ServerSummary | null, language: Language): string {
  const say = text(language);
  if (!server) return say.none;
  const state = trayState(server);
  return say[state === 'none' ? 'unknown' : state](server.name);
}
