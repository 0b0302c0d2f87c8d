/** What a server's clock shows now; where nothing is known of it, the core's own. Null while neither is. */
import type { PageCore } from '../../../overlay/page/core.svelte.ts';

export function serverNow(core: Pick<PageCore, 'clock' | 'nowEpochMs'>, serverId: string): number | null {
  const known = serverId === '' ? null : core.clock(serverId).read();
  return known?.epochMs ?? core.nowEpochMs();
}
