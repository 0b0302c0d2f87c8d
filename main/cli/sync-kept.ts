/** A sync of a registered server, run by the core, so that it is kept and compared with earlier ones. */
import type { CoreMessage } from '../../api/protocol/messages.ts';
import type { SyncWish } from '../../api/protocol/endpoints.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { Failure } from '../failure.ts';
import type { Measurement } from '../sync/measurement.ts';
import { withCore, type CoreAccess } from './core-access.ts';
import { findServer } from './find-server.ts';
import type { Interruption } from './interruption.ts';
import { shown, type Show } from './measuring.ts';
import { tellOnStderr } from './output.ts';

/** What is asked of a sync, in the core's words. */
export type KeptWish = Omit<SyncWish, 'id'>;

/**
 * Does the work with the registered server that the word means; undefined when there is none. What hinders the look is told and
 * no more: any other server can be measured all the same.
 */
export async function withRegistered<T>(
  folder: string,
  word: string,
  work: (core: CoreAccess, server: ServerSummary) => Promise<T>,
): Promise<T | undefined> {
  const looked: { at?: ServerSummary | undefined } = {};
  try {
    return await withCore(folder, async (core) => {
      looked.at = findServer(await core.call('listServers', {}), word);
      return looked.at && work(core, looked.at);
    });
  } catch (error) {
    const isOfLooking = error instanceof Failure && error.code !== 'ambiguous-server' && !looked.at;
    if (!isOfLooking) throw error;
    tellOnStderr(error.message);
    return undefined;
  }
}

/** Shows how it goes as `measureShown` does; resolves with the estimate, whose `id` and `serverId` stand beside its figures. */
export function syncKept(
  core: CoreAccess,
  { id }: ServerSummary,
  wish: KeptWish,
  interruption: Interruption,
  json: boolean,
): Promise<Measurement> {
  return shown(
    (show) => ({
      result: follow(core, id, wish, show, json),
      cancel: () => void core.call('cancelSync', { id }).catch(() => undefined), // it has ended by itself
    }),
    interruption,
    json,
  );
}

type Ended = Extract<CoreMessage, { type: 'sync-ended' }>;

async function follow(
  core: CoreAccess,
  id: string,
  wish: KeptWish,
  show: Show,
  json: boolean,
): Promise<Measurement> {
  const ends = new Map<string, Ended>();
  const over = Promise.withResolvers<Ended>();
  let runId: string | undefined;
  const heed = (message: CoreMessage) => {
    if (!('serverId' in message) || message.serverId !== id) return;
    if (message.type === 'sync-progress') show(message.progress);
    else if (message.type === 'server-removed')
      over.reject(new Failure('server-removed', 'The server was removed while it was measured.'));
    else if (message.type === 'sync-ended') {
      ends.set(message.runId, message);
      if (message.runId === runId) over.resolve(message);
    }
  };
  over.promise.catch(() => undefined); // heard below, if it comes to that
  const stop = await core.listen(heed, (failure) => over.reject(failure));
  try {
    const started = await core.call('startSync', { id, ...wish });
    runId = started.runId;
    if (started.isJoined && !json)
      tellOnStderr('That server is being measured already, so this is that measurement.');
    const { failure } = ends.get(runId) ?? (await over.promise);
    if (failure) throw new Failure(failure.code, failure.message);
    const { history } = await core.call('showServer', { id, limit: 1 });
    const [estimate] = history.estimates as (Measurement | undefined)[];
    if (!estimate) throw new Error('A sync has succeeded, and there is no estimate of it.');
    return estimate;
  } finally {
    stop();
  }
}
