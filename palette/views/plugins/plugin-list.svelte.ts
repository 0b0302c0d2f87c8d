/** The plugins that there are, as the core tells of them. To be called while a component is made. */
import type { Plugin } from '../../../api/client/client.ts';
import type { PageCore } from '../../../overlay/page/core.svelte.ts';
import { problemWords } from '../../../overlay/page/problem-words.svelte.ts';

export interface WatchedPlugins {
  /** Reactive. Null until they were told; as they were last while the core is not reached. */
  readonly plugins: readonly Plugin[] | null;
  /** Reactive. One sentence; null when all is well. */
  readonly problem: string | null;
}

export function watchPlugins(core: () => PageCore): WatchedPlugins {
  let plugins = $state.raw<readonly Plugin[] | null>(null);
  let problem = $state<string | null>(null);
  async function load(): Promise<void> {
    try {
      plugins = await core().call('listPlugins');
      problem = null;
    } catch (error) {
      problem = problemWords(error);
    }
  }
  $effect(() => core().on('plugins', (message) => (plugins = message.plugins)));
  $effect(() => {
    if (core().reached.is === 'open') void load();
  });
  return {
    get plugins() {
      return plugins;
    },
    get problem() {
      return problem;
    },
  };
}
