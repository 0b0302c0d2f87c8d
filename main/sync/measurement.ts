import type { Interval } from '../timing/bound.ts';
import type { Cdn } from '../timing/cdn.ts';
import type { EdgeClock } from '../timing/edge-clock.ts';
import type { FiveNumbers } from '../timing/quartiles.ts';
import type { ReferenceCheck, TickVerdict } from '../timing/tick.ts';
import type { Warning } from '../sources/http-date/exchange.ts';

/** The result of one sync: a server's clock against this machine's wall clock at `measuredAtEpochMs`. */
export interface Measurement {
  /** The URL that was measured, after redirects. */
  readonly url: string;
  /** Where the figure comes from; anything but `date-header` is indirect: standard time, not the server's clock. */
  readonly source: 'date-header' | 'sntp' | 'reference-site';
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
  /** The CDN edge's own, finer clock: a cross-check of the edge, never mixed into the estimate; null when it tells none. */
  readonly edge: EdgeClock | null;
  /** Whether the `Date` changes when the server's second does. */
  readonly tick: TickVerdict;
  /** Why that verdict, in one sentence each. */
  readonly tickEvidence: readonly string[];
  /** Half-width of the 95 % interval if the tick is honest: what the ± would be without a verdict of lagging or unknown, ms. */
  readonly accuracyIfHonestMs: number;
  /** The clocks behind this name when there are several, the one that is stated first; null when only one was seen. */
  readonly clocks: readonly ServerClock[] | null;
  /** Standard time beside it; null when no source was reached. */
  readonly reference: ReferenceCheck | null;
  readonly warnings: readonly Warning[];
  /** When the offset held: this machine's wall clock, ms since the Unix epoch. */
  readonly measuredAtEpochMs: number;
}

/** One of several clocks behind one name. */
export interface ServerClock {
  /** Server minus this machine's wall clock, ms. */
  readonly offsetMs: number;
  readonly precisionMs: number;
  /** The share of the connections that showed it, 0 to 1. */
  readonly share: number;
  /** Whether it is the one that is stated. */
  readonly isStated: boolean;
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
      readonly phase: 'search' | 'verify' | 'watch';
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
