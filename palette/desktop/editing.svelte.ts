/** Whether something in the palette would be lost if it went away: the desktop app then lets it stay when it loses the focus. */
import { untrack } from 'svelte';

let held = $state(0);

/** Reactive. */
export const isEditing = (): boolean => held > 0;

/** As long as `when` (reactive) holds. To be called while a component is made; it ends with it. */
export function holdOpen(when: () => boolean): void {
  $effect(() => {
    if (!when()) return;
    untrack(() => (held += 1));
    return () => (held -= 1);
  });
}
