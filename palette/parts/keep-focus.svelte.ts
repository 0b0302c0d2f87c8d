import { tick } from 'svelte';

/**
 * When what has the focus goes away from within a box, the focus does not get lost: `to` has it. To be called while a component is made.
 *
 * @param watched reads what the parts of the box come and go by
 */
export function keepFocus(
  box: () => HTMLElement | undefined,
  to: () => HTMLElement | undefined,
  watched: () => unknown,
): void {
  $effect.pre(() => {
    watched();
    if (box()?.contains(document.activeElement) !== true) return;
    void tick().then(() => {
      if (document.activeElement === document.body) to()?.focus();
    });
  });
}
