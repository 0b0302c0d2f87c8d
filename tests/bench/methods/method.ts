/**
 * A way of finding a server's offset with a number of requests: what the bench compares.
 */
import type { LocalClock } from '../../../main/clock/local-clock.ts';
import type { DateSource, Exchange } from '../../../main/sources/http-date/exchange.ts';
import { delayMs, type Sample } from '../../../main/timing/sample.ts';

export interface Answer {
  /** Server minus local clock, ms. */
  readonly offsetMs: number;
  /** The ± that the method states, ms; null when it states none. */
  readonly statedMs: number | null;
}

export interface Method {
  readonly name: string;
  /** Finds the offset with at most `requests` requests to an opened source. */
  find(source: DateSource, clock: LocalClock, requests: number): Promise<Answer>;
}

/** The exchange as a sample on the wall-clock axis. */
export function sampleOf(exchange: Exchange, anchorMs: number): Sample {
  return {
    sentEpochMs: exchange.sentAt + anchorMs,
    receivedEpochMs: exchange.receivedAt + anchorMs,
    dateEpochMs: exchange.dateEpochMs ?? NaN,
  };
}

/** Where the server's stamp lies if both ways take as long: the middle of the round trip. */
export function middleOf(sample: Sample): number {
  return sample.sentEpochMs + delayMs(sample) / 2;
}
