/** What the tray's icon tells, by shape and colour. Pure. */
import type { CoreState } from '../../api/client/state.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { inOrder, shownServers } from '../../overlay/page/shown-servers.ts';
import type { Session } from './session.ts';

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
