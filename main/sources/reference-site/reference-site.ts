/**
 * A web site whose clock is trusted, as a reference where NTP does not get through: an ordinary web server, measured
 * by its `Date` like any other. How to measure is the caller's to give, for the engine is not known here.
 */
import type { FiveNumbers } from '../../timing/quartiles.ts';
import type { ReferenceTime } from '../reference/reference-time.ts';

/** Measures the clock of the web server at this address; rejects with a `Failure`. */
export type MeasureSite = (address: string, options: MeasureSiteOptions) => Promise<SiteMeasurement>;

export interface MeasureSiteOptions {
  /** A site to which no connection is made within this has failed, ms. */
  readonly connectTimeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What is needed of a measurement; the engine's `Measurement` is one. */
export interface SiteMeasurement {
  /** The URL that was measured, after redirects. */
  readonly url: string;
  /** The site's clock minus this machine's wall clock, ms; positive when this machine is slow. */
  readonly offsetMs: number;
  readonly accuracyMs: number;
  readonly delayMs: FiveNumbers;
  readonly samples: number;
  readonly measuredAtEpochMs: number;
}

export async function siteTime(
  address: string,
  measure: MeasureSite,
  options: MeasureSiteOptions,
): Promise<ReferenceTime> {
  const { url, offsetMs, accuracyMs, delayMs, samples, measuredAtEpochMs } = await measure(address, options);
  const name = new URL(url).host;
  return {
    source: 'reference-site',
    name,
    offsetMs,
    accuracyMs,
    delayMs: delayMs.min,
    samples,
    measuredAtEpochMs,
  };
}
