/** A sync as far as this view has been told of it. */
import type { CoreMessage, CoreState } from '../../../api/client/client.ts';
import type { Known } from '../../charts/search-layout.ts';

type Progress = CoreState['progress'] extends ReadonlyMap<string, infer P> ? P : never;
type Probe = Extract<Progress, { type: 'probe' }>;
type Measured = NonNullable<Extract<CoreMessage, { type: 'estimate' }>['estimate']>;
type Ended = Extract<CoreMessage, { type: 'sync-ended' }>;

export interface Step extends Known {
  readonly request: number;
  readonly delayMs: number;
}

export interface Run {
  /** Null until it is known. */
  readonly runId: string | null;
  /** Requests that this view has seen: not those before it was opened. */
  readonly steps: readonly Step[];
  /** The last one; null before the first. */
  readonly last: Probe | null;
  /** What it brought. */
  readonly found: Measured | null;
  readonly end: { readonly failure: Ended['failure'] } | null;
}

export const NO_RUN: Run = { runId: null, steps: [], last: null, found: null, end: null };

/** After what was told of the server; another run begins anew. */
export function afterProgress(run: Run, runId: string | null, progress: Progress): Run {
  const isAnother = run.end !== null || (run.runId !== null && runId !== null && run.runId !== runId);
  const before = isAnother ? NO_RUN : run;
  const now = { ...before, runId: runId ?? before.runId };
  if (progress.type === 'opened') return now;
  const { request, delayMs, estimate } = progress;
  const { lo, hi } = estimate.bound;
  const step: Step = {
    request,
    delayMs,
    offsetMs: estimate.offsetMs,
    accuracyMs: estimate.accuracyMs,
    lo,
    hi,
  };
  // What was there when the view was opened may be told once more.
  const steps = before.steps.filter((other) => other.request < request);
  return { ...now, steps: [...steps, step], last: progress };
}

export function afterEstimate(run: Run, found: Measured): Run {
  return run.end === null ? { ...run, found } : run;
}

export function afterEnd(run: Run, { runId, failure }: Pick<Ended, 'runId' | 'failure'>): Run {
  // The end of a run before this one.
  if (run.runId !== null && run.runId !== runId && run.end === null && run.steps.length > 0) return run;
  return { ...run, runId, end: { failure } };
}
