/** The core's health, asked for every two seconds as long as a person sees the page. To be called while a component is made. */
import type { Output } from '../../../api/client/client.ts';
import type { PageCore } from '../../../overlay/page/core.svelte.ts';
import { problemWords } from '../../../overlay/page/problem-words.svelte.ts';

export type Health = Output<'readHealth'>;

const EVERY_MS = 2000;

export interface WatchedHealth {
  /** Reactive. Null until it was told; as it was last while the core is not reached. */
  readonly health: Health | null;
  /** Reactive. One sentence; null when all is well. */
  readonly problem: string | null;
  /** Asks at once. */
  refresh(): Promise<void>;
}

export function watchHealth(core: () => PageCore): WatchedHealth {
  let health = $state.raw<Health | null>(null);
  let problem = $state<string | null>(null);
  const refresh = async () => {
    try {
      health = await core().call('readHealth');
      problem = null;
    } catch (error) {
      problem = problemWords(error);
    }
  };
  $effect(() => {
    if (core().reached.is !== 'open') return;
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  });
  return {
    get health() {
      return health;
    },
    get problem() {
      return problem;
    },
    refresh,
  };
}
