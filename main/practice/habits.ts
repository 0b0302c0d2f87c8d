/**
 * The habits of a practice server: all that real servers do which a measurement must live with.
 *
 * Plain data, so that it goes into a worker. Every habit is off unless given, and any of them go together;
 * without habits the server is an honest one on which every request succeeds.
 */
import type { DateFormat } from './date-format.ts';
import type { Tick } from './tick.ts';

export interface PracticeHabits {
  /**
   * What comes back at all: `http`; `garbage` (bytes that are not HTTP, then the end); `silence` (the connection
   * stays open, and nothing comes); `endless-headers` (a status line, and headers that never end).
   */
  readonly reply?: 'http' | 'garbage' | 'silence' | 'endless-headers';
  /** What HEAD gets: an answer; a refusal (405, with a Date); an answer without Date; nothing ever. GET is not concerned. */
  readonly head?: 'answered' | 'refused' | 'dateless' | 'hangs';
  /** The status of the reply. 200 unless given. */
  readonly status?: number;
  /** Headers on every reply, before which all others give way: Server, Via, cf-ray, an Age on a live Date, a Location to elsewhere. */
  readonly headers?: Readonly<Record<string, string>>;

  /** How Date is written, or `none`, or `not-a-date`. `imf` unless given. */
  readonly date?: DateFormat | 'none' | 'not-a-date';
  /** How Date lags behind the server's own clock. Not at all unless given. */
  readonly tick?: Tick;
  /** A cached reply: Date is frozen at `ageMs` before the server's start; with `sendsAge`, Age says how long ago that is now.
   * A request with a query goes past the cache, unless it `keepsQueries`. */
  readonly frozen?: { readonly ageMs: number; readonly sendsAge: boolean; readonly keepsQueries?: boolean };
  /** Several servers behind one address: what each one's clock adds to the offset, in ms. Connections go to them in turn. */
  readonly backends?: readonly number[];

  /** Time of processing between the request's arrival and its reply, in ms (to a timer's precision). */
  readonly slowMs?: number;
  /** Whether Date is stamped before that time (Apache) or after it (Node, proxies). `reply` unless given. */
  readonly stampedAt?: 'arrival' | 'reply';
  /** Sends a 103 reply at arrival, before the processing. */
  readonly earlyHints?: boolean;
  /** Length of the body that GET gets, in bytes; a few unless given. A Range is ignored, as dynamic pages do. */
  readonly bodyBytes?: number;

  /** Redirects (302) this many times, over /hop/1, /hop/2, ..., before it replies; `loop` never does. */
  readonly redirects?: number | 'loop';
  /** Too many requests (429) from this request on, counted from 1; with a Retry-After of this text when given. */
  readonly limit?: { readonly fromRequest: number; readonly retryAfter?: string };

  /** Says `Connection: close` and closes after each reply. */
  readonly closes?: boolean;
  /** Closes a connection that has been idle for this long, in ms. 75 s unless given, as nginx does. */
  readonly keepAliveMs?: number;
  /** Dies after this many replies: every connection is cut, and new ones are refused. 0 dies of the first request. */
  readonly diesAfter?: number;
}
