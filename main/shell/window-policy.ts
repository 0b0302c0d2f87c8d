/** How each window is made on each system, and what has to be said of it again. Pure. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { Session } from './session.ts';

export type Level = 'floating' | 'screen-saver';

export interface WindowPolicy {
  readonly options: BrowserWindowConstructorOptions;
  /** Null where no window may be above all others. */
  readonly level: Level | null;
  readonly onAllWorkspaces: boolean;
  /** Clicks go through it. */
  readonly ignoresMouse: boolean;
  /** X11 forgets that clicks go through when the window changes (electron#52456). */
  readonly isForgetful: boolean;
  /** Other windows get above it in time: all of this is said again once in so many ms; null where they do not. */
  readonly reassertMs: number | null;
  /**
   * The window manager of X11 knows nothing of a window that takes no focus (ui/ozone/platform/x11/x11_window.cc). So it is above full
   * screens too, but nobody can drag it: while it is moved, another one stands for it.
   */
  readonly isUnmanaged: boolean;
}

/** Electron's checklist of twenty, as far as a page's preferences go. The preload's path is added by whoever makes the window. */
export const SECURE_WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  // The clock is drawn, and alarms sound, whether or not anybody looks.
  backgroundThrottling: false,
  autoplayPolicy: 'no-user-gesture-required',
} as const satisfies WebPreferences;

/** Seldom enough to cost nothing: the taskbar and full-screen programs climb above, and a new theme makes X11 forget. */
const REASSERT_MS = 5000;

/** Before a page has drawn anything: of the dark theme (overlay/page/theme.css), for a flash of white is worse than one of black. */
const GROUND = '#151821';

const HIDDEN_AT_FIRST = { show: false, webPreferences: SECURE_WEB_PREFERENCES } as const;

/** What floats: no frame, no shadow, no place in lists of windows. */
const FLOATING = {
  ...HIDDEN_AT_FIRST,
  frame: false,
  resizable: false,
  movable: true,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  focusable: false,
  skipTaskbar: true,
  hasShadow: false,
  alwaysOnTop: true,
  roundedCorners: false,
  title: 'Ticketime',
} as const satisfies BrowserWindowConstructorOptions;

const ground = (isOpaque: boolean) =>
  isOpaque
    ? { transparent: false, backgroundColor: GROUND }
    : { transparent: true, backgroundColor: '#00000000' };

/** @param isMoving a person drags it */
export function overlayPolicy(
  session: Session,
  { isOpaque, isMoving = false }: { isOpaque: boolean; isMoving?: boolean },
): WindowPolicy {
  // Wayland knows none of it: a small ordinary window that a person puts somewhere.
  if (session === 'wayland') {
    const options = {
      ...FLOATING,
      ...{ focusable: true, skipTaskbar: false, alwaysOnTop: false },
      ...{ minimizable: true, ...ground(true) },
    };
    return {
      options,
      level: null,
      onAllWorkspaces: false,
      ignoresMouse: false,
      isForgetful: false,
      reassertMs: null,
      isUnmanaged: false,
    };
  }
  const isX11 = session === 'x11' || session === 'xwayland';
  return {
    options: {
      ...FLOATING,
      ...ground(isOpaque),
      ...(session === 'macos' && { type: 'panel' }),
      ...(isX11 && { focusable: isMoving }),
    },
    level: 'screen-saver',
    onAllWorkspaces: true,
    ignoresMouse: !isMoving,
    isForgetful: isX11,
    reassertMs: session === 'macos' ? null : REASSERT_MS,
    isUnmanaged: isX11 && !isMoving,
  };
}

/**
 * Over the whole of a display; null where no window can be, or where it would be a black one.
 *
 * @param isOpaque the overlay has a ground of its own: on X11, for want of a compositor
 */
export function flashPolicy(session: Session, { isOpaque }: { isOpaque: boolean }): WindowPolicy | null {
  if (session === 'wayland' || (session === 'x11' && isOpaque)) return null;
  const policy = overlayPolicy(session, { isOpaque: false });
  // macOS keeps ordinary windows below the menu bar.
  return { ...policy, options: { ...policy.options, movable: false, enableLargerThanScreen: true } };
}

export function palettePolicy(session: Session): WindowPolicy {
  return {
    options: {
      ...HIDDEN_AT_FIRST,
      frame: false,
      resizable: false,
      minimizable: session === 'windows', // how the focus goes back to the program before
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: session !== 'wayland',
      alwaysOnTop: session !== 'wayland',
      title: 'Ticketime',
      backgroundColor: GROUND,
      width: PALETTE_SIZE.width,
      height: PALETTE_SIZE.height,
      // A panel takes the keyboard without making this the active program.
      ...(session === 'macos' && { type: 'panel' }),
    },
    level: session === 'wayland' ? null : 'floating',
    onAllWorkspaces: session !== 'wayland',
    ignoresMouse: false,
    isForgetful: false,
    reassertMs: null,
    isUnmanaged: false,
  };
}

/** DIP. */
export const PALETTE_SIZE = { width: 760, height: 620 } as const;
