/** The clients of bridge.ts, in a process of their own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';

export type ToClients =
  | { readonly type: 'connect'; readonly url: string; readonly token: string; readonly clients: number }
  /** Tell from now on whenever all clients of one server have been told something. */
  | { readonly type: 'count' }
  | { readonly type: 'disconnect' }
  | {
      readonly type: 'load';
      readonly port: number;
      readonly token: string;
      readonly path: string;
      readonly connections: number;
      readonly forMs: number;
    };

export interface FromClients {
  /** When it was done, on the monotonic clock that all processes share, ms. */
  readonly at: number;
  /** Answered. */
  readonly requests?: number;
}

const now = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (message: Omit<FromClients, 'at'> = {}) => process.send?.({ at: now(), ...message });
const open: WebSocket[] = [];
let counts = false;

process.on('message', (message: ToClients) => {
  if (message.type === 'connect') void connectAll(message.url, message.token, message.clients);
  else if (message.type === 'load') void load(message);
  else {
    counts = message.type === 'count';
    if (!counts) for (const socket of open) socket.terminate();
    tell();
  }
});

async function connectAll(url: string, token: string, clients: number): Promise<void> {
  let had = 0;
  for (let left = clients; left > 0; left -= 1) {
    const headers = { Authorization: `Bearer ${token}` };
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    open.push(socket);
    await once(socket, 'open');
    socket.on('message', () => {
      if (!counts) return;
      had += 1;
      if (had === clients) {
        had = 0;
        tell();
      }
    });
  }
  setTimeout(tell, 500); // what they are told on connecting has come by then
}

/** Each connection asks, and asks again when it has the whole answer: no more than bytes, so that the server is what is measured. */
async function load(wish: Extract<ToClients, { type: 'load' }>): Promise<void> {
  const { port, token, path, connections, forMs } = wish;
  const bytes = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const until = now() + forMs;
  let requests = 0;
  const sockets = Array.from({ length: connections }, () =>
    connect({ host: '127.0.0.1', port, noDelay: true }),
  );
  await Promise.all(sockets.map((socket) => ask(socket)));
  tell({ requests });

  function ask(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = '';
      socket.on('error', reject);
      socket.on('data', (piece: Buffer) => {
        text += piece.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(text)?.[1];
        if (end < 0 || text.length < end + 4 + Number(length)) return;
        if (!text.startsWith('HTTP/1.1 200 ')) reject(new Error(text));
        text = '';
        requests += 1;
        if (now() < until) socket.write(bytes);
        else {
          socket.destroy();
          resolve();
        }
      });
      socket.write(bytes);
    });
  }
}
