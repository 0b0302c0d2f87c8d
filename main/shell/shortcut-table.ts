/** Which hotkeys are to be registered, given those that are. Pure. */
import type { HotkeyName, HotkeyState } from '../../api/protocol/desktop.ts';
import type { Settings } from '../../api/protocol/settings.ts';
import type { Session } from './session.ts';

export const HOTKEY_NAMES = [
  'palette',
  'sync',
  'overlay',
  'move',
  'nextServer',
] as const satisfies HotkeyName[];

export type Wanted = Readonly<Record<HotkeyName, string>>;

/** What each name is to have; of two that would have the same keys, the first. Empty for none. */
export function wantedKeys(hotkeys: Settings['hotkeys'], session: Session): Wanted {
  const seen = new Set<string>();
  const entries = HOTKEY_NAMES.map((name) => {
    const pressed = pressedFor(hotkeys[name], session);
    const keys = session === 'wayland' || seen.has(pressed) ? '' : hotkeys[name];
    seen.add(pressed);
    return [name, keys] as const;
  });
  return Object.fromEntries(entries) as Record<HotkeyName, string>;
}

/** The keys as they are pressed, however they are written: one hotkey has several spellings. */
function pressedFor(keys: string, session: Session): string {
  const [command, superKey] = session === 'macos' ? ['Command', 'Command'] : ['Control', 'Super'];
  return keys
    .split('+')
    .map((key) => (key === 'CommandOrControl' ? command : key === 'Super' ? superKey : key))
    .sort()
    .join('+');
}

export interface Difference {
  readonly release: readonly string[];
  readonly register: readonly { readonly name: HotkeyName; readonly keys: string }[];
}

/** @param registered the keys that each name has now; one whose keys another program has is not among them */
export function difference(registered: ReadonlyMap<HotkeyName, string>, wanted: Wanted): Difference {
  const isKept = (name: HotkeyName) => registered.get(name) === wanted[name];
  return {
    release: [...registered].filter(([name]) => !isKept(name)).map(([, keys]) => keys),
    register: HOTKEY_NAMES.filter((name) => !isKept(name) && wanted[name] !== '').map((name) => ({
      name,
      keys: wanted[name],
    })),
  };
}

export function stateOf(
  name: HotkeyName,
  registered: ReadonlyMap<HotkeyName, string>,
  wanted: Wanted,
  session: Session,
): HotkeyState {
  if (session === 'wayland') return 'unavailable';
  if (wanted[name] === '') return 'off';
  return registered.get(name) === wanted[name] ? 'on' : 'taken';
}
