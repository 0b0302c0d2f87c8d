/** Which other hotkey has these keys already. Pure. */
import type { Settings } from '../../../api/client/client.ts';
import type { SettingKey } from './setting.ts';

/** Null when they are free; to have none is always free. */
export function takenBy({ hotkeys }: Settings, own: SettingKey, keys: string): SettingKey | null {
  if (keys === '') return null;
  const names = Object.keys(hotkeys) as (keyof Settings['hotkeys'])[];
  const other = names.find((name) => hotkeys[name] === keys && `hotkeys.${name}` !== own);
  return other === undefined ? null : `hotkeys.${other}`;
}
