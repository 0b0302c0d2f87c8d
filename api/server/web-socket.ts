/** Clients by WebSocket (RFC 6455): the upgrade, the limits, and the heartbeat that finds who is gone. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ProblemError } from '../protocol/problem-error.ts';
import type { Door, Identity } from './door.ts';
import { isOwnPage, type Guard } from './guard.ts';
import type { Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import {
  bug,
  messageInvalid,
  methodUnknown,
  originMissing,
  pathUnknown,
  Refusal,
  tooManyConnections,
} from './problems.ts';
import { endWithProblem } from './reply.ts';
import type { Pipe, Session } from './session.ts';

export interface WebSocketsOptions {
  readonly hub: Hub;
  readonly door: Door;
  readonly limits: Limits;
  readonly now: () => number;
  readonly tellBug: (error: unknown) => void;
}

/** What the heartbeat knows of a client. */
interface Peer {
  readonly socket: WebSocket;
  isAlive: boolean;
}

/** The clients are pinged in so many parts, one after the other, so that a thousand pings never stand before a trigger. */
const PARTS = 64;

export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #server: WebSocketServer;
  readonly #parts = Array.from({ length: PARTS }, () => new Set<Peer>());
  readonly #heartbeat: NodeJS.Timeout;
  #turn = 0;
  #count = 0;

  constructor(options: WebSocketsOptions) {
    const { limits } = options;
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.messageBytes,
    });
    this.#server.on('wsClientError', (error, socket) =>
      endWithProblem(socket, new Refusal(400, 'handshake-invalid', `${error.message}: RFC 6455 says how.`)),
    );
    this.#heartbeat = setInterval(() => this.#beat(), limits.heartbeatMs / PARTS);
  }

  /** A client wants to change over to WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, guard: Guard, cookieName: string): void {
    try {
      const identity = this.#admit(request, guard, cookieName);
      this.#server.handleUpgrade(request, socket, head, (client) => this.#open(client, socket, identity));
    } catch (error) {
      if (!(error instanceof ProblemError)) this.#options.tellBug(error);
      endWithProblem(socket, error instanceof ProblemError ? error : bug());
    }
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const part of this.#parts) for (const { socket } of part) socket.terminate();
  }

  #admit(request: IncomingMessage, guard: Guard, cookieName: string): Identity {
    const { method, url = '', headers } = request;
    guard.check(headers);
    if (url.split('?', 1)[0] !== '/ws') throw pathUnknown();
    if (method !== 'GET') throw methodUnknown('GET');
    // The Sec-Fetch-Site of a WebSocket says less than its Origin, which every browser sends with it.
    const isByCookie = headers.authorization === undefined && headers.cookie !== undefined;
    if (isByCookie && headers.origin === undefined) throw originMissing();
    const identity = this.#options.door.admit(request, cookieName, isOwnPage(headers));
    const { tokenId, mostConnections } = identity;
    if (mostConnections < Infinity && this.#options.hub.countOf(tokenId) >= mostConnections)
      throw tooManyConnections(mostConnections);
    return identity;
  }

  #open(client: WebSocket, socket: Duplex, identity: Identity): void {
    const { hub, now } = this.#options;
    const session = hub.open(new SocketPipe(client, socket, this.#options.limits.closeMs), identity);
    const peer: Peer = { socket: client, isAlive: true };
    const part = this.#parts[this.#count++ % PARTS];
    part.add(peer);
    client.on('message', (data: Buffer, isBinary) => {
      const at = now(); // before anything else: a client's clock hangs on it
      peer.isAlive = true;
      if (isBinary) session.refuse(messageInvalid('A message is text, one JSON object: send no binary.'), at);
      else session.receive(data.toString(), at);
    });
    client.on('ping', () => session.countPing(now()));
    client.on('pong', () => (peer.isAlive = true));
    client.on('error', () => undefined); // `ws` closes it with the code that says why
    client.on('close', () => this.#gone(session, peer, part));
  }

  #gone(session: Session, peer: Peer, part: Set<Peer>): void {
    part.delete(peer);
    this.#options.hub.drop(session);
  }

  #beat(): void {
    for (const peer of this.#parts[this.#turn++ % PARTS]) {
      if (!peer.isAlive) peer.socket.terminate();
      else if (peer.socket.readyState === peer.socket.OPEN) {
        peer.isAlive = false;
        peer.socket.ping();
      }
    }
  }
}

class SocketPipe implements Pipe {
  readonly #client: WebSocket;
  readonly #socket: Duplex;
  readonly #closeMs: number;

  constructor(client: WebSocket, socket: Duplex, closeMs: number) {
    this.#client = client;
    this.#socket = socket;
    this.#closeMs = closeMs;
  }

  /** The frame goes to the socket as it is: `ws` writes whole frames too, and holds none back without compression. */
  send({ frame }: { readonly frame: Buffer }): void {
    if (this.#client.readyState === this.#client.OPEN) this.#socket.write(frame);
  }

  bufferedBytes(): number {
    return this.#client.bufferedAmount;
  }

  close(code: number, reason: string): void {
    this.#client.close(code, reason);
    // Who has not read what came before may never read this.
    setTimeout(() => this.#client.terminate(), this.#closeMs).unref();
  }
}
