/**
 * Whether this session has a place for the tray's icon. Electron does not tell: where there is none, its Tray shows nothing. On Linux it is
 * a StatusNotifierItem where a host for those is registered; else, on X11, an icon of the older kind (XEmbed).
 */
import { execFile } from 'node:child_process';
import type { Session } from './session.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The same question that Chromium asks before it makes one (status_icon_linux_dbus.cc). */
const WATCHER = 'org.kde.StatusNotifierWatcher';
const QUESTION = [
  ...['call', '--session', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher'],
  ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, 'IsStatusNotifierHostRegistered'],
];
/** A bus answers within milliseconds, ms. */
const LIMIT_MS = 3000;

/** @param isRegistered a host for StatusNotifierItems; null where nobody could be asked */
export function showsTray(session: Session, env: Env, isRegistered: boolean | null): boolean {
  // What is not known is not told to be missing.
  if (session === 'windows' || session === 'macos' || isRegistered !== false) return true;
  // The panels of bare window managers take the older kind; GNOME has no place for either.
  return session === 'x11' && !/gnome/i.test(env['XDG_CURRENT_DESKTOP'] ?? '');
}

/** What gdbus printed; null when that is no answer, for it is not installed, or there is no bus. */
export function answerOf(stdout: string, stderr: string): boolean | null {
  if (/<true>/.test(stdout)) return true;
  if (/<false>/.test(stdout) || /\.ServiceUnknown\b/.test(stderr)) return false;
  return null;
}

/** Never rejects, and takes a few seconds at the most. */
export function askForHost(
  env: Env = process.env,
  program = 'gdbus',
  limitMs = LIMIT_MS,
): Promise<boolean | null> {
  return new Promise((resolve) => {
    const options = { env: { ...env, LC_ALL: 'C' }, timeout: limitMs };
    execFile(program, QUESTION, options, (_error, stdout, stderr) => resolve(answerOf(stdout, stderr)));
  });
}
