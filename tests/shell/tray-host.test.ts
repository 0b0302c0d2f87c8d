import { describe, expect, test } from 'vitest';
import { answerOf, askForHost, showsTray } from '../../main/shell/tray-host.ts';

describe('an icon is shown', () => {
  test.each([
    ['windows', undefined, null, true],
    ['macos', undefined, null, true],
    ['x11', 'KDE', true, true],
    ['x11', 'ubuntu:GNOME', true, true],
    ['x11', 'GNOME', false, false],
    ['x11', 'i3', false, true],
    ['x11', undefined, false, true],
    ['xwayland', 'KDE', true, true],
    ['xwayland', 'GNOME', false, false],
    ['xwayland', 'sway', false, false],
    ['wayland', 'GNOME', true, true],
    ['wayland', 'GNOME', false, false],
    // Where nobody could be asked, nothing is told to be missing.
    ['x11', 'GNOME', null, true],
    ['xwayland', 'GNOME', null, true],
    ['wayland', undefined, null, true],
  ] as const)(
    'on %s, %s, where a host is registered (%s): %s',
    (session, desktop, isRegistered, expected) => {
      expect(showsTray(session, { XDG_CURRENT_DESKTOP: desktop }, isRegistered)).toBe(expected);
    },
  );
});

describe('gdbus', () => {
  test.each([
    ['says that there is a host', '(<true>,)\n', '', true],
    ['says that there is none', '(<false>,)\n', '', false],
    [
      'says that nobody collects icons',
      '',
      'Error: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable\n',
      false,
    ],
    ['finds no bus', '', 'Error connecting: Cannot autolaunch D-Bus without X11 $DISPLAY\n', null],
    ['is not there', '', '', null],
  ])('%s', (_, stdout, stderr, expected) => {
    expect(answerOf(stdout, stderr)).toBe(expected);
  });

  test('that is not installed, or finds no bus, is no answer', async () => {
    expect(await askForHost({}, 'ticketime-no-such-program')).toBeNull();
    expect(await askForHost({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })).toBeNull();
  });

  test('that does not answer is not waited for', async () => {
    const waiting = 'setInterval(() => {}, 1000); await new Promise(() => {});';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(waiting)}` };
    expect(await askForHost(env, process.execPath, 50)).toBeNull();
  });
});
