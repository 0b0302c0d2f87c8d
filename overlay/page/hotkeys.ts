/** Hotkeys as Electron writes them (CommandOrControl+Shift+S), against what a keyboard tells a page. */

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

const isThisMac = (): boolean => /Mac/.test(navigator.platform);

/** Keys by their place on the keyboard: what they write changes with Shift, and with the language. */
const BY_PLACE: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  NumpadAdd: 'Plus',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
};

/** Whether the event is this hotkey; an empty one is never pressed. */
export function matches(event: Keys, keys: string, isMac = isThisMac()): boolean {
  const recordedKeys = recorded(event, isMac);
  return recordedKeys !== null && keys !== '' && recordedKeys === usual(keys, isMac);
}

/** The hotkey that was pressed; null for one that cannot be a hotkey: a bare key, a modifier alone, a key without a name. */
export function recorded(event: Keys, isMac = isThisMac()): string | null {
  const key = keyOf(event);
  const modifiers = [
    (isMac ? event.metaKey : event.ctrlKey) && 'CommandOrControl',
    isMac && event.ctrlKey && 'Control',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    !isMac && event.metaKey && 'Super',
  ].filter((name) => name !== false);
  return key === null || modifiers.length === 0 ? null : [...modifiers, key].join('+');
}

/** The bare key that was pressed, as in `M`; null when a modifier is held, or it has no name. */
export function bareKey(event: Keys): string | null {
  return event.ctrlKey || event.altKey || event.shiftKey || event.metaKey ? null : keyOf(event);
}

function keyOf({ key, code }: Keys): string | null {
  // A letter as it is written, wherever it lies; while Hangul is typed, or Option is held, only its place tells which.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^F\d{1,2}$/.test(code)) return code;
  return (
    /^(?:Key([A-Z])|Digit(\d))$/.exec(code)?.slice(1).find(Boolean) ??
    (Object.hasOwn(BY_PLACE, code) ? BY_PLACE[code] : null)
  );
}

/** The same hotkey, as `recorded` writes it. */
function usual(keys: string, isMac: boolean): string {
  const parts = keys.split('+');
  const key = parts.pop();
  const held = new Set(
    parts.map((name) => (name === (isMac ? 'Super' : 'Control') ? 'CommandOrControl' : name)),
  );
  return [
    ...['CommandOrControl', 'Control', 'Alt', 'Shift', 'Super'].filter((name) => held.has(name)),
    key,
  ].join('+');
}

/** What stands on its keys, in turn; nothing for an empty one. */
export function capsOf(keys: string, isMac = isThisMac()): string[] {
  const names: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘', Space: '␣' }
    : { CommandOrControl: 'Ctrl', Control: 'Ctrl', Super: 'Win' };
  return keys === '' ? [] : keys.split('+').map((key) => names[key] ?? key);
}

/** In one word: Ctrl+Shift+Space. */
export function spelled(keys: string, isMac = isThisMac()): string {
  return capsOf(keys, isMac).join(isMac ? '' : '+');
}
