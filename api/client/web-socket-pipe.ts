/** A pipe over the WebSocket of a page, or of Node. */
import type { Problem } from '../protocol/problem.ts';
import type { OpenPipe } from './pipe.ts';

/** What is used of a WebSocket, alike in a page and in Node. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
}

/** A page's own takes no headers, and needs none: its cookie goes with it. */
export type WebSocketConstructor = new (
  url: string,
  options?: { readonly headers: Readonly<Record<string, string>> },
) => WebSocketLike;

/** As RFC 6455 has it for what cannot be read. */
const NOT_UNDERSTOOD = 1007;
/** For whether the core would let us in. */
const ASKING_MS = 5000;

const headersOf = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** `url`: the core's address, as in http://127.0.0.1:27182. */
export function webSocketPipe(
  url: string,
  token: string | undefined,
  WebSocket = globalThis.WebSocket as unknown as WebSocketConstructor,
): OpenPipe {
  return ({ received, closed }, now) => {
    const address = new URL('/ws', url);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket =
      token === undefined
        ? new WebSocket(address.href)
        : new WebSocket(address.href, { headers: headersOf(token) });
    let isLeft = false;
    const leave = () => {
      isLeft = true;
      socket.close();
    };
    socket.addEventListener('message', ({ data }) => {
      const receivedAt = now();
      if (isLeft) return;
      const message = read(data);
      if (message) received(message, receivedAt);
      else {
        leave();
        closed(NOT_UNDERSTOOD);
      }
    });
    socket.addEventListener('close', ({ code }) => {
      if (!isLeft) closed(code);
    });
    return { send: (message) => socket.send(JSON.stringify(message)), close: leave };
  };
}

/** What is no object of JSON is not from the core: something else has its port. */
function read(data: unknown): object | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}

/**
 * A WebSocket does not tell why it was not let in, so that is asked over HTTP: the core's sentence when it knows no such token
 * (401), null when another attempt may succeed.
 */
export async function refusal(url: string, token: string | undefined): Promise<string | null> {
  try {
    const reply = await fetch(new URL('/health', url), {
      headers: headersOf(token),
      signal: AbortSignal.timeout(ASKING_MS),
    });
    const text = await reply.text();
    return reply.status === 401 ? (JSON.parse(text) as Problem).detail : null;
  } catch {
    return null; // not reached, or not the core: it may come back
  }
}
