type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>;

/** Which letter key was pressed: also where the keyboard is set to Hangul, whose letters are others on the same keys. */
export function letterOf({ key, code, ctrlKey, altKey, metaKey, isComposing }: Keys): string | null {
  if (ctrlKey || altKey || metaKey || isComposing) return null;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  // A Latin layout of another order has Latin keys, so it does not come here.
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : null;
}

/** Whether what has the focus takes keys for itself. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], dialog') !== null
  );
}
