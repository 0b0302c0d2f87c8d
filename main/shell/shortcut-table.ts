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
    const keys = session === 'wayland' || seen.has(hotkeys[name]) ? '' : hotkeys[name];
    seen.add(keys);
    return [name, keys] as const;
  });
  return Object.fromEntries(entries) as Record<HotkeyName, string>;
}

export interface Difference {
  readonly release: readonly string[];
  readonly register: readonly { readonly name: HotkeyName; readonly keys: string }[];
}

/** @param registered keys that each name has now; null for one that another program has */
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
