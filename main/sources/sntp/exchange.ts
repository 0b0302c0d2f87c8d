/**
 * One question to a time server and its answer, over UDP.
 *
 * Each question has a socket of its own, so a port of its own (RFC 9109), and the socket is connected: the kernel lets
 * through only what comes from the address and port that were asked, and tells when nothing listens there.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import type { LocalClock } from '../../clock/local-clock.ts';
import { failureOf, noReply, notNtp } from './failures.ts';
import { decodeReply, encodeRequest, type Reply } from './packet.ts';
import type { TimeServer } from './time-server.ts';
import { within } from './within.ts';

export interface Exchange {
  readonly reply: Reply;
  /** T1, just before the request was handed to the kernel, monotonic ms. */
  readonly sentAt: number;
  /** T4, as soon as this thread saw the reply, monotonic ms. */
  readonly receivedAt: number;
}

/** Rejects with a `Failure`; the socket is closed in any case. */
export async function exchange(
  { name, port }: TimeServer,
  { address, family }: LookupAddress,
  clock: LocalClock,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Exchange> {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  let strayed = false;
  const answered = new Promise<Exchange>((resolve, reject) => {
    const cookie = randomBytes(8);
    const request = encodeRequest(cookie);
    let sentAt = 0;
    socket.on('connect', () => {
      sentAt = clock.now();
      // A connected socket sends before this returns.
      socket.send(request, (error) => {
        if (error) reject(error);
      });
    });
    socket.on('message', (packet) => {
      const receivedAt = clock.now();
      const reply = decodeReply(packet, cookie);
      if (reply) resolve({ reply, sentAt, receivedAt });
      else strayed = true;
    });
    socket.on('error', reject);
    socket.connect(port, address);
  });
  try {
    return await within(
      answered,
      timeoutMs,
      () => (strayed ? notNtp(name) : noReply(name, timeoutMs)),
      signal,
    );
  } catch (error) {
    throw failureOf(error, name);
  } finally {
    socket.close();
  }
}
