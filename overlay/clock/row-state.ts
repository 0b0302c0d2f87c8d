/** What a row of the overlay shows, and what it says of that. */
import type { CoreState, ServerSummary, Settings } from '../../api/client/client.ts';

export type TimeMode = Settings['display']['timeMode'];
type Progress = CoreState['progress'] extends ReadonlyMap<string, infer P> ? P : never;

export type RowState =
  /** Nothing holds yet; the first sync is under way. */
  | 'measuring'
  | 'good'
  /** It should be measured again. */
  | 'stale'
  /** Standard time instead of the server's own. */
  | 'indirect'
  /** Nothing is known; the server's `note` may say why. */
  | 'unknown';

export function rowState({
  reading,
  runId,
  health,
}: Pick<ServerSummary, 'reading' | 'runId' | 'health'>): RowState {
  if (!reading) return runId === null ? 'unknown' : 'measuring';
  if (reading.source !== 'date-header') return 'indirect';
  return health?.needsSync ? 'stale' : 'good';
}

/** What is added to the server's clock to show when a request that leaves now arrives, ms; null when that is not known. */
export function arrivalMs(
  { lead, trimMs }: Pick<ServerSummary, 'lead' | 'trimMs'>,
  mode: TimeMode,
): number | null {
  if (mode === 'server-time' || !lead) return null;
  return (mode === 'safe-arrival' ? lead.safeMs : lead.balancedMs) - trimMs;
}

/** What the first probes of a sync make of the server's clock; null until one has answered. */
export function firstFigure(
  progress: Progress | undefined,
): { readonly offsetMs: number; readonly accuracyMs: number } | null {
  return progress?.type === 'probe' ? progress.estimate : null;
}
