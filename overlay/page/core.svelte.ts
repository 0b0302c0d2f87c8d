/**
 * A page's way to the core: in the desktop app a port; in a browser opened with the one-time code of its address, or with the cookie
 * of an earlier visit. What the core tells is there as reactive values.
 */
import {
  connect,
  messagePortPipe,
  type Client,
  type ConnectionState,
  type CoreState,
  type ServerSummary,
} from '../../api/client/client.ts';
import { desktop } from './desktop.svelte.ts';
import { inOrder } from './shown-servers.ts';

export interface PageCore extends Pick<Client, 'call' | 'on' | 'clock' | 'coreClock' | 'connection'> {
  /** Reactive. Null until the core has said hello; as it was last, while it is not reached. */
  readonly state: CoreState | null;
  /** Reactive. */
  readonly reached: ConnectionState;
  /** Reactive. Favourites first, then by name. */
  readonly servers: readonly ServerSummary[];
  /** The core's wall clock, ms since the Unix epoch; null while that is not known. Not reactive. */
  nowEpochMs(): number | null;
  close(): void;
}

/** In a browser, pages are served by the core that they talk to. */
export async function openCore(
  place: Pick<Location, 'origin' | 'hash' | 'pathname' | 'search'> = location,
): Promise<PageCore> {
  if (desktop) return reactiveCore(connect({ pipe: messagePortPipe(desktop.port) }));
  await handOver(place);
  return reactiveCore(connect({ url: place.origin }));
}

/** Exchanges the code in the address for a cookie, and takes it out of the address and of the history. */
async function handOver({
  hash,
  pathname,
  search,
}: Pick<Location, 'hash' | 'pathname' | 'search'>): Promise<void> {
  const code = new URLSearchParams(hash.slice(1)).get('code');
  if (code === null) return;
  history.replaceState(history.state, '', pathname + search);
  // Whether it was good shows when the connection is opened: a code is good once, and the cookie of before may still be.
  await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  }).catch(() => undefined);
}

export function reactiveCore(client: Client): PageCore {
  let state = $state.raw<CoreState | null>(client.state.current);
  let reached = $state.raw<ConnectionState>(client.connection.state);
  let anchorMs = 0;
  client.on('hello', (hello) => (anchorMs = hello.anchorMs));
  // It may be set while the page is open.
  client.on('pong', (pong) => (anchorMs = pong.anchorMs));
  client.state.onChange((next) => (state = next));
  client.onState((next) => (reached = next));
  const known = $derived(state?.servers); // a sync's progress leaves them as they are
  const servers = $derived(inOrder(known?.values() ?? []));
  return {
    call: client.call,
    on: client.on,
    clock: (id) => client.clock(id),
    coreClock: client.coreClock,
    connection: client.connection,
    get state() {
      return state;
    },
    get reached() {
      return reached;
    },
    get servers() {
      return servers;
    },
    nowEpochMs() {
      const now = client.coreClock.read();
      return now && now.at + anchorMs;
    },
    close: () => client.close(),
  };
}
