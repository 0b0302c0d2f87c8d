import { describe, expect, it } from 'vitest';
import { programsOf } from '../../../palette/views/plugins/programs.ts';

const token = (id: string, name: string) => ({ id, name, permissions: ['read' as const], createdEpochMs: 0 });
const client = (id: string, name: string, connectedEpochMs: number) => ({
  id,
  name,
  connectedEpochMs,
  bufferedBytes: 0,
});

describe('the programs', () => {
  it('are the tokens, each with its connections, the connected ones first', () => {
    const programs = programsOf(
      [token('a', 'Alpha'), token('b', 'OBS'), token('c', 'Beta')],
      [client('2', 'OBS', 20), client('1', 'OBS', 10), client('3', 'person', 5)],
    );
    expect(programs.map((program) => program.token.name)).toEqual(['OBS', 'Alpha', 'Beta']);
    expect(programs[0].connections.map(({ id }) => id)).toEqual(['1', '2']);
    expect(programs.some(({ isShared }) => isShared)).toBe(false);
  });

  it('say so when a name is that of two tokens', () => {
    const programs = programsOf([token('a', 'OBS'), token('b', 'OBS')], [client('1', 'OBS', 1)]);
    expect(programs.map(({ isShared, connections }) => [isShared, connections.length])).toEqual([
      [true, 1],
      [true, 1],
    ]);
  });
});
