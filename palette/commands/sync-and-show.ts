/** Starts a sync, or joins the one that is under way, and shows it. */
import type { Input } from '../../api/client/client.ts';
import type { ViewProps } from '../views/view.ts';

export type SyncWish = Omit<Input<'startSync'>, 'id'>;

/** Enough to see a lagging Date change at a few different lags. */
export const WATCH_SECONDS = 60;

export async function syncAndShow(
  { core, go }: Pick<ViewProps, 'core' | 'go'>,
  id: string,
  wish: SyncWish = {},
): Promise<void> {
  await core.call('startSync', { id, ...wish });
  go({ view: 'progress', serverId: id });
}
