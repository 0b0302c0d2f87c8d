/** Puts together what the core is made of: servers, syncs, standard time, events. */
import { currentAxis } from '../clock/axis.ts';
import type { PreciseTimer } from '../clock/precise-timer.ts';
import { Failure } from '../failure.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { EventClock } from '../events/event-clock.ts';
import type { Outlet } from '../events/moment.ts';
import { Scheduler } from '../events/scheduler.ts';
import { StandardTime } from '../keeping/standard-time.ts';
import type { ReferenceTime } from '../sources/reference/reference-time.ts';
import type { KeptSettings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { StatedReference } from '../sync/reference-now.ts';
import { Poller } from '../sync/poller.ts';
import { clockByReading, clockByStandard, clockByWall } from './event-clock.ts';
import { Events } from './events.ts';
import type { Hub } from './hub.ts';
import { LocalClockCheck } from './local-clock-check.ts';
import { newId } from './new-id.ts';
import { Plugins } from './plugins.ts';
import { Practice } from './practice.ts';
import { Presses } from './presses.ts';
import { Rehearsals } from './rehearsals.ts';
import { removeServer, type RemovalParts } from './removal.ts';
import { Servers } from './servers.ts';
import { Syncs } from './syncs.ts';
import { WebhookTests } from './webhook-tests.ts';

export interface AssemblyOptions {
  readonly folder: string;
  readonly settings: KeptSettings;
  readonly store: Store;
  readonly hub: Hub;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Wall minus monotonic clock, ms, at no cost. */
  readonly anchorMs: () => number;
  readonly timer: Omit<PreciseTimer, 'connect'>;
  readonly outlet: () => Outlet;
  /** Null while nothing is served. */
  readonly bridge: () => Bridge | null;
  readonly tell: (sentence: string) => void;
}

export interface Assembly {
  readonly servers: Servers;
  readonly syncs: Syncs;
  readonly standard: StandardTime;
  readonly localClock: LocalClockCheck;
  readonly scheduler: Scheduler;
  readonly events: Events;
  readonly poller: Poller;
  readonly settings: KeptSettings;
  readonly practice: Practice;
  readonly presses: Presses;
  readonly webhookTests: WebhookTests;
  readonly plugins: Plugins;
  /** Takes a server out, with all that hangs on it. */
  readonly removeServer: (id: string) => void;
  readonly now: () => number;
  readonly anchorMs: () => number;
  readonly axis: () => string;
  /** Why the core is not as it should be, one sentence each. */
  readonly reasons: () => readonly string[];
}

export function assemble(options: AssemblyOptions): Assembly {
  const { folder, settings, store, hub, now, anchorMs, timer, outlet, bridge, tell } = options;
  const axis = currentAxis;

  const servers = new Servers({
    store,
    now,
    anchorMs,
    axis,
    hub,
    healthThreshold: () => settings.values().healthThreshold,
  });
  const localClockCheck = new LocalClockCheck(hub, () => settings.values().localClockThresholdMs, anchorMs);
  const known = store.references.latest();
  const latest = known && { ...known, reference: known.reference as ReferenceTime };
  const standard = new StandardTime({
    now,
    axis,
    settings: () => settings.values().reference,
    onMeasured: (measured) => keepStandard(measured),
    onFailed: () => scheduler.recompute(),
    latest,
  });
  if (latest?.axis === axis()) localClockCheck.seed(latest.reference, latest.anchorMs);

  const scheduler = new Scheduler({
    journal: store.journal,
    clock: { now, anchor: anchorMs },
    axis,
    timer,
    outlet: { prepare: (moment) => outlet().prepare(moment), withdraw: (id) => outlet().withdraw(id) },
    clockOf,
    nameOf: (serverId) => (servers.has(serverId) ? servers.get(serverId).record.name : serverId),
    say: hub.say,
    newId,
    checkClocks: () => servers.keepOnly(axis()),
  });
  const poller = new Poller(Math.random);
  const syncs = new Syncs({
    store,
    servers,
    hub,
    settings: () => settings.values(),
    reference: () => standard.settings(),
    axis,
    now,
    onStandard: (measured) => standard.take(measured),
    onReading: (serverId) => scheduler.recompute(serverId),
    onEnded: (serverId, how) => poller.ended(serverId, how, now()),
    compareAt(at, shiftMs, accuracyMs, measuredOn) {
      const standardThen = measuredOn === axis() ? standard.at(at) : null;
      return (
        standardThen && {
          aheadMs: shiftMs - standardThen.shiftMs,
          accuracyMs: Math.hypot(accuracyMs, standardThen.accuracyMs),
        }
      );
    },
  });
  const plugins = new Plugins({ folder, bridge, hub, scheduler, tell });
  const events = new Events({ servers, scheduler, settings, attempts: store.attempts, plugins, tell });

  const rehearsals = new Rehearsals({ folder, has: (serverId) => servers.has(serverId), tell });
  const practice: Practice = new Practice({
    folder,
    servers,
    syncs,
    remove: (id) => removeServer(id, removal),
    onStarted: (server) => void presses.warmUp(server),
    now,
    tell,
  });
  const presses = new Presses({ servers, practice, rehearsals, hub, now, anchorMs });
  const webhookTests = new WebhookTests({ servers, settings, clockOf, now, anchorMs });
  const removal: RemovalParts = {
    ...{ servers, scheduler, syncs, poller, settings, hub },
    ...{ presses, rehearsals, practice },
  };

  function keepStandard({ reference, anchorMs: statedMs, axis: measuredOn }: StatedReference): void {
    const { measuredAtEpochMs } = reference;
    const at = measuredAtEpochMs - statedMs;
    localClockCheck.take(reference, statedMs);
    servers.carryOver({ ...reference, anchorMs: statedMs, at, axis: measuredOn });
    scheduler.recompute();
    try {
      store.references.add({ measuredAtEpochMs, reference, anchorMs: statedMs, axis: measuredOn, at });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      hub.alert(error.code, error.message); // what is known is known, written down or not
    }
  }

  function clockOf(serverId: string): EventClock {
    const kept = servers.has(serverId) ? servers.get(serverId).kept : null;
    if (kept?.reading && kept.believed) return clockByReading(kept.reading, kept.believed.measurement);
    const atNow = standard.at(now());
    if (atNow) return clockByStandard(atNow.shiftMs, (at) => standard.at(at)?.accuracyMs ?? null);
    // What the server was ahead of this computer's clock before that was lost is likelier than nothing.
    const aheadMs = kept?.believed?.measurement.offsetMs ?? 0;
    return clockByWall(anchorMs() + aheadMs, standard.isAwaited());
  }

  const reasons = () => [
    ...(store.recovery?.sentences ?? []),
    ...(standard.failure ? [`Standard time could not be measured. ${standard.failure.message}`] : []),
  ];
  return {
    servers,
    syncs,
    standard,
    localClock: localClockCheck,
    scheduler,
    events,
    poller,
    settings,
    practice,
    presses,
    webhookTests,
    plugins,
    removeServer: (id) => removeServer(id, removal),
    now,
    anchorMs,
    axis,
    reasons,
  };
}
