/** Whose the connections are that the core tells of. Pure. */
import type { Output } from '../../../api/client/client.ts';

export type Connection = Output<'readHealth'>['clients'][number];

/** Of pages, and of the person's own command. */
export const PERSON = 'person';
const OF_PLUGINS = 'plugin:';

export const tokenIdOf = (pluginId: string) => `${OF_PLUGINS}${pluginId}`;

export const isOfPlugin = ({ tokenId }: Pick<Connection, 'tokenId'>) => tokenId.startsWith(OF_PLUGINS);

/** Oldest first. */
export function connectionsOf(all: readonly Connection[], tokenId: string): Connection[] {
  return all
    .filter((one) => one.tokenId === tokenId)
    .sort((one, other) => one.connectedEpochMs - other.connectedEpochMs);
}
