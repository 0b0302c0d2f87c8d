/**
 * The bridge: one port on 127.0.0.1 for REST and WebSocket, and the clients on other message pipes.
 * It knows the core only as the interface `Core`, and reads no clock of its own.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { CoreMessage } from '../protocol/messages.ts';
import type { Core } from './core.ts';
import { Desk } from './desk.ts';
import { Door, type Guest } from './door.ts';
import { Guard } from './guard.ts';
import { listenHttp, type Listening } from './http-server.ts';
import { Hub } from './hub.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Readings } from './readings.ts';
import { createRest } from './rest.ts';
import type { SessionFile } from './page-sessions.ts';
import { Pages } from './pages.ts';
import type { Pipe, Session } from './session.ts';
import type { TokenFile } from './tokens.ts';
import { WebSockets } from './web-socket.ts';

/** On stopping, what was asked before has so long to be answered, ms. */
const FINISH_MS = 250;

export interface ApiServerOptions {
  readonly core: Core;
  readonly tokens: TokenFile;
  readonly sessions: SessionFile;
  /** SHA-256 of the person's own token. */
  readonly personHash: Uint8Array;
  /** Where the built pages lie; absent where none are served. */
  readonly pagesFolder?: string;
  /** Ticketime's. */
  readonly version: string;
  /** The core's monotonic clock, ms. */
  readonly now: () => number;
  /** The core's wall clock minus its monotonic clock, ms. */
  readonly anchorMs: () => number;
  /** Given each sentence that a person should read. */
  readonly tell: (sentence: string) => void;
  readonly limits?: Partial<Limits>;
}

export interface ApiServer {
  /** Answers HTTP and WebSocket at a port that listens already. */
  serve(listening: Listening): void;
  /** Opens a port and serves there; 0 for any free port. Resolves with the port; rejects with the system's error. */
  listen(port: number): Promise<number>;
  /** Lets a program in until it is dismissed. */
  admit(guest: Guest): void;
  /** Forgets what was given on the strength of a token, and closes its connections. */
  dismiss(tokenId: string): void;
  /** A client on a pipe of another kind, with the person's rights. Tell `drop` when it is gone. */
  open(pipe: Pipe): Session;
  drop(session: Session): void;
  /** Told to all who want to know, beside what the core itself says. */
  broadcast(message: CoreMessage): void;
  close(): Promise<void>;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { core, tokens, sessions, personHash, version, now, anchorMs } = options;
  const limits = { ...LIMITS, ...options.limits };
  const nowEpochMs = () => now() + anchorMs();
  const door = new Door({ tokens, sessions, personHash, limits, now, nowEpochMs });
  const pages = new Pages(options.pagesFolder ?? null);
  const readings = new Readings(core);
  const desk: Desk = new Desk({
    core,
    tokens,
    door,
    readings,
    clients: () => hub.clients(),
    onRevoked: dismiss,
    now,
    anchorMs,
  });
  const state = () => core.state();
  const hub: Hub = new Hub({ desk, state, version, limits, now, anchorMs, tellBug });
  const webSockets = new WebSockets({ hub, door, limits, now, tellBug });
  const endListening = core.listen((message) => {
    readings.note(message);
    hub.broadcast(message);
  });
  let server: Server | undefined;

  function dismiss(tokenId: string): void {
    door.forget(tokenId);
    hub.revoke(tokenId);
  }

  function tellBug(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    options.tell(`The bridge met a bug of Ticketime, please report it: ${text}`);
  }

  function serve(listening: Listening): void {
    ({ server } = listening);
    const guard = new Guard(listening.port);
    // Cookies know no ports: of two cores, each has its own.
    const cookieName = `ticketime-${listening.port}`;
    listening.serve(
      createRest({ desk, door, limits, version, tellBug, guard, cookieName, pages }),
      (request, socket, head) => webSockets.upgrade(request, socket, head, guard, cookieName),
    );
  }

  return {
    serve,
    async listen(port) {
      const listening = await listenHttp(port, limits);
      serve(listening);
      return listening.port;
    },
    admit: (guest) => door.admitGuest(guest),
    dismiss,
    open: (pipe) => hub.open(pipe, door.person),
    drop: (session) => hub.drop(session),
    broadcast: (message) => hub.broadcast(message),
    async close() {
      endListening();
      hub.closeAll();
      const closed = server?.listening ? once(server, 'close') : undefined;
      server?.close();
      // Neither an answer that is being sent nor a connection that never asked holds this up for long.
      const timers = [
        setTimeout(() => server?.closeAllConnections(), FINISH_MS),
        setTimeout(() => webSockets.close(), limits.closeMs),
      ];
      await closed;
      timers.forEach(clearTimeout);
      webSockets.close();
    },
  };
}
