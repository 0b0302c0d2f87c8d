/** The programs that may connect: each token with its connections. Pure. */
import type { Output } from '../../../api/client/client.ts';
import { connectionsOf, type Connection } from './connections.ts';

type Token = Output<'listTokens'>[number];

export interface Program {
  readonly token: Token;
  /** Oldest first. */
  readonly connections: readonly Connection[];
}

/** Connected ones first, then by name. */
export function programsOf(tokens: readonly Token[], clients: readonly Connection[]): Program[] {
  return tokens
    .map((token) => ({ token, connections: connectionsOf(clients, token.id) }))
    .sort(
      (one, other) =>
        Number(other.connections.length > 0) - Number(one.connections.length > 0) ||
        one.token.name.localeCompare(other.token.name),
    );
}
