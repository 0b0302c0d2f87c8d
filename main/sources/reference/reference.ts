/** Standard time from whichever reference answers first, in the order of the settings. */
import type { LocalClock } from '../../clock/local-clock.ts';
import { Failure } from '../../failure.ts';
import { siteTime, type MeasureSite } from '../reference-site/reference-site.ts';
import { standardTime } from '../sntp/standard-time.ts';
import type { ReferenceTime } from './reference-time.ts';
import type { ReferenceSettings } from './settings.ts';

export interface ReferenceOptions {
  readonly settings: ReferenceSettings;
  readonly clock: LocalClock;
  readonly measureSite: MeasureSite;
  /** How long it may take in all when nothing can be reached, ms. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

const DEADLINE_MS = 4000;

/**
 * Rejects with a `Failure` when none answers; nothing is left running. Each reference has an equal share of the time
 * that is left; only a web site to which there is a connection may take longer (a quick measurement: some 5 s).
 */
export async function referenceTime(options: ReferenceOptions): Promise<ReferenceTime> {
  const { settings, clock, measureSite, deadlineMs = DEADLINE_MS, signal } = options;
  const { order, ntpHosts, referenceSite } = settings;
  const stop = signal ? { signal } : {};
  const endAt = clock.now() + deadlineMs;
  const failures: Failure[] = [];
  for (const source of order) {
    const shareMs = Math.max(1, (endAt - clock.now()) / (order.length - failures.length));
    try {
      return source === 'sntp'
        ? await standardTime(ntpHosts, { clock, deadlineMs: shareMs, ...stop })
        : await siteTime(referenceSite, measureSite, { connectTimeoutMs: shareMs, ...stop });
    } catch (error) {
      if (!(error instanceof Failure) || signal?.aborted) throw error;
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  const tried = order.map((source) =>
    source === 'sntp' ? `the time servers (${ntpHosts.join(', ')})` : `the reference site (${referenceSite})`,
  );
  throw failures.length === 0
    ? new Failure('no-reference', 'No reference of standard time is chosen: choose one in the settings.')
    : new Failure(
        'no-reference',
        `Neither ${tried.join(' nor ')} told the time: check this computer's network connection and firewall.`,
        { cause: failures },
      );
}
