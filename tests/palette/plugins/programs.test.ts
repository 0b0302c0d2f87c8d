import { describe, expect, it } from 'vitest';
import { programsOf } from '../../../palette/views/plugins/programs.ts';

const token = (id: string, name: string) => ({ id, name, permissions: ['read' as const], createdEpochMs: 0 });
const client = (id: string, tokenId: string, connectedEpochMs: number) => ({
  id,
  tokenId,
  name: 'OBS',
  connectedEpochMs,
  bufferedBytes: 0,
});

describe('the programs', () => {
  it('are the tokens, each with its connections, the connected ones first', () => {
    const programs = programsOf(
      [token('a', 'Alpha'), token('b', 'OBS'), token('c', 'Beta')],
      [client('2', 'b', 20), client('1', 'b', 10), client('3', 'person', 5)],
    );
    expect(programs.map((program) => program.token.name)).toEqual(['OBS', 'Alpha', 'Beta']);
    expect(programs[0].connections.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('have their own connections alone, though others have the same name', () => {
    const programs = programsOf(
      [token('a', 'OBS'), token('b', 'OBS')],
      [client('1', 'a', 1), client('2', 'plugin:obs', 2)],
    );
    expect(programs.map(({ token: { id }, connections }) => [id, connections.length])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });
});
