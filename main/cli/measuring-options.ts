/** The options that say how thoroughly a server is asked, alike in every command that measures. */
import { Failure } from '../failure.ts';
import { parseTimeServer } from '../sources/sntp/time-server.ts';
import { makePlan, type PlanOptions } from '../sync/plan.ts';
import { REFERENCE_DEFAULTS, type ReferenceSettings } from '../sources/reference/settings.ts';
import type { SyncOptions } from '../sync/synchronizer.ts';
import { UsageError, type Arguments, type Options } from './arguments.ts';

export const MEASURING_OPTIONS = {
  quick: 'flag',
  precise: 'flag',
  samples: { example: 20 },
  gap: { example: 1000 },
  'watch-date': { example: 60 },
  reference: { example: 'time.cloudflare.com' },
} as const satisfies Options;

/** The wishes for a sync; a wish that cannot be met is a UsageError, before anything is sent. */
export function measuringOptions(
  command: string,
  args: Arguments,
): PlanOptions & Pick<SyncOptions, 'reference'> {
  const [quick, precise] = [args.has('quick'), args.has('precise')];
  if (quick && precise)
    throw new UsageError(
      'quick-and-precise',
      '--quick and --precise exclude each other: choose one.',
      command,
    );
  const [samples, overrideGapMs] = [args.number('samples'), args.number('gap')];
  const watchSeconds = args.number('watch-date');
  const reference = args.text('reference');
  const options = {
    mode: quick ? ('quick' as const) : precise ? ('precise' as const) : ('default' as const),
    ...(samples !== undefined && { samples }),
    ...(overrideGapMs !== undefined && { overrideGapMs }),
    ...(watchSeconds !== undefined && { watchSeconds }),
    ...(reference !== undefined && { reference: referenceSettings(command, reference) }),
  };
  try {
    makePlan(options);
  } catch (error) {
    throw error instanceof Failure ? new UsageError(error.code, error.message, command) : error;
  }
  return options;
}

/**
 * `none`; or time servers by name and `site` (the reference web site), in the order in which SNTP and the site are to be
 * asked. A name that is none is a UsageError.
 */
export function referenceSettings(command: string, words: string): ReferenceSettings {
  if (words === 'none') return { ...REFERENCE_DEFAULTS, order: [] };
  const names = words.split(',').map((word) => word.trim());
  const ntpHosts = names.filter((name) => name !== 'site');
  try {
    for (const host of ntpHosts) parseTimeServer(host);
  } catch (error) {
    throw error instanceof Failure ? new UsageError(error.code, error.message, command) : error;
  }
  const order = [...new Set(names.map((name) => (name === 'site' ? 'reference-site' : 'sntp')))];
  return { ...REFERENCE_DEFAULTS, order, ntpHosts };
}
