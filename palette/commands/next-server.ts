/** The overlay's first row shows the next server. */
import type { PageCore } from '../../overlay/page/core.svelte.ts';
import { clockServer } from './clock-server.ts';

export async function nextServer(core: Pick<PageCore, 'state' | 'servers' | 'call'>): Promise<void> {
  const now = clockServer(core);
  if (!now || !core.state) return;
  const { servers } = core;
  const next = servers[(servers.findIndex(({ id }) => id === now.id) + 1) % servers.length];
  const others = core.state.settings.display.serverIds.slice(1).filter((id) => id !== next.id);
  await core.call('changeSettings', { display: { serverIds: [next.id, ...others] } });
}
