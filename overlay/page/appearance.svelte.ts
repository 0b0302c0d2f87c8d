/** Lets a page look and speak as the settings say. To be called once, while a component is made. */
import type { PageCore } from './core.svelte.ts';
import { chooseLanguage, language } from './language.svelte.ts';

export function followSettings(core: () => PageCore): void {
  $effect.pre(() => chooseLanguage(core().state?.settings.display.language ?? 'auto'));
  $effect.pre(() => {
    document.documentElement.lang = language();
  });
  $effect.pre(() => {
    const theme = core().state?.settings.display.theme ?? 'auto';
    // theme.css reads it; without it, the computer's own.
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}
