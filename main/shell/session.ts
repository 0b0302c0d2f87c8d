/** What kind of system draws the windows here, for what they may do differs. Pure. */

/** `xwayland`: under Wayland, but drawn by way of X11. */
export type Session = 'windows' | 'macos' | 'x11' | 'xwayland' | 'wayland';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}

/** Chromium's switch wins; without one it takes Wayland where the session is one, and X11 elsewhere. */
export function sessionOf({ platform, env, argv }: Surroundings): Session {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'macos';
  const isWayland = env.XDG_SESSION_TYPE === 'wayland' || Boolean(env.WAYLAND_DISPLAY);
  if (!isWayland) return 'x11';
  const chosen = argv.findLast((word) => word.startsWith('--ozone-platform='));
  if (chosen === undefined) return 'wayland';
  return chosen.endsWith('=x11') ? 'xwayland' : 'wayland';
}
