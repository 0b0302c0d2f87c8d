/** The programs that may connect: each token with its connections. Pure. */
import type { Output } from '../../../api/client/client.ts';

type Token = Output<'listTokens'>[number];
type Client = Output<'readHealth'>['clients'][number];

export interface Program {
  readonly token: Token;
  /** Oldest first. */
  readonly connections: readonly Client[];
  /** Another token has the same name, so that nobody can tell whose these connections are: they stand at each. */
  readonly isShared: boolean;
}

/** Connected ones first, then by name. The core tells of a connection its token's name. */
export function programsOf(tokens: readonly Token[], clients: readonly Client[]): Program[] {
  return tokens
    .map((token) => ({
      token,
      connections: clients
        .filter(({ name }) => name === token.name)
        .sort((one, other) => one.connectedEpochMs - other.connectedEpochMs),
      isShared: tokens.some((other) => other.id !== token.id && other.name === token.name),
    }))
    .sort(
      (one, other) =>
        Number(other.connections.length > 0) - Number(one.connections.length > 0) ||
        one.token.name.localeCompare(other.token.name),
    );
}
