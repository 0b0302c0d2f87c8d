/**
 * The port on 127.0.0.1. It loads next to nothing, so that it can listen before whoever answers has been loaded: what is asked
 * meanwhile waits for that.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Limits } from './limits.ts';
import { expectationUnknown, methodUnknown, requestUnreadable } from './problems.ts';
import { endWithProblem, sendProblem } from './reply.ts';

type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;
type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Hands over what is asked from now on, and first what has been. */
  serve(onRequest: OnRequest, onUpgrade: OnUpgrade): void;
}

/** 0 for any free port. Rejects with the system's error. */
export async function listenHttp(port: number, limits: Limits): Promise<Listening> {
  const server = limited(limits);
  const waiting: (() => void)[] = [];
  server.on('request', (...asked: Parameters<OnRequest>) => {
    if (handlers) handlers[0](...asked);
    else waiting.push(() => handlers?.[0](...asked));
  });
  server.on('upgrade', (...asked: Parameters<OnUpgrade>) => {
    if (handlers) handlers[1](...asked);
    else waiting.push(() => handlers?.[1](...asked));
  });
  let handlers: [OnRequest, OnUpgrade] | undefined;
  server.listen({ host: '127.0.0.1', port, backlog: 1024 });
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    serve(...given) {
      handlers = given;
      for (const ask of waiting.splice(0)) ask();
    },
  };
}

/** A server with its limits set, that answers whatever it does not understand. */
function limited(limits: Limits): Server {
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
