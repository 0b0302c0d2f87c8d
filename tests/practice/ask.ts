/** The plainest of clients, for looking at a practice server: one request by node:http, or bytes on a bare socket. */
import { once } from 'node:events';
import { request, type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The statuses of the interim replies (1xx) before it. */
  interim: number[];
}

export async function ask(
  port: number,
  options: { method?: string; path?: string; agent?: Agent | false } = {},
): Promise<Answer> {
  const { method = 'GET', path = '/', agent = false } = options; // without an agent, on a connection of its own
  const sent = request({ host: '127.0.0.1', port, method, path, agent });
  const interim: number[] = [];
  sent.on('information', ({ statusCode }) => interim.push(statusCode));
  sent.end();
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve);
    sent.on('error', reject);
  });
  let body = '';
  for await (const piece of reply.setEncoding('latin1')) body += piece as string;
  return { status: reply.statusCode ?? 0, headers: reply.headers, body, interim };
}

export async function openSocket(port: number, text = ''): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true });
  await once(socket, 'connect');
  if (text) socket.write(text);
  return socket;
}

/** All bytes until the other side ends; rejects when it resets. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Resolves when the other side has ended the connection, in order or by a reset. */
export function cut(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.on('end', resolve).on('error', resolve).resume());
}

export const GET = 'GET / HTTP/1.1\r\nHost: practice\r\n\r\n';
