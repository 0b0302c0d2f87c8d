/** What of the settings hangs together, and on the servers there are: refused in one sentence when it does not. */
import type { Settings, SettingsChanges } from '../../api/protocol/settings.ts';
import { given } from './given.ts';
import { hotkeyTwice, noServer, serverShownTwice } from './problems.ts';

/** Throws a ProblemError. */
export function checkShown({ display }: SettingsChanges, has: (serverId: string) => boolean): void {
  const ids = display?.serverIds ?? [];
  ids.forEach((id, index) => {
    if (!has(id)) throw noServer(id);
    if (ids.indexOf(id) !== index) throw serverShownTwice(id);
  });
}

/** Throws a ProblemError when two would then be the same. */
export function checkHotkeys({ hotkeys }: SettingsChanges, held: Settings['hotkeys']): void {
  if (!hotkeys) return;
  const taken = new Map<string, string>();
  for (const [what, key] of Object.entries({ ...held, ...given(hotkeys) })) {
    if (key === '') continue;
    const other = taken.get(spelt(key));
    if (other !== undefined) throw hotkeyTwice(key, other, what);
    taken.set(spelt(key), what);
  }
}

/** One spelling of Shift+Control+S and Control+Shift+S, and of what Electron takes for either key. */
function spelt(hotkey: string): string {
  const either = process.platform === 'darwin' ? 'Super' : 'Control';
  const plus = hotkey.lastIndexOf('+');
  const modifiers = hotkey.slice(0, plus).replaceAll('CommandOrControl', either).split('+');
  return [...new Set(modifiers)].sort().join('+') + hotkey.slice(plus);
}
