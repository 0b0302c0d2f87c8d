/**
 * A practice server: a real web server on 127.0.0.1 whose clock and habits are chosen, and which keeps a record of
 * what it was asked and what it stamped, so that a measurement of it can be held against the truth.
 */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { localClock } from '../clock/local-clock.ts';
import type { PracticeHabits } from './habits.ts';
import { reply } from './reply.ts';
import { serverEpochMs, startServerClock, type ServerClock } from './server-clock.ts';
import { createStamp, type Stamp } from './stamp.ts';

export interface PracticeServerOptions {
  /** Server minus local wall clock at the start, in ms; positive when the server is ahead. 0 unless given. */
  readonly offsetMs?: number;
  /** How much faster than the local clock the server's runs, in ppm; positive when it gains. 0 unless given. */
  readonly skewPpm?: number;
  readonly habits?: PracticeHabits;
  /** The port to listen on, on 127.0.0.1; any free one unless given. */
  readonly port?: number;
  /** Key and certificate (PEM); with them the server speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** One request, as the server saw it. */
export interface RequestRecord {
  /** When its headers had been read; monotonic ms, on the same axis as every clock of this process. */
  readonly arrivedAt: number;
  readonly method: string;
  readonly path: string;
  /** Which connection it came on, counted from 1 in the order of their first requests. */
  readonly connection: number;
  /** What the own clock of the backend showed when it stamped, epoch ms with fractions; the server's at the arrival when nothing was stamped. */
  readonly serverEpochMs: number;
  /** The Date that was stamped, in epoch ms (whole seconds); null when none was sent, or text that is no date. */
  readonly stampedEpochMs: number | null;
  /** `open` until the reply has been handed over whole (`answered`), or its connection ended before that (`cut`). */
  readonly outcome: 'open' | 'answered' | 'cut';
}

export interface PracticeServer {
  readonly port: number;
  readonly clock: ServerClock;
  /** Resolves when the habit `diesAfter` has come true. */
  readonly died: Promise<void>;
  /** What it was asked so far, oldest first; of very many requests, the latest. */
  requests(): readonly RequestRecord[];
  /** Ends everything at once; nothing is left running. */
  close(): Promise<void>;
}

/** As many as hours of measuring make, in about 2 MB. */
const MOST_RECORDS = 10_000;
/** nginx's default. Node's own 5 s would close connections between the requests of an unhurried measurement. */
const KEEP_ALIVE_MS = 75_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export async function startPracticeServer(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const { offsetMs = 0, skewPpm = 0, habits = {}, port = 0, tls } = options;
  const clock = startServerClock(offsetMs, skewPpm);
  const stamps = (habits.backends?.length ? habits.backends : [0]).map((aheadMs) =>
    createStamp(clock, aheadMs, habits),
  );
  const records: Mutable<RequestRecord>[] = [];
  const sockets = new Set<Socket>();
  const connections = new WeakMap<Socket, { number: number; stamp: (path: string) => Stamp }>();
  const death = Promise.withResolvers<undefined>();
  let connectionCount = 0;
  let requestCount = 0;
  let replyCount = 0;

  const server = tls ? createHttpsServer(tls, take) : createHttpServer(take);
  server.keepAliveTimeout = habits.keepAliveMs ?? KEEP_ALIVE_MS;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  function connectionOf(socket: Socket): { number: number; stamp: (path: string) => Stamp } {
    let connection = connections.get(socket);
    if (!connection) {
      const stamp = stamps[connectionCount % stamps.length]; // the backends take turns
      connection = { number: ++connectionCount, stamp };
      connections.set(socket, connection);
    }
    return connection;
  }

  function take(request: IncomingMessage, response: ServerResponse): void {
    const arrivedAt = localClock.now();
    const { number: connection, stamp } = connectionOf(request.socket);
    const record: Mutable<RequestRecord> = {
      arrivedAt,
      method: request.method ?? '',
      path: request.url ?? '',
      connection,
      serverEpochMs: serverEpochMs(clock, arrivedAt),
      stampedEpochMs: null,
      outcome: 'open',
    };
    records.push(record);
    if (records.length > MOST_RECORDS) records.shift();
    response.on('close', () => {
      record.outcome = response.writableFinished ? 'answered' : 'cut';
    });
    response.on('finish', () => {
      if (++replyCount === habits.diesAfter) die();
    });
    if (habits.diesAfter === 0) die();
    else
      reply(request, response, habits, ++requestCount, () => {
        const { headers, ...told } = stamp(record.path);
        Object.assign(record, told);
        return headers;
      });
  }

  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  function die(): void {
    server.close();
    cutAll();
    death.resolve(undefined);
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    clock,
    died: death.promise,
    requests: () => records,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutAll();
      await closed;
    },
  };
}
