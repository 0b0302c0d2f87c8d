/**
 * A TCP relay that puts a path's delays in front of any server: bytes are passed on unread, so TLS goes through too.
 *
 * Only bytes are delayed, not the setting up of a connection. Each chunk that is read counts as one packet.
 * Order is kept in each direction, as TCP keeps it: a packet behind a spike waits with it. An end of one
 * direction (half-close) and a reset travel like bytes do.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { localClock } from '../clock/local-clock.ts';
import { drawDelayMs, type Delays, type PathDelays } from './delays.ts';
import { createDueQueue } from './due-queue.ts';
import { seededRandom, type Random } from './random.ts';

export interface DelayLineOptions extends Delays {
  readonly targetPort: number;
  /** 127.0.0.1 unless given. */
  readonly targetHost?: string;
  /** The port to listen on, on 127.0.0.1; any free one unless given. */
  readonly port?: number;
}

export interface DelayLine {
  readonly port: number;
  /** Refuses new connections, as when the server behind has died; those that are open go on. */
  stopListening(): void;
  /** Ends everything at once, bytes under way included. */
  close(): Promise<void>;
}

/** A line holds what it delays: past this many bytes a direction, it stops reading until some have left. */
const MOST_HELD_BYTES = 4 * 1024 * 1024;

export async function startDelayLine(options: DelayLineOptions): Promise<DelayLine> {
  const { targetPort, targetHost = '127.0.0.1', port = 0, forward, back, seed = 1 } = options;
  const forwardRandom = seededRandom(seed);
  const backRandom = seededRandom(seed + 1); // one of its own, so that neither direction's traffic shifts the other's draws
  const sockets = new Set<Socket>();

  // No Nagle: it would add delays of its own. Half-open: an end is passed on when its delay is over.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ host: targetHost, port: targetPort, allowHalfOpen: true, noDelay: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    relay(client, target, forward, forwardRandom);
    relay(target, client, back, backRandom);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    stopListening() {
      server.close();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Passes on all that `from` sends to `to`, late. */
function relay(from: Socket, to: Socket, path: PathDelays, random: Random): void {
  const queue = createDueQueue();
  const pass = (deliver: () => void) => queue.push(localClock.now() + drawDelayMs(path, random), deliver);
  let heldBytes = 0;

  from.on('data', (bytes) => {
    heldBytes += bytes.length;
    if (heldBytes > MOST_HELD_BYTES) from.pause();
    pass(() => {
      to.write(bytes, () => {
        heldBytes -= bytes.length;
        if (heldBytes <= MOST_HELD_BYTES) from.resume();
      });
    });
  });
  from.on('end', () => pass(() => to.end()));
  from.on('error', () => pass(() => to.resetAndDestroy()));
  to.on('close', () => queue.clear());
}
