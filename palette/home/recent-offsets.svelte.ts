/** The last offsets of each server, for a glance; asked for once, and again when there is a new one. */
import { SvelteMap } from 'svelte/reactivity';
import type { PageCore } from '../../overlay/page/core.svelte.ts';

/** As many as a line of 96 pixels can tell apart. */
const LIMIT = 20;

export interface RecentOffsets {
  /** Reactive: ms, oldest first. Asks for them when they are not known. */
  of(serverId: string): readonly number[];
  close(): void;
}

export function recentOffsets(core: Pick<PageCore, 'call' | 'on'>): RecentOffsets {
  const known = new SvelteMap<string, readonly number[]>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  const asked = new Set<string>();
  const ask = async (id: string) => {
    asked.add(id);
    try {
      const { history } = await core.call('showServer', { id, limit: LIMIT });
      known.set(id, history.estimates.map(({ offsetMs }) => offsetMs).reverse());
    } catch {
      asked.delete(id); // removed meanwhile, or not reached: a line is missing, nothing else
    }
  };
  const stop = core.on('estimate', ({ serverId, estimate }) => {
    if (estimate && asked.has(serverId)) void ask(serverId);
  });
  return {
    of(serverId) {
      if (!asked.has(serverId)) void ask(serverId);
      return known.get(serverId) ?? [];
    },
    close: stop,
  };
}
