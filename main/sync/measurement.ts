import type { Interval } from '../timing/bound.ts';
import type { Cdn } from '../timing/cdn.ts';
import type { FiveNumbers } from '../timing/quartiles.ts';
import type { TickVerdict } from '../timing/tick.ts';
import type { Warning } from '../sources/http-date/exchange.ts';

/** The result of one sync: a server's clock against this machine's wall clock at `measuredAtEpochMs`. */
export interface Measurement {
  /** The URL that was measured, after redirects. */
  readonly url: string;
  readonly source: 'date-header';
  /** Server minus this machine's wall clock, ms; positive when this machine is slow. */
  readonly offsetMs: number;
  /** Half-width of the 95 % interval: what repeats, ms. */
  readonly precisionMs: number;
  /** Half-width of the 95 % interval with the path's possible asymmetry reckoned in: what stands after the ±, ms. */
  readonly accuracyMs: number;
  /** The proven interval of the offset, [lo, hi], ms. */
  readonly boundMs: readonly [number, number];
  /** Five-number summary of the round trips, ms. */
  readonly delayMs: FiveNumbers;
  /** How many readings of `Date` the estimate rests on. */
  readonly samples: number;
  readonly durationMs: number;
  readonly cdn: Cdn | null;
  /** Whether the `Date` changes when the server's second does. */
  readonly tick: TickVerdict;
  readonly warnings: readonly Warning[];
  /** When the offset held: this machine's wall clock, ms since the Unix epoch. */
  readonly measuredAtEpochMs: number;
}

/** What is known of the offset while a sync runs; figures as in Measurement. */
export interface RunningEstimate {
  readonly offsetMs: number;
  readonly precisionMs: number;
  readonly accuracyMs: number;
  readonly bound: Interval;
}

/** What a sync tells while it runs. */
export type Progress =
  /** Preflight is done: this is the URL that is measured, and how. */
  | { readonly type: 'opened'; readonly url: string; readonly method: 'HEAD' | 'GET' }
  /** One more request was answered. */
  | {
      readonly type: 'probe';
      readonly phase: 'search' | 'verify';
      /** Requests sent so far, preflight included. */
      readonly request: number;
      /** Requests that the run is expected to send in all. */
      readonly of: number;
      /** Round trip of this request, ms. */
      readonly delayMs: number;
      readonly estimate: RunningEstimate;
      /** Expected time to the end of the run, ms. */
      readonly timeLeftMs: number;
    };
