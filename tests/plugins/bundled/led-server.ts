/** A real HTTP server that stands for a WLED device. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'vitest';
import { localClock } from '../../../main/clock/local-clock.ts';

export interface LedServer {
  readonly host: string;
  /** As a person writes it. */
  readonly url: string;
  readonly received: {
    readonly request: string;
    readonly state: unknown;
    readonly at: number;
    readonly socket: Socket;
  }[];
  readonly sockets: { readonly socket: Socket; readonly openedAt: number }[];
}

export async function startLedServer(
  t: TestContext,
  answer: RequestListener = (_, response) => response.end('{"success":true}'),
): Promise<LedServer> {
  const received: LedServer['received'] = [];
  const sockets: LedServer['sockets'] = [];
  const server = createServer((request, response) => {
    const at = localClock.now();
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { method = '', url = '', socket } = request;
      received.push({ request: `${method} ${url}`, state: JSON.parse(body), at, socket });
      answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  server.on('connection', (socket: Socket) => void sockets.push({ socket, openedAt: localClock.now() }));
  await once(server, 'listening');
  t.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, received, sockets };
}
