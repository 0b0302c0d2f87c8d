/** Adds a server and shows how it is measured; one that is there already is shown itself. */
import { ProblemError } from '../../api/client/client.ts';
import type { ViewProps } from '../views/view.ts';
import { syncAndShow } from './sync-and-show.ts';

/** Rejects with a ProblemError. */
export async function addAndShow(
  { core, go }: Pick<ViewProps, 'core' | 'go'>,
  url: string,
  name: string | null = null,
): Promise<void> {
  let id: string;
  try {
    ({ id } = await core.call('addServer', { url, ...(name !== null && { name }) }));
  } catch (error) {
    const existing = error instanceof ProblemError ? error.problem.existing : undefined;
    if (existing === undefined) throw error;
    go({ view: 'server', serverId: existing });
    return;
  }
  // The core measures a new one by itself; this joins that run.
  await syncAndShow({ core, go }, id);
}
