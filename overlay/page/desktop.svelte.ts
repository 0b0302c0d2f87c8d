/** What a page knows of the desktop app that shows it, and asks of it; `desktop` is null in a browser. */
import type {
  DesktopBridge,
  DesktopCall,
  DesktopInput,
  DesktopOutput,
  DesktopState,
  DesktopWish,
  PORT_MESSAGE,
} from '../../api/protocol/desktop.ts';

declare global {
  interface Window {
    /** Put there by the desktop app's preload. */
    readonly ticketime?: DesktopBridge;
  }
}

/** What the app refused or could not do: one sentence, in the page's language. */
export class DesktopError extends Error {
  override readonly name = 'DesktopError';
}

export interface Desktop {
  /** Reactive. Null until the app has said it, some ms after the page was loaded. */
  readonly state: DesktopState | null;
  /** Rejects with a DesktopError. */
  readonly call: <N extends DesktopCall>(name: N, ...input: Given<N>) => Promise<DesktopOutput<N>>;
  /** Without an answer: for what a person could do nothing about, were it refused. */
  readonly tell: <N extends DesktopCall>(name: N, ...input: Given<N>) => void;
  readonly onWish: (listener: (wish: DesktopWish) => void) => void;
  /** A new port to the core. */
  readonly port: () => Promise<MessagePort>;
}

/** What needs no input is called with the name alone. */
type Given<N extends DesktopCall> = undefined extends DesktopInput<N> ? [] : [input: DesktopInput<N>];

/** The one test of whether a page is the desktop app's. */
export const desktop: Desktop | null = window.ticketime ? reached(window.ticketime) : null;

function reached(bridge: DesktopBridge): Desktop {
  let state = $state.raw<DesktopState | null>(null);
  bridge.onState((next) => (state = next));
  const call: Desktop['call'] = async (name, ...[input]) => {
    try {
      return await bridge.call(name, input);
    } catch (error) {
      throw new DesktopError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  return {
    get state() {
      return state;
    },
    call,
    tell: (name, ...input) => void call(name, ...input).catch(() => undefined),
    onWish: (listener) => bridge.onWish(listener),
    port: portsOf(bridge),
  };
}

/** Here by its value: with the contract itself come its schemas, which a page has no use for. */
const PORT: typeof PORT_MESSAGE = 'ticketime-port';

/** What asks for ports. One that comes late, for an attempt that was given up, is as good for the next one; one too many is closed. */
function portsOf(bridge: DesktopBridge): () => Promise<MessagePort> {
  let take: ((port: MessagePort) => void) | null = null;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports.at(0);
    // The preload speaks from this window; what is in a frame, or opened this page, does not.
    if (event.source !== window || event.data !== PORT || !port) return;
    if (take) take(port);
    else port.close();
    take = null;
  });
  return () =>
    new Promise((resolve) => {
      take = resolve;
      bridge.askPort();
    });
}
