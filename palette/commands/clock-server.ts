/** The server whose clock the overlay shows first: what a command means by "the server". */
import type { ServerSummary } from '../../api/client/client.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';

export function clockServer({ state, servers }: Pick<PageCore, 'state' | 'servers'>): ServerSummary | null {
  const ids = state?.settings.display.serverIds ?? [];
  const chosen = ids.map((id) => state?.servers.get(id)).find((server) => server !== undefined);
  return chosen ?? servers.at(0) ?? null;
}
