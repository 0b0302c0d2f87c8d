/** What the clock of a row shows at this instant. */
import type { PageCore } from '../page/core.svelte.ts';

export interface RowNow {
  /** As it is shown. */
  readonly epochMs: number;
  /** What stands after the ±, ms. */
  readonly accuracyMs: number;
  /** Whether it has jumped within the last two seconds. */
  readonly stepped: boolean;
}

/** What the first probes say: the server minus the core's wall clock. */
interface FirstFigure {
  readonly offsetMs: number;
  readonly accuracyMs: number;
}

/** Null while nothing is known. `addedMs`: what arrival time is ahead of server time by. */
export function rowNow(
  core: Pick<PageCore, 'clock' | 'nowEpochMs'>,
  serverId: string,
  figure: FirstFigure | null,
  addedMs: number,
): RowNow | null {
  const now = core.clock(serverId).read();
  if (now) return { epochMs: now.epochMs + addedMs, accuracyMs: now.accuracyMs, stepped: now.stepped };
  if (!figure) return null;
  const wallMs = core.nowEpochMs();
  if (wallMs === null) return null;
  return { epochMs: wallMs + figure.offsetMs + addedMs, accuracyMs: figure.accuracyMs, stepped: false };
}
