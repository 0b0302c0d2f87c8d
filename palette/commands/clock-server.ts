/** The server whose clock the overlay shows first: what a command means by "the server". */
import type { ServerSummary } from '../../api/client/client.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';
import { shownServers } from '../../overlay/page/shown-servers.ts';

export function clockServer({ state, servers }: Pick<PageCore, 'state' | 'servers'>): ServerSummary | null {
  return shownServers(servers, state?.settings.display.serverIds ?? []).at(0) ?? null;
}
