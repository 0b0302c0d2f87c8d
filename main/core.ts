/**
 * The core: what keeps, schedules and serves. Knows no Electron; `ticketime serve` hosts it on plain Node, the desktop app in its main
 * process. It is put together here, and runs in the main thread; what must not wait for that has threads of its own: each sync, standard
 * time, the precise timer, and the bridge (HTTP, WebSocket, webhooks).
 */
import manifest from '../package.json' with { type: 'json' };
import type { Core } from '../api/server/core.ts';
import { startBridge, type Bridge } from './bridge/bridge.ts';
import { dormantTimer, startPreciseTimer } from './clock/precise-timer.ts';
import type { CoreCalls } from './core/calls.ts';
import { Hub } from './core/hub.ts';

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
  /** A client within this process, by no network; null when nothing is served. */
  readonly attach: Bridge['attach'] | null;
  close(): Promise<void>;
}

type AtClose = (closer: () => unknown) => void;

/** Rejects with a Failure; nothing is left running or locked then. */
export async function startCore(options: CoreOptions): Promise<RunningCore> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const built = await build(options, (closer) => closers.push(closer));
    return { ...built, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The bridge's thread starts before all the rest is even loaded, and then beside it; what its clients ask meanwhile waits.
 *
 * @param atClose what is to be undone in the end, the last first
 */
async function build(
  { folder, tell, serve }: CoreOptions,
  atClose: AtClose,
): Promise<Omit<RunningCore, 'close'>> {
  const hub = new Hub();
  const calls = Promise.withResolvers<CoreCalls>();
  const core: Core = {
    call: async (name, input, caller) => (await calls.promise).call(name, input, caller),
    state: async () => (await calls.promise).state(),
    listen: (listener) => hub.listen(listener),
  };
  const precise = serve && startPreciseTimer();
  const timer = precise ?? dormantTimer();
  atClose(() => timer.close());
  const held = Promise.withResolvers<undefined>();
  held.promise.catch(() => undefined); // without a bridge, nobody waits for it
  const starting =
    serve && precise
      ? startBridge({
          core,
          timer: precise,
          folder,
          port: serve.port,
          tell,
          version: manifest.version,
          mayListen: held.promise,
        })
      : null;
  const bridgeOrNone = starting?.catch(() => null);
  atClose(async () => {
    held.reject(new Error('The core did not start.')); // changes nothing once it did
    await (await bridgeOrNone)?.close();
  });

  const { openInside } = await import('./core/inside.ts');
  const inside = openInside({ folder, tell, hub, timer, onHeld: () => held.resolve(undefined), atClose });
  const bridge = await starting;
  const begun = inside.begin(bridge);
  calls.resolve(begun);
  atClose(() => begun); // it is not ended half begun
  // When whoever waits for the start has been told.
  setImmediate(() => timer.warmUp());
  return { core, address: bridge?.address ?? null, attach: bridge && ((client) => bridge.attach(client)) };
}
