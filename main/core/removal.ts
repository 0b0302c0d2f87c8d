/** Takes a server out, with all that hangs on it. */
import type { Scheduler } from '../events/scheduler.ts';
import type { KeptSettings } from '../store/settings.ts';
import type { Poller } from '../sync/poller.ts';
import type { Hub } from './hub.ts';
import type { Practice } from './practice.ts';
import type { Presses } from './presses.ts';
import type { Rehearsals } from './rehearsals.ts';
import type { Servers } from './servers.ts';
import type { Syncs } from './syncs.ts';

export interface RemovalParts {
  readonly servers: Servers;
  readonly scheduler: Scheduler;
  readonly syncs: Syncs;
  readonly poller: Poller;
  readonly settings: KeptSettings;
  readonly hub: Hub;
  readonly presses: Presses;
  readonly rehearsals: Rehearsals;
  readonly practice: Practice;
}

/** Each step can be taken again: what cannot be written leaves the server there to be removed later. Throws a ProblemError or a Failure. */
export function removeServer(id: string, parts: RemovalParts): void {
  const { servers, scheduler, syncs, poller, settings, hub, presses, rehearsals, practice } = parts;
  servers.get(id);
  scheduler.removeOfServer(id);
  rehearsals.clear(id);
  const { serverIds } = settings.values().display;
  if (serverIds.includes(id)) {
    const others = serverIds.filter((shown) => shown !== id);
    hub.say({ type: 'settings', settings: settings.change({ display: { serverIds: others } }) });
  }
  servers.remove(id);
  syncs.cancel(id);
  poller.forget(id);
  presses.left(id);
  practice.left(id);
}
