import { expect, test } from 'vitest';
import { isBetterByX11, sessionOf } from '../../main/shell/session.ts';

const GNOME = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' };
const PLASMA_X11 = { XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' };
/** A program that was started by one that keeps the names of displays, but not the session's. */
const UNNAMED = { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' };

test.each([
  ['win32', {}, [], 'windows'],
  ['darwin', {}, [], 'macos'],
  // Other systems' variables say nothing there.
  ['win32', GNOME, ['--ozone-platform=x11'], 'windows'],
  ['darwin', GNOME, [], 'macos'],
  ['linux', PLASMA_X11, [], 'x11'],
  ['linux', { DISPLAY: ':99' }, [], 'x11'],
  ['linux', {}, [], 'x11'],
  ['linux', { ...PLASMA_X11, WAYLAND_DISPLAY: '' }, [], 'x11'],
  ['linux', GNOME, [], 'wayland'],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, [], 'wayland'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-1' }, [], 'wayland'],
  ['linux', { WAYLAND_SOCKET: '7' }, [], 'wayland'],
  ['linux', UNNAMED, [], 'xwayland'],
  // The session is Wayland's, but this program was handed an X11 display alone, as by ssh -X.
  ['linux', { XDG_SESSION_TYPE: 'wayland', DISPLAY: 'localhost:10.0' }, [], 'xwayland'],
  ['linux', GNOME, ['--ozone-platform=x11'], 'xwayland'],
  ['linux', PLASMA_X11, ['--ozone-platform=x11'], 'x11'],
  ['linux', GNOME, ['--ozone-platform=wayland'], 'wayland'],
  ['linux', UNNAMED, ['--ozone-platform=wayland'], 'wayland'],
  // As Chromium reads its switches, the last one holds.
  ['linux', GNOME, ['--ozone-platform=x11', '--ozone-platform=wayland'], 'wayland'],
  ['linux', GNOME, ['--hidden', '--ozone-platform=wayland', '--ozone-platform=x11'], 'xwayland'],
  // What Electron heeded before version 38.
  ['linux', { ...GNOME, ELECTRON_OZONE_PLATFORM_HINT: 'x11' }, [], 'wayland'],
] as const)('%s with %j, started with %j, is %s', (platform, env, argv, session) => {
  expect(sessionOf({ platform, env, argv })).toBe(session);
});

test.each([
  ['a file that was opened in a session of Wayland', 'linux', GNOME, [], true],
  ['one that is to be given a link', 'linux', GNOME, ['ticketime://add?url=https://a.kr'], true],
  ['an entry of the menu, which says so already', 'linux', GNOME, ['--ozone-platform=x11'], false],
  ['a person who wants Wayland', 'linux', GNOME, ['--ozone-platform=wayland'], false],
  ['a session without XWayland', 'linux', { ...GNOME, DISPLAY: undefined }, [], false],
  ['a display that is there no more', 'linux', { ...GNOME, DISPLAY: ':7.0' }, [], false],
  ['a display of another computer', 'linux', { ...GNOME, DISPLAY: 'localhost:10.0' }, [], true],
  ['X11', 'linux', PLASMA_X11, [], false],
  ['macOS', 'darwin', GNOME, [], false],
] as const)('%s: it starts anew by way of X11, or not', (_name, platform, env, argv, expected) => {
  const isThere = (path: string) => path === '/tmp/.X11-unix/X0';
  expect(isBetterByX11({ platform, env, argv }, isThere)).toBe(expected);
});
