/** Whether the overlay shows a server, which takes it in first, or out. */
import { MOST_SHOWN } from '../../api/protocol/settings-defaults.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';

const shownBy = ({ state }: Pick<PageCore, 'state'>) => state?.settings.display.serverIds ?? [];

/** Reactive. */
export function isInOverlay(core: Pick<PageCore, 'state'>, id: string): boolean {
  return shownBy(core).includes(id);
}

export function toggleInOverlay(core: Pick<PageCore, 'state' | 'call'>, id: string): Promise<unknown> {
  const others = shownBy(core).filter((other) => other !== id);
  const serverIds = isInOverlay(core, id) ? others : [id, ...others].slice(0, MOST_SHOWN);
  return core.call('changeSettings', { display: { serverIds } });
}
