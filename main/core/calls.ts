/** What can be asked of the core, endpoint by endpoint; the input has been validated. */
import { cpus } from 'node:os';
import manifest from '../../package.json' with { type: 'json' };
import type { ValidInput } from '../../api/protocol/endpoints.ts';
import type { CoreHealth } from '../../api/protocol/health.ts';
import type { State } from '../../api/protocol/messages.ts';
import { readAt } from '../../api/protocol/reading.ts';
import type { OffsetNow } from '../../api/protocol/server.ts';
import { PROTOCOL_VERSION } from '../../api/protocol/version.ts';
import type { SettingsChanges } from '../../api/protocol/settings.ts';
import type { Caller, CoreEndpoint, CoreOutput } from '../../api/server/core.ts';
import type { Scheduler } from '../events/scheduler.ts';
import { parseTarget } from '../sources/http-date/target.ts';
import { parseTimeServer } from '../sources/sntp/time-server.ts';
import type { StandardTime } from '../keeping/standard-time.ts';
import type { KeptSettings } from '../store/settings.ts';
import type { Events } from './events.ts';
import { checkHotkeys, checkShown } from './display.ts';
import type { Hub } from './hub.ts';
import type { LocalClockCheck } from './local-clock-check.ts';
import type { Plugins } from './plugins.ts';
import type { Practice } from './practice.ts';
import type { Presses } from './presses.ts';
import { asProblem, noReading } from './problems.ts';
import type { Servers } from './servers.ts';
import type { Syncs } from './syncs.ts';
import type { WebhookTests } from './webhook-tests.ts';

export interface Parts {
  readonly servers: Servers;
  readonly syncs: Syncs;
  readonly events: Events;
  readonly scheduler: Scheduler;
  readonly settings: KeptSettings;
  readonly standard: StandardTime;
  readonly practice: Practice;
  readonly presses: Presses;
  readonly webhookTests: WebhookTests;
  readonly plugins: Plugins;
  readonly removeServer: (id: string) => void;
  readonly localClock: LocalClockCheck;
  readonly hub: Hub;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Wall minus monotonic clock, ms. */
  readonly anchorMs: () => number;
  /** Why the core is not as it should be, one sentence each. */
  readonly reasons: () => readonly string[];
  readonly startedAt: number;
}

type Calls = {
  readonly [N in CoreEndpoint]: (
    input: ValidInput<N>,
    caller: Caller,
  ) => CoreOutput<N> | Promise<CoreOutput<N>>;
};

export class CoreCalls {
  private readonly parts: Parts;
  private readonly calls: Calls;

  constructor(parts: Parts) {
    this.parts = parts;
    const { servers, syncs, events, scheduler, settings, standard, hub } = parts;
    const { practice, presses, webhookTests, plugins } = parts;
    this.calls = {
      listServers: () => servers.all().map((server) => servers.summary(server)),
      addServer: (input, { isPerson }) => servers.summary(servers.add(input, isPerson)),
      showServer: ({ id, before, limit }) => servers.detail(servers.get(id), before, limit),
      updateServer: ({ id, ...changes }) => servers.summary(servers.update(id, changes)),
      removeServer: ({ id }) => {
        parts.removeServer(id);
      },
      startSync: ({ id, ...wish }) => syncs.start(servers.get(id), wish),
      cancelSync: ({ id }) => {
        servers.get(id);
        syncs.cancel(id);
      },
      readOffset: ({ id }) => this.offset(id),
      startPractice: ({ opensInMs }) => practice.start(opensInMs),
      stopPractice: async () => {
        await practice.stop();
        return undefined;
      },
      press: (input) => presses.press(input),
      listRehearsals: ({ id }) => presses.list(id),
      clearRehearsals: ({ id }) => {
        presses.clear(id);
      },
      listEvents: () => scheduler.list(),
      addEvent: (input, caller) => events.add(input, caller),
      showEvent: ({ id }) => events.detail(id),
      removeEvent: ({ id }) => {
        scheduler.remove(id);
      },
      testWebhook: (input, caller) => webhookTests.call(input, caller),
      listPlugins: () => plugins.list(),
      enablePlugin: (consent) => plugins.enable(consent),
      disablePlugin: ({ id }) => plugins.disable(id),
      readPluginLog: ({ id, lines }) => plugins.log(id, lines),
      readSettings: () => settings.values(),
      changeSettings: (changes) => {
        checkReference(changes);
        checkShown(changes, (id) => servers.has(id));
        checkHotkeys(changes, settings.values().hotkeys);
        const values = settings.change(changes);
        if (changes.reference) standard.settingsChanged();
        hub.say({ type: 'settings', settings: values });
        return values;
      },
      readHealth: () => this.health(),
    };
  }

  /** Rejects with a ProblemError when it cannot be done. What needs nobody else is done when this returns. */
  async call<N extends CoreEndpoint>(name: N, input: ValidInput<N>, caller: Caller): Promise<CoreOutput<N>> {
    try {
      return await this.calls[name](input, caller);
    } catch (error) {
      throw asProblem(error);
    }
  }

  state(): State {
    const { servers, scheduler, settings, localClock } = this.parts;
    return {
      servers: servers.all().map((server) => servers.summary(server)),
      events: scheduler.list(),
      settings: settings.values(),
      localClock: localClock.state(),
    };
  }

  private offset(id: string): OffsetNow {
    const { servers, now, anchorMs } = this.parts;
    const { kept, record, note } = servers.get(id);
    if (!kept.reading) throw noReading(record.name, note?.message ?? null);
    const at = now();
    const { serverEpochMs, precisionMs, accuracyMs, ageMs } = readAt(kept.reading, at);
    const { skewPpm, source, carriedBy } = kept.reading;
    const offsetMs = serverEpochMs - (at + anchorMs());
    return { offsetMs, precisionMs, accuracyMs, ageMs, skewPpm, source, carriedBy, serverEpochMs };
  }

  private health(): CoreHealth {
    const { servers, syncs, scheduler, plugins, localClock, now, anchorMs, reasons, startedAt } = this.parts;
    const state = localClock.state();
    const why = [...reasons(), ...plugins.reasons()];
    const nextAt = scheduler.nextDueAt();
    return {
      status: why.length > 0 ? 'degraded' : 'ok',
      reasons: why,
      version: manifest.version,
      protocol: PROTOCOL_VERSION,
      startedEpochMs: startedAt + anchorMs(),
      servers: servers.all().length,
      syncing: syncs.size,
      events: {
        scheduled: scheduler.list().filter((event) => event.state === 'scheduled').length,
        nextDueEpochMs: nextAt === null ? null : nextAt + anchorMs(),
      },
      plugins: plugins.health(),
      localClock: state && { ...state.reference, isOff: state.isOff },
      system: {
        platform: process.platform,
        arch: process.arch,
        node: process.version,
        cpus: cpus().length,
        residentBytes: process.memoryUsage.rss(),
        uptimeS: (now() - startedAt) / 1000,
      },
    };
  }
}

/** Throws a Failure when an address in it is none. */
function checkReference({ reference }: SettingsChanges): void {
  for (const host of reference?.ntpHosts ?? []) parseTimeServer(host);
  if (reference?.referenceSite !== undefined) parseTarget(reference.referenceSite);
}
