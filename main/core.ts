/**
 * The core: what keeps, schedules and serves. Knows no Electron; `ticketime serve` hosts it on plain Node, the desktop app in its main
 * process. It is put together here, and runs in the main thread; what must not wait for that has threads of its own: each sync, standard
 * time, the precise timer, and the bridge (HTTP, WebSocket, webhooks).
 */
import manifest from '../package.json' with { type: 'json' };
import type { Core } from '../api/server/core.ts';
import { startBridge } from './bridge/bridge.ts';
import { createKeptAnchor } from './clock/kept-anchor.ts';
import { localClock } from './clock/local-clock.ts';
import { dormantTimer, startPreciseTimer } from './clock/precise-timer.ts';
import { assemble } from './core/assembly.ts';
import { CoreCalls } from './core/calls.ts';
import { Hub } from './core/hub.ts';
import { Upkeep } from './core/upkeep.ts';
import type { Outlet } from './events/moment.ts';
import { makeFolder } from './store/data-folder.ts';
import { lockFolder } from './store/instance-lock.ts';
import { openStore } from './store/store.ts';

export interface CoreOptions {
  /** Where everything is kept; nobody else may have it open. */
  readonly folder: string;
  /** Given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
  /** Null: nothing is served, measured or fired by itself: for one command. */
  readonly serve: { readonly port: number } | null;
}

export interface RunningCore {
  readonly core: Core;
  /** As in http://127.0.0.1:27182; null when nothing is served. */
  readonly address: string | null;
  close(): Promise<void>;
}

type AtClose = (closer: () => unknown) => void;

/** For one command: nobody is told of what is prepared, and nothing fires. */
const NOBODY: Outlet = { prepare: () => undefined, withdraw: () => undefined };

/** Rejects with a Failure; nothing is left running or locked then. */
export async function startCore(options: CoreOptions): Promise<RunningCore> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const { core, address } = await build(options, (closer) => closers.push(closer));
    return { core, address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `atClose`: what is to be undone in the end, the last first. */
async function build(
  { folder, tell, serve }: CoreOptions,
  atClose: AtClose,
): Promise<Omit<RunningCore, 'close'>> {
  makeFolder(folder);
  const lock = lockFolder(folder);
  atClose(() => lock.release());
  const now = () => localClock.now();
  const startedAt = now();
  const hub = new Hub();

  // The bridge's thread starts while this one opens the store; what it asks meanwhile waits.
  const calls = Promise.withResolvers<CoreCalls>();
  const core: Core = {
    call: async (name, input, caller) => (await calls.promise).call(name, input, caller),
    state: async () => (await calls.promise).state(),
    listen: (listener) => hub.listen(listener),
  };
  const precise = serve && startPreciseTimer();
  const timer = precise ?? dormantTimer();
  atClose(() => timer.close());
  const starting =
    serve && precise
      ? startBridge({ core, timer: precise, folder, port: serve.port, tell, version: manifest.version })
      : null;
  const bridgeOrNone = starting?.catch(() => null);
  atClose(async () => (await bridgeOrNone)?.close());

  const anchorMs = createKeptAnchor();
  const store = openStore({ folder, nowEpochMs: () => now() + anchorMs(), tell });
  atClose(() => store.close());
  let outlet = NOBODY;
  const parts = await assemble({ folder, store, hub, now, anchorMs, timer, outlet: () => outlet, tell });
  atClose(() => parts.syncs.close());
  atClose(() => parts.standard.close());

  const bridge = await starting;
  if (bridge) {
    outlet = bridge.outlet;
    bridge.onAttempt((attempt) => parts.events.keepAttempt(attempt));
  }
  parts.scheduler.start();
  atClose(() => parts.scheduler.close());
  if (serve) {
    const upkeep = new Upkeep({ ...parts, store, hub, tell, watch: localClock.watch() });
    atClose(() => upkeep.close());
  }
  // When whoever waits for the start has been told.
  if (serve) setImmediate(() => timer.warmUp());
  calls.resolve(new CoreCalls({ ...parts, hub, startedAt }));
  return { core, address: bridge?.address ?? null };
}
