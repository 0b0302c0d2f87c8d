/** The options that say how thoroughly a server is asked, alike in every command that measures. */
import { Failure } from '../failure.ts';
import { makePlan, type PlanOptions } from '../sync/plan.ts';
import { UsageError, type Arguments, type Options } from './arguments.ts';

export const MEASURING_OPTIONS = {
  quick: 'flag',
  precise: 'flag',
  samples: { example: 20 },
  gap: { example: 1000 },
} as const satisfies Options;

/** The wishes for a sync; a wish that cannot be met is a UsageError, before anything is sent. */
export function measuringOptions(command: string, args: Arguments): PlanOptions {
  const [quick, precise] = [args.has('quick'), args.has('precise')];
  if (quick && precise)
    throw new UsageError(
      'quick-and-precise',
      '--quick and --precise exclude each other: choose one.',
      command,
    );
  const [samples, overrideGapMs] = [args.number('samples'), args.number('gap')];
  const options: PlanOptions = {
    mode: quick ? 'quick' : precise ? 'precise' : 'default',
    ...(samples !== undefined && { samples }),
    ...(overrideGapMs !== undefined && { overrideGapMs }),
  };
  try {
    makePlan(options);
  } catch (error) {
    throw error instanceof Failure ? new UsageError(error.code, error.message, command) : error;
  }
  return options;
}
