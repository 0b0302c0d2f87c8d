/** The overlay's first row shows the next server. */
import type { PageCore } from '../../overlay/page/core.svelte.ts';
import { withNextFirst } from '../../overlay/page/shown-servers.ts';

export async function nextServer({
  state,
  servers,
  call,
}: Pick<PageCore, 'state' | 'servers' | 'call'>): Promise<void> {
  if (!state || servers.length === 0) return;
  const serverIds = withNextFirst(servers, state.settings.display.serverIds);
  await call('changeSettings', { display: { serverIds } });
}
