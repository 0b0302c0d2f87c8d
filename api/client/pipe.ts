/** What carries the messages: a WebSocket, a MessagePort, or a test's own. */
import type { ClientMessage } from '../protocol/messages.ts';

export interface PipeEvents {
  /** `receivedAt`: by `now`, before anything else was done with it. */
  readonly received: (message: unknown, receivedAt: number) => void;
  /** Told once, whether or not it was open before, but not after `close`. The code is a WebSocket's (api/protocol CLOSE). */
  readonly closed: (code: number) => void;
}

export interface Pipe {
  /** Only once something was received: the core speaks first. */
  send(message: ClientMessage): void;
  close(): void;
}

/** Begins to open one; the events come later, never during the call. */
export type OpenPipe = (events: PipeEvents, now: () => number) => Pipe;
