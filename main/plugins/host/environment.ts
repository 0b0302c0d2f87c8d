/**
 * What a plugin gets of the environment: what any program needs to start. Everything else may be somebody's secret. The host itself has
 * no more, for a process can read its parent's.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

const ANYWHERE = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP'];
const ON_WINDOWS = ['SystemRoot', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'];
/** Where systemd listens for this person; for the host alone. */
export const WAY_TO_SYSTEMD = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];

export const plainEnvironment = (all: Environment, platform: NodeJS.Platform): Record<string, string> =>
  only(all, platform === 'win32' ? [...ANYWHERE, ...ON_WINDOWS] : ANYWHERE);

export function only(all: Environment, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = all[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
