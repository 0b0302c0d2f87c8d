/** Time servers on 127.0.0.1 whose every reply is the test's; after each test they end, and no other socket may be open. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, vi } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';

const UNIX_EPOCH_S = 2_208_988_800;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  // The kernel's handles are closed at the end of some turn of the event loop.
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('UDPWrap'), { interval: 1 });
});

export interface ReplyOptions {
  /** The server's clock minus this machine's, ms. */
  readonly offsetMs?: number;
  readonly leap?: number;
  readonly version?: number;
  readonly mode?: number;
  readonly stratum?: number;
  /** log2 s. */
  readonly precision?: number;
  readonly rootDelayMs?: number;
  readonly rootDispersionMs?: number;
  /** Four letters. */
  readonly referenceId?: string;
  /** Instead of the request's cookie. */
  readonly originate?: Buffer;
  /** T2 and T3 instead of now, ms since the Unix epoch. */
  readonly receivedEpochMs?: number;
  readonly sentEpochMs?: number;
}

/** A reply to `request` as an ordinary server of stratum 2 would send it now, but for the options. */
export function replyTo(request: Buffer, options: ReplyOptions = {}): Buffer {
  const { leap = 0, version = 4, mode = 4, stratum = 2, precision = -23 } = options;
  const nowEpochMs = localClock.now() + localClock.anchor() + (options.offsetMs ?? 0);
  const reply = Buffer.alloc(48);
  reply[0] = (leap << 6) | (version << 3) | mode;
  reply[1] = stratum;
  reply.writeInt8(precision, 3);
  reply.writeUInt32BE(Math.round((options.rootDelayMs ?? 0) * 65.536), 4);
  reply.writeUInt32BE(Math.round((options.rootDispersionMs ?? 0) * 65.536), 8);
  reply.write(options.referenceId ?? 'GPS\0', 12, 'latin1');
  (options.originate ?? request.subarray(40, 48)).copy(reply, 24);
  writeTimestamp(reply, 32, options.receivedEpochMs ?? nowEpochMs);
  writeTimestamp(reply, 40, options.sentEpochMs ?? nowEpochMs);
  return reply;
}

/** A multiple of 2^32 s is left out: the next era begins at zero. */
function writeTimestamp(packet: Buffer, at: number, epochMs: number): void {
  const seconds = epochMs / 1000 + UNIX_EPOCH_S;
  packet.writeUInt32BE(Math.floor(seconds) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
}

export interface FakeServer {
  readonly host: string;
  readonly requests: Buffer[];
}

export type Send = (reply: Buffer, from?: Socket) => void;

/** `onRequest` is called with each request, a way to answer it, and how many came before it. */
export async function startFake(
  onRequest: (request: Buffer, send: Send, count: number) => void,
): Promise<FakeServer> {
  const socket = await boundSocket();
  const requests: Buffer[] = [];
  socket.on('message', (request, { address, port }) => {
    const send: Send = (reply, from = socket) => from.send(reply, port, address);
    onRequest(request, send, requests.push(request) - 1);
  });
  return { host: `127.0.0.1:${socket.address().port}`, requests };
}

/** An honest server whose clock is off. */
export const startHonest = (options: ReplyOptions = {}): Promise<FakeServer> =>
  startFake((request, send) => send(replyTo(request, options)));

export const startSilent = (): Promise<FakeServer> => startFake(() => {});

/** A port on which nothing listens. */
export async function refusingHost(): Promise<string> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return `127.0.0.1:${port}`;
}

export async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  sockets.push(socket);
  return socket;
}
