/** Clients within this process, in the bridge's thread: what they say comes by way of the main thread, and goes back there. */
import type { ApiServer } from '../../api/server/server.ts';
import type { Session } from '../../api/server/session.ts';
import type { FromBridge } from './thread-messages.ts';

export class InsidePipes {
  readonly #server: Pick<ApiServer, 'open' | 'drop'>;
  readonly #say: (message: FromBridge) => void;
  readonly #sessions = new Map<number, Session>();

  constructor(server: Pick<ApiServer, 'open' | 'drop'>, say: (message: FromBridge) => void) {
    this.#server = server;
    this.#say = say;
  }

  open(id: number): void {
    const session = this.#server.open({
      send: ({ text }) => this.#say({ type: 'pipe-told', id, text }),
      // The main thread takes everything at once, and tells who is gone.
      bufferedBytes: () => 0,
      close: (code) => {
        this.drop(id);
        this.#say({ type: 'pipe-closed', id, code });
      },
    });
    this.#sessions.set(id, session);
  }

  /** `at`: when it was received, on the monotonic clock, ms. */
  heard(id: number, text: string, at: number): void {
    this.#sessions.get(id)?.receive(text, at);
  }

  drop(id: number): void {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    if (session) this.#server.drop(session);
  }
}
