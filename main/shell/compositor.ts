/** Whether something here is likely to draw transparent windows. Pure: Electron does not tell. */
import type { Session } from './session.ts';

/** Window managers, and desktops around them, that bring no compositor of their own; some people start one beside them. */
const BARE = new Set([
  'awesome',
  'blackbox',
  'bspwm',
  'cwm',
  'dwm',
  'evilwm',
  'fluxbox',
  'fvwm',
  'fvwm3',
  'herbstluftwm',
  'i3',
  'icewm',
  'jwm',
  'leftwm',
  'lxde',
  'lxqt',
  'openbox',
  'pekwm',
  'qtile',
  'ratpoison',
  'spectrwm',
  'stumpwm',
  'twm',
  'windowmaker',
  'xmonad',
]);

/** Windows, macOS and Wayland always do. On X11 it goes by what the session calls itself; without a name it is a bare one. */
export function isComposited(session: Session, env: Readonly<Record<string, string | undefined>>): boolean {
  if (session !== 'x11') return true;
  const names = [env.XDG_CURRENT_DESKTOP, env.XDG_SESSION_DESKTOP, env.DESKTOP_SESSION]
    // A list, a path, or a name with an addition: as in i3-with-shmlog.
    .flatMap((value) => value?.toLowerCase().split(/[^a-z0-9]+/) ?? [])
    .filter((name) => name !== '');
  return names.length > 0 && !names.some((name) => BARE.has(name));
}
