/** How much of this computer anybody may use up. Each figure is far above what an honest client needs. */

/** So many at once, and so many a second for long. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limits {
  /** Of a request's body, bytes. */
  readonly bodyBytes: number;
  /** Of a WebSocket message from a client, bytes. */
  readonly messageBytes: number;
  /** What a client has not read yet, bytes: beyond that it is dropped. A whole state of a thousand servers is some 2 MB. */
  readonly bufferedBytes: number;
  /** Sockets open at the same time. */
  readonly connections: number;
  /** From a request's first byte to the end of its headers, and of its body, ms. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** A connection without a request is kept so long, ms. */
  readonly idleMs: number;
  /** A client that has not answered a ping until the next one is dead, ms. */
  readonly heartbeatMs: number;
  /** A client that is told to go has so long, ms. */
  readonly closeMs: number;
  /** Requests of one token, by HTTP and WebSocket together. */
  readonly requests: Rate;
  /** The same of a guest, which is a program that nobody watches; whatever it opens counts as well. */
  readonly guestRequests: Rate;
  /** WebSockets of one guest, open at the same time. */
  readonly guestConnections: number;
  /** Tokens, cookies and codes that are not known, from all together: nobody else can be told apart. */
  readonly failures: Rate;
  /** Messages of one WebSocket (of a guest, of all that it has), and those among them that are not understood. */
  readonly messages: Rate;
  readonly nonsense: Rate;
  /** Requests of one WebSocket that wait for their answers. */
  readonly unanswered: number;
}

export const LIMITS: Limits = {
  bodyBytes: 65_536,
  messageBytes: 65_536,
  bufferedBytes: 4 * 1024 * 1024,
  connections: 4096,
  headersMs: 5000,
  requestMs: 10_000,
  idleMs: 30_000,
  heartbeatMs: 15_000,
  closeMs: 2000,
  requests: { burst: 1000, perSecond: 500 },
  guestRequests: { burst: 100, perSecond: 20 },
  guestConnections: 8,
  failures: { burst: 50, perSecond: 5 },
  messages: { burst: 500, perSecond: 200 },
  nonsense: { burst: 20, perSecond: 1 },
  unanswered: 64,
};

/** Lets through what a Rate allows (a token bucket). Instants are monotonic, ms. */
export class Bucket {
  readonly #rate: Rate;
  #left: number;
  #at = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#left = rate.burst;
  }

  /** Whether one more is allowed now. */
  take(at: number): boolean {
    const { burst, perSecond } = this.#rate;
    const refilled = Math.max(0, at - this.#at) * (perSecond / 1000);
    this.#at = at;
    this.#left = Math.min(burst, this.#left + refilled);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Whole seconds until one is allowed again. */
  waitS(): number {
    return Math.max(1, Math.ceil((1 - this.#left) / this.#rate.perSecond));
  }
}
