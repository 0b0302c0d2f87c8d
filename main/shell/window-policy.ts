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
  /** Other windows get above it in time: its level is said again once in so many ms; null where they do not. */
  readonly reassertMs: number | null;
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

/** Seldom enough to cost nothing; the taskbar and some full-screen programs climb above. */
const REASSERT_MS = 5000;

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
  isOpaque ? { transparent: false } : { transparent: true, backgroundColor: '#00000000' };

export function overlayPolicy(session: Session, { isOpaque }: { isOpaque: boolean }): WindowPolicy {
  // Wayland knows none of it: a small ordinary window that a person puts somewhere.
  if (session === 'wayland') {
    const options = {
      ...FLOATING,
      ...{ focusable: true, skipTaskbar: false, alwaysOnTop: false },
      ...{ minimizable: true, transparent: false },
    };
    return {
      options,
      level: null,
      onAllWorkspaces: false,
      ignoresMouse: false,
      isForgetful: false,
      reassertMs: null,
    };
  }
  return {
    options: { ...FLOATING, ...ground(isOpaque), ...(session === 'macos' && { type: 'panel' }) },
    level: 'screen-saver',
    onAllWorkspaces: true,
    ignoresMouse: true,
    isForgetful: session === 'x11' || session === 'xwayland',
    reassertMs: session === 'windows' ? REASSERT_MS : null,
  };
}

/** Over the whole of a display; null where no window can be. */
export function flashPolicy(session: Session): WindowPolicy | null {
  if (session === 'wayland') return null;
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
  };
}

/** DIP. */
export const PALETTE_SIZE = { width: 760, height: 620 } as const;
