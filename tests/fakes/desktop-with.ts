import type { DesktopState } from '../../api/protocol/desktop.ts';

/** What the desktop app tells its pages when nothing is amiss, but for `parts`. */
export function desktopWith(parts: Partial<DesktopState> = {}): DesktopState {
  return {
    platform: 'linux',
    command: '/opt/Ticketime/ticketime',
    hotkeys: { palette: 'on', sync: 'on', overlay: 'on', move: 'on', nextServer: 'on' },
    isOverlayShown: true,
    isMoving: false,
    isOpaque: false,
    notes: [],
    preferences: { opensAtLogin: false, ground: 'auto', updates: true },
    update: { is: 'none' },
    ...parts,
  };
}
