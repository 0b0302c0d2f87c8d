/** The settings, opened after all that a start has to wait for: what keeps them takes its time to load. */
import type { KeptSettings } from '../store/settings.ts';

export interface LateSettings extends KeptSettings {
  /** To be called before anything is asked of them. */
  open(): Promise<void>;
}

export function lateSettings(folder: string, tell: (sentence: string) => void): LateSettings {
  let kept: KeptSettings | undefined;
  let values: ReturnType<KeptSettings['values']> | undefined;
  const opened = () => {
    if (!kept) throw new Error('The settings are asked for before they are open.');
    return kept;
  };
  return {
    async open() {
      const { openSettings } = await import('../store/settings.ts');
      kept = openSettings(folder, tell);
    },
    trimMs: (host) => opened().trimMs(host),
    keepTrim: (host, trimMs) => opened().keepTrim(host, trimMs),
    // What is asked for at every turn is not read from the disk each time.
    values: () => (values ??= opened().values()),
    change: (changes) => (values = opened().change(changes)),
  };
}
