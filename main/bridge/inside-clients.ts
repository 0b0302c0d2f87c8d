/** Clients within this process, in the main thread: the pages of the desktop app, and its own shell. */
import { CLOSE } from '../../api/protocol/close.ts';
import { localClock } from '../clock/local-clock.ts';
import type { FromBridge, ToBridge } from './thread-messages.ts';

/** The client's side. Nothing is told during `attach`. */
export interface InsideClient {
  /** One message of the protocol, as JSON. */
  told(text: string): void;
  /** Told once, unless it went itself; a CLOSE code of the protocol. */
  closed(code: number): void;
}

/** The core's side. */
export interface InsidePipe {
  /** One message of the protocol, as JSON; stamped as received now. */
  say(text: string): void;
  /** The client is gone. */
  close(): void;
}

type News = Extract<FromBridge, { type: 'pipe-told' | 'pipe-closed' }>;

export class InsideClients {
  readonly #say: (message: ToBridge) => void;
  readonly #clients = new Map<number, InsideClient>();
  #count = 0;
  #isOver = false;

  constructor(say: (message: ToBridge) => void) {
    this.#say = say;
  }

  /** With the person's rights; the core says hello. */
  attach(client: InsideClient): InsidePipe {
    const id = (this.#count += 1);
    if (this.#isOver) {
      queueMicrotask(() => client.closed(CLOSE.stopping));
      return { say: () => undefined, close: () => undefined };
    }
    this.#clients.set(id, client);
    this.#say({ type: 'pipe-open', id });
    return {
      say: (text) => {
        if (this.#clients.has(id)) this.#say({ type: 'pipe-said', id, text, at: localClock.now() });
      },
      close: () => {
        if (this.#clients.delete(id)) this.#say({ type: 'pipe-gone', id });
      },
    };
  }

  /** What the thread says of one of them. */
  heard(news: News): void {
    const client = this.#clients.get(news.id);
    if (news.type === 'pipe-told') client?.told(news.text);
    else if (this.#clients.delete(news.id)) client?.closed(news.code);
  }

  /** The thread has ended. */
  end(): void {
    this.#isOver = true;
    const left = [...this.#clients.values()];
    this.#clients.clear();
    for (const client of left) client.closed(CLOSE.stopping);
  }
}
