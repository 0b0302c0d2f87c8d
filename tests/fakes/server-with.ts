import type { ServerSummary } from '../../api/protocol/server.ts';

/** A server that nothing is known of yet, but for `parts`. */
export function serverWith(parts: Partial<ServerSummary> = {}): ServerSummary {
  return {
    id: 'abcd',
    url: 'http://a.example/',
    name: 'a.example',
    favourite: false,
    zone: null,
    trimMs: 0,
    intervalMs: null,
    reading: null,
    lead: null,
    practice: null,
    offsetMs: null,
    precisionMs: null,
    accuracyMs: null,
    health: null,
    lastSyncEpochMs: null,
    runId: null,
    note: null,
    ...parts,
  };
}
