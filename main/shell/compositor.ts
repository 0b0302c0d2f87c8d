/** Whether something here is likely to draw transparent windows. Pure: Electron does not tell. */
import type { Session } from './session.ts';

/** Window managers that bring no compositor of their own; some people start one beside them. */
const BARE = new Set([
  'awesome',
  'blackbox',
  'bspwm',
  'dwm',
  'fluxbox',
  'fvwm',
  'herbstluftwm',
  'i3',
  'icewm',
  'openbox',
  'qtile',
  'twm',
  'windowmaker',
  'xmonad',
]);

/** Windows, macOS and Wayland always do. On X11 it goes by what the session calls itself; without a name it is a bare one. */
export function isComposited(session: Session, env: Readonly<Record<string, string | undefined>>): boolean {
  if (session !== 'x11') return true;
  const names = [env.XDG_CURRENT_DESKTOP, env.XDG_SESSION_DESKTOP, env.DESKTOP_SESSION]
    .flatMap((value) => value?.split(':') ?? [])
    .map((name) => name.toLowerCase())
    .filter((name) => name !== '');
  return names.length > 0 && !names.some((name) => BARE.has(name));
}
