/** What of the core lives in the main thread: the folder that it holds, the store, and all that works on it. */
import type { Bridge } from '../bridge/bridge.ts';
import { recogniseAxis } from '../clock/axis.ts';
import { createKeptAnchor } from '../clock/kept-anchor.ts';
import { localClock } from '../clock/local-clock.ts';
import type { PreciseTimer } from '../clock/precise-timer.ts';
import type { Outlet } from '../events/moment.ts';
import { makeFolder } from '../store/data-folder.ts';
import { lockFolder } from '../store/instance-lock.ts';
import { openStore } from '../store/store.ts';
import { assemble } from './assembly.ts';
import { CoreCalls } from './calls.ts';
import type { Hub } from './hub.ts';
import { lateSettings } from './late-settings.ts';
import { Upkeep } from './upkeep.ts';

export interface InsideOptions {
  readonly folder: string;
  readonly tell: (sentence: string) => void;
  readonly hub: Hub;
  readonly timer: Omit<PreciseTimer, 'connect'>;
  /** Called once nobody else can have the folder. */
  readonly onHeld: () => void;
  /** Takes what is to be undone in the end, the last first. */
  readonly atClose: (closer: () => unknown) => void;
}

/** For one command: nobody is told of what is prepared, and nothing fires. */
const NOBODY: Outlet = { prepare: () => undefined, withdraw: () => undefined };

export interface Inside {
  /**
   * Lets events fire by way of the bridge, at once; without one, nothing is looked after by itself. Resolves when it can be asked
   * for something.
   */
  begin(bridge: Bridge | null): Promise<CoreCalls>;
}

/** Throws a Failure. */
export function openInside({ folder, tell, hub, timer, onHeld, atClose }: InsideOptions): Inside {
  makeFolder(folder);
  const lock = lockFolder(folder);
  atClose(() => lock.release());
  onHeld();
  const now = () => localClock.now();
  const startedAt = now();
  const anchorMs = createKeptAnchor();
  const store = openStore({ folder, nowEpochMs: () => now() + anchorMs(), tell });
  atClose(() => store.close());
  // What was kept names the axis; on the same one, it is still called that.
  for (const { id } of store.servers.list()) recogniseAxis(store.estimates.latest(id)?.axis ?? '');
  recogniseAxis(store.references.latest()?.axis ?? '');
  let outlet = NOBODY;
  let served: Bridge | null = null;
  const settings = lateSettings(folder, tell);
  const parts = assemble({
    ...{ folder, settings, store, hub, now, anchorMs, timer, tell },
    outlet: () => outlet,
    bridge: () => served,
  });
  atClose(() => parts.standard.close());
  atClose(() => parts.syncs.close());
  return {
    async begin(bridge) {
      served = bridge;
      if (bridge) {
        outlet = bridge.outlet;
        bridge.onAttempt((attempt) => parts.events.keepAttempt(attempt));
      }
      parts.scheduler.start();
      atClose(() => parts.scheduler.close());
      await settings.open();
      parts.practice.removeLeftOver();
      atClose(() => parts.practice.close());
      atClose(() => parts.presses.close());
      atClose(() => parts.webhookTests.close());
      if (bridge) {
        const upkeep = new Upkeep({ ...parts, store, hub, tell, watch: localClock.watch() });
        atClose(() => upkeep.close());
        // The first to go: nothing fires any more, and what the bridge still says is kept.
        atClose(() => bridge.close());
        // While the bridge is there still, for what they have to say in the end.
        atClose(() => parts.plugins.close());
        atClose(() => parts.scheduler.close());
        // Nobody waits for them: what waits for the core comes first.
        setImmediate(() => void parts.plugins.startEnabled());
      }
      return new CoreCalls({ ...parts, hub, startedAt });
    },
  };
}
