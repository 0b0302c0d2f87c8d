/**
 * What the clock that a person presses by shows. Pure.
 *
 *     server time: S        arrival: S + lead - trim
 *
 * with S what the server's clock shows and lead what a request that is sent now takes to arrive there. A positive trim lets the
 * arrival clock read T later, so that the person presses later.
 */
import type { Rehearsal, ServerSummary } from '../../../api/client/client.ts';

export type TimeMode = Rehearsal['timeMode'];
export const TIME_MODES = ['server-time', 'safe-arrival', 'balanced-arrival'] as const satisfies TimeMode[];

/** The mode that is shown when `wished` is asked for: without a lead nobody can tell an arrival. */
export function modeShown(wished: TimeMode, { lead }: Pick<ServerSummary, 'lead'>): TimeMode {
  return lead ? wished : 'server-time';
}

/** What is added to the server's time, ms. */
export function addedMs(mode: TimeMode, { lead, trimMs }: Pick<ServerSummary, 'lead' | 'trimMs'>): number {
  if (mode === 'server-time' || !lead) return 0;
  return (mode === 'safe-arrival' ? lead.safeMs : lead.balancedMs) - trimMs;
}
