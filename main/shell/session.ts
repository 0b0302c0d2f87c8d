/** What kind of system draws the windows here, for what they may do differs. Pure. */

/** `xwayland`: under Wayland, but drawn by way of X11. */
export type Session = 'windows' | 'macos' | 'x11' | 'xwayland' | 'wayland';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}

const SWITCH = '--ozone-platform=';

export const X11_SWITCH = '--ozone-platform=x11';

/**
 * Whether the app is to start anew by way of X11: native Wayland knows no window that floats above others, none that is placed, none that
 * lets clicks through. A menu's entry says so (main/packaging); a person who starts the file does not. Whoever names a platform has it.
 *
 * @param isThere whether there is such a file
 */
export function isBetterByX11(here: Surroundings, isThere: (path: string) => boolean): boolean {
  const { DISPLAY: display = '' } = here.env;
  const local = /^(?:unix)?:(\d+)/.exec(display)?.[1];
  // One that was left behind in a variable is no display.
  const hasDisplay = local === undefined ? display !== '' : isThere(`/tmp/.X11-unix/X${local}`);
  const isNamed = here.argv.some((word) => word.startsWith('--ozone-platform'));
  return hasDisplay && !isNamed && sessionOf(here) === 'wayland';
}

/**
 * As Chromium chooses (ui/linux/display_server_utils.cc): its switch wins; else the display that is there; where both are, what the session
 * calls itself. Since Electron 38 no variable of Electron's own has a say.
 */
export function sessionOf({ platform, env, argv }: Surroundings): Session {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'macos';
  const isNamed = env.XDG_SESSION_TYPE === 'wayland';
  const hasWayland = Boolean(env.WAYLAND_DISPLAY) || Boolean(env.WAYLAND_SOCKET);
  const hasX11 = Boolean(env.DISPLAY);
  const chosen = argv.findLast((word) => word.startsWith(SWITCH))?.slice(SWITCH.length);
  const isDrawnByWayland =
    chosen === undefined ? (hasWayland === hasX11 ? isNamed : hasWayland) : chosen === 'wayland';
  if (isDrawnByWayland) return 'wayland';
  return isNamed || hasWayland ? 'xwayland' : 'x11';
}
