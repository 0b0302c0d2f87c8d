/** The shell's own words, in Korean and English: beside what says them, as the pages' are. */
import type { Settings } from '../../api/protocol/settings.ts';

export type Language = 'en' | 'ko';

/** @param systemLocale as in ko-KR */
export function languageOf(setting: Settings['display']['language'], systemLocale: string): Language {
  if (setting !== 'auto') return setting;
  return /^ko\b/i.test(systemLocale) ? 'ko' : 'en';
}

/** The types let no word of the other language be missing. */
export function words<W extends object>(en: W, ko: NoInfer<W>): (language: Language) => W {
  return (language) => (language === 'ko' ? ko : en);
}
