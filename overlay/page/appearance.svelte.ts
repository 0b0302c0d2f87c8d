/** Lets a page look and speak as the settings say. To be called once, while a component is made. */
import type { Settings } from '../../api/client/client.ts';
import type { PageCore } from './core.svelte.ts';
import { chooseLanguage, language } from './language.svelte.ts';

export function followSettings(core: () => PageCore): void {
  $effect.pre(() => chooseLanguage(core().state?.settings.display.language ?? 'auto'));
  $effect.pre(() => {
    document.documentElement.lang = language();
  });
  $effect.pre(() => {
    wear(document.documentElement, core().state?.settings.display.theme);
  });
}

/** theme.css reads it; without it, the computer's own. `root`: of the window's document. */
export function wear(root: HTMLElement, theme: Settings['display']['theme'] = 'auto'): void {
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
}
