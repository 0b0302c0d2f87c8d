/**
 * What one timed HTTP exchange says, and what a source of such exchanges can do.
 *
 * The engine in `main/sync` knows only these two interfaces; the real source is `http-date-source.ts`, and
 * the simulation in `tests/simulation` is another.
 */

import type { EdgeTrace } from './edge-trace.ts';

/** One request and its reply. Instants are monotonic ms. */
export interface Exchange {
  /** When the request's bytes were handed to the socket (t0). */
  readonly sentAt: number;
  /** When the first byte of the (final) reply was read (t2). */
  readonly receivedAt: number;
  /** The HTTP status code. Any status with a `Date` is a sample. */
  readonly status: number;
  /** The `Date` header in ms since the Unix epoch (whole seconds); null when absent or not a date. */
  readonly dateEpochMs: number | null;
  /** The reply's headers, names in lower case; repeated ones joined with ", ". */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What `Retry-After` asks for in ms from `receivedAt`; null when it asks for nothing. */
  readonly retryAfterMs: number | null;
}

/** Something a person should know about the result; `code` is stable, `message` is one sentence. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What preflight found: the way in which this server is best asked. */
export interface Opened {
  /** The URL that is measured: the final one, after redirects. */
  readonly url: string;
  readonly method: 'HEAD' | 'GET';
  /**
   * The exchanges of the preflight in order; the last one is the first sample of the pinned URL. Requests that
   * failed are not among them, nor is a cheaper path that was tried and proved no faster.
   */
  readonly exchanges: readonly Exchange[];
  readonly warnings: readonly Warning[];
}

/** A server that can be asked for its `Date` at chosen instants, one request at a time. */
export interface DateSource {
  /** Preflight. Rejects with a `Failure`. */
  open(): Promise<Opened>;
  /**
   * Sends one request at the monotonic instant `sendAt`, or as soon after it as the connection and the
   * least gap between requests allow. Rejects with a `Failure` (a lost connection is opened again by the next call).
   */
  exchange(sendAt: number): Promise<Exchange>;
  /**
   * Asks the pinned host for Cloudflare's `/cdn-cgi/trace`, as soon as the least gap allows: one request, counted. Null
   * when none came; only for hosts that are known to be behind Cloudflare.
   */
  edgeTrace?(): Promise<EdgeTrace | null>;
  /** The earliest monotonic instant at which the next request may be sent: the last one plus the least gap. */
  earliestSendAt(): number;
  /** Requests sent so far, failed ones included: what the budget of a run counts. */
  requestsSent(): number;
  /** Leaves the warm connection; the next exchange opens another one (perhaps to another backend). */
  reconnect(): void;
  /**
   * Goes around a cache: asks for the pinned page with a query that no cache has seen, or for another page of the
   * host. Returns the URL that is measured from now on.
   */
  bypassCache(way: 'query' | 'page'): string;
  /** Ends everything at once; nothing is left running. */
  close(): void;
}
