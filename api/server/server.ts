/**
 * The bridge: one port on 127.0.0.1 for REST and WebSocket, and the clients on other message pipes.
 * It knows the core only as the interface `Core`, and reads no clock of its own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CoreMessage } from '../protocol/messages.ts';
import type { Core } from './core.ts';
import { Desk } from './desk.ts';
import { Door, type Identity } from './door.ts';
import { Guard } from './guard.ts';
import { Hub } from './hub.ts';
import { LIMITS, type Limits } from './limits.ts';
import { expectationUnknown, methodUnknown, requestUnreadable } from './problems.ts';
import { Readings } from './readings.ts';
import { endWithProblem, sendProblem } from './reply.ts';
import { createRest } from './rest.ts';
import type { Pipe, Session } from './session.ts';
import type { TokenFile } from './tokens.ts';
import { WebSockets } from './web-socket.ts';

/** On stopping, what was asked before has so long to be answered, ms. */
const FINISH_MS = 250;

export interface ApiServerOptions {
  readonly core: Core;
  readonly tokens: TokenFile;
  /** SHA-256 of the person's own token. */
  readonly personHash: Uint8Array;
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
  /** Serves HTTP and WebSocket; 0 for any free port. Resolves with the port; rejects with the system's error. */
  listen(port: number): Promise<number>;
  /** A client on a pipe of another kind. Tell `drop` when it is gone. */
  open(pipe: Pipe, identity: Identity): Session;
  drop(session: Session): void;
  /** Told to all who want to know, beside what the core itself says. */
  broadcast(message: CoreMessage): void;
  close(): Promise<void>;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { core, tokens, personHash, version, now, anchorMs } = options;
  const limits = { ...LIMITS, ...options.limits };
  const nowEpochMs = () => now() + anchorMs();
  const door = new Door({ tokens, personHash, limits, now, nowEpochMs });
  const readings = new Readings(core);
  const desk: Desk = new Desk({
    core,
    tokens,
    door,
    readings,
    clients: () => hub.clients(),
    onRevoked(tokenId) {
      door.forget(tokenId);
      hub.revoke(tokenId);
    },
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

  function tellBug(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    options.tell(`The bridge met a bug of Ticketime, please report it: ${text}`);
  }

  async function listen(port: number): Promise<number> {
    server = httpServer(limits);
    server.listen({ host: '127.0.0.1', port, backlog: 1024 });
    await once(server, 'listening');
    const { port: actual } = server.address() as AddressInfo;
    const guard = new Guard(actual);
    // Cookies know no ports: of two cores, each has its own.
    const cookieName = `ticketime-${actual}`;
    server.on('request', createRest({ desk, door, limits, version, tellBug, guard, cookieName }));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      webSockets.upgrade(request, socket, head, guard, cookieName),
    );
    return actual;
  }

  return {
    listen,
    open: (pipe, identity) => hub.open(pipe, identity),
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

/** A server with its limits set, that answers whatever it does not understand. */
function httpServer(limits: Limits): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2),
    // What wants to change over to anything else is answered as if it had not asked (RFC 9110 section 7.8).
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
  });
  server.maxConnections = limits.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else endWithProblem(socket, requestUnreadable(error.code));
  });
  server.on('connect', (_request, socket) => endWithProblem(socket, methodUnknown('GET')));
  server.on('checkExpectation', (_request, response) => sendProblem(response, expectationUnknown()));
  return server;
}
