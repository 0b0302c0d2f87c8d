/** A pipe over a MessagePort, as text: how the pages of the desktop app speak with the core, without a network. */
import type { OpenPipe } from './pipe.ts';

/** What is used of a MessagePort. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** As a WebSocket says it when the other side is gone without a word. */
const GONE = 1006;

/** `ask` hands out a port whose other end the core holds: a new one for each attempt. */
export function messagePortPipe(ask: () => Promise<MessagePortLike>): OpenPipe {
  return ({ received, closed }, now) => {
    let port: MessagePortLike | undefined;
    let isLeft = false;
    const gone = () => {
      if (isLeft) return;
      isLeft = true;
      closed(GONE);
    };
    ask().then((given) => {
      if (isLeft) {
        given.close();
        return;
      }
      port = given;
      given.addEventListener('message', ({ data }) => {
        const receivedAt = now();
        if (!isLeft) received(JSON.parse(data as string), receivedAt);
      });
      given.addEventListener('close', gone);
      given.start();
    }, gone);
    return {
      send: (message) => port?.postMessage(JSON.stringify(message)),
      close() {
        isLeft = true;
        port?.close();
      },
    };
  };
}
