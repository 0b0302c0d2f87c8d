/** The registered server that a person's word means: by its id, its address, or its name. */
import type { ServerSummary } from '../../api/protocol/server.ts';
import { addressOf } from '../core/address.ts';
import { Failure } from '../failure.ts';

/** Undefined when there is none; throws a Failure when there are several. */
export function findServer(servers: readonly ServerSummary[], word: string): ServerSummary | undefined {
  const key = keyOf(word);
  const exact =
    servers.find(({ id }) => id === word) ??
    servers.find(({ url }) => key !== undefined && keyOf(url) === key);
  if (exact) return exact;
  const named = servers.filter(({ name }) => name.toLowerCase() === word.trim().toLowerCase());
  if (named.length > 1)
    throw new Failure(
      'ambiguous-server',
      `${named.length} servers are named "${word}": name one by its id (${named.map(({ id }) => id).join(', ')}).`,
    );
  return named.at(0);
}

/** The same; throws a Failure when there is none as well. */
export function registered(servers: readonly ServerSummary[], word: string): ServerSummary {
  const server = findServer(servers, word);
  if (server) return server;
  throw new Failure(
    'no-such-server',
    `"${word}" is no registered server: ticketime servers lists them, and ticketime servers add registers one.`,
  );
}

/** What two spellings of one address have in common; undefined when it is no address. */
function keyOf(word: string): string | undefined {
  try {
    return addressOf(word).key;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
