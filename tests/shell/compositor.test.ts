import { expect, test } from 'vitest';
import { isComposited } from '../../main/shell/compositor.ts';

test.each([
  [{ XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, true],
  [{ XDG_CURRENT_DESKTOP: 'KDE' }, true],
  [{ XDG_CURRENT_DESKTOP: 'XFCE' }, true],
  [{ XDG_CURRENT_DESKTOP: 'X-Cinnamon' }, true],
  [{ DESKTOP_SESSION: 'mate' }, true],
  [{ XDG_CURRENT_DESKTOP: 'i3' }, false],
  [{ XDG_CURRENT_DESKTOP: 'i3-with-shmlog' }, false],
  [{ XDG_SESSION_DESKTOP: 'openbox' }, false],
  [{ DESKTOP_SESSION: 'Openbox' }, false],
  [{ DESKTOP_SESSION: '/usr/share/xsessions/dwm' }, false],
  [{ XDG_CURRENT_DESKTOP: 'bspwm:custom' }, false],
  [{ XDG_CURRENT_DESKTOP: 'none+xmonad' }, false],
  // Its window manager is openbox, without a compositor.
  [{ XDG_CURRENT_DESKTOP: 'LXDE' }, false],
  // Started by hand, or by a server for displays: nothing names a desktop.
  [{}, false],
  [{ XDG_CURRENT_DESKTOP: '' }, false],
])('an X11 session that calls itself %j draws transparent windows: %s', (env, expected) => {
  expect(isComposited('x11', env)).toBe(expected);
});

test.each(['windows', 'macos', 'wayland', 'xwayland'] as const)(
  'on %s there always is a compositor',
  (session) => {
    expect(isComposited(session, {})).toBe(true);
    expect(isComposited(session, { XDG_CURRENT_DESKTOP: 'i3' })).toBe(true);
  },
);
