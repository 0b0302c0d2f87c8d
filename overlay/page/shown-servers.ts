/** Which servers the overlay shows, and in which order people see them all. Pure: the pages and the desktop's shell go by it. */
import type { ServerSummary } from '../../api/client/client.ts';

/** Favourites first, then by name. */
export function inOrder(servers: Iterable<ServerSummary>): ServerSummary[] {
  return [...servers].sort(
    (one, other) => Number(other.favourite) - Number(one.favourite) || one.name.localeCompare(other.name),
  );
}

/** The rows, from the top: those of the settings that still exist; else the first of all. */
export function shownServers(
  servers: readonly ServerSummary[],
  serverIds: readonly string[],
): readonly ServerSummary[] {
  const wanted = serverIds.flatMap((id) => servers.find((server) => server.id === id) ?? []);
  return wanted.length > 0 ? wanted : servers.slice(0, 1);
}

/** The rows once the next server stands first; where that one stood in another row, the two change places. */
export function withNextFirst(servers: readonly ServerSummary[], serverIds: readonly string[]): string[] {
  const rows = shownServers(servers, serverIds).map(({ id }) => id);
  const first = rows.at(0);
  const at = servers.findIndex(({ id }) => id === first);
  const next = servers.at((at + 1) % servers.length)?.id;
  if (first === undefined || next === undefined) return [];
  return rows.map((id) => (id === first ? next : id === next ? first : id));
}
