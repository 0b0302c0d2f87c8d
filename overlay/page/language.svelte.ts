/** In which language the page speaks: as the settings say, else the browser's own. Each component has its words beside it (`words`). */
export type Language = 'ko' | 'en';

let chosen = $state<'auto' | Language>('auto');

export function chooseLanguage(language: 'auto' | Language): void {
  chosen = language;
}

/** Reactive. */
export function language(): Language {
  if (chosen !== 'auto') return chosen;
  return /^ko\b/i.test(navigator.language) ? 'ko' : 'en';
}

/** The same words in the other language: the same names, and functions that take the same. */
type Alike<T> = {
  readonly [K in keyof T]: T[K] extends (...given: infer G) => string
    ? (...given: G) => string
    : T[K] extends string
      ? string
      : Alike<T[K]>;
};

/** Words of both languages; none can be missing. Returns what gives those of now (reactive). */
export function words<const T extends object>(en: T, ko: Alike<T>): () => Alike<T> {
  return () => (language() === 'ko' ? ko : (en as Alike<T>));
}
