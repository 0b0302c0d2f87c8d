/** All clients on message pipes, and what they are told together. */
import type { Client } from '../protocol/health.ts';
import { CLOSE } from '../protocol/close.ts';
import type { CoreMessage } from '../protocol/messages.ts';
import type { Identity } from './door.ts';
import { Session, tellingOf, type Pipe, type SessionOptions } from './session.ts';

export type HubOptions = Omit<SessionOptions, 'id' | 'pipe' | 'identity'>;

export class Hub {
  readonly #options: HubOptions;
  readonly #sessions = new Set<Session>();
  #count = 0;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** A client has come: it is told the whole state. */
  open(pipe: Pipe, identity: Identity): Session {
    this.#count += 1;
    const session = new Session({ ...this.#options, id: `c${this.#count}`, pipe, identity });
    this.#sessions.add(session);
    void session.hello();
    return session;
  }

  /** The client is gone. */
  drop(session: Session): void {
    session.gone();
    this.#sessions.delete(session);
  }

  broadcast(message: CoreMessage): void {
    if (this.#sessions.size === 0) return;
    const telling = tellingOf(message);
    for (const session of this.#sessions) session.tell(telling);
  }

  clients(): Client[] {
    const anchorMs = this.#options.anchorMs();
    return Array.from(this.#sessions, ({ id, identity, connectedAt, bufferedBytes }) => ({
      id,
      tokenId: identity.tokenId,
      name: identity.name,
      connectedEpochMs: connectedAt + anchorMs,
      bufferedBytes,
    }));
  }

  /** How many of them are on the strength of a token. */
  countOf(tokenId: string): number {
    let count = 0;
    for (const { identity } of this.#sessions) if (identity.tokenId === tokenId) count += 1;
    return count;
  }

  revoke(tokenId: string): void {
    for (const session of this.#sessions)
      if (session.identity.tokenId === tokenId) session.close(CLOSE.revoked, 'The token was revoked.');
  }

  closeAll(): void {
    for (const session of this.#sessions) session.close(CLOSE.stopping, 'Ticketime is stopping.');
  }
}
