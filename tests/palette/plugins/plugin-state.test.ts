import { describe, expect, it } from 'vitest';
import { PLUGIN_STATES } from '../../../api/protocol/plugin.ts';
import {
  canStart,
  canStop,
  inOrder,
  levelOf,
  levelOfUse,
  needsConsent,
} from '../../../palette/views/plugins/plugin-state.ts';
import { somePlugin } from './some-plugin.ts';

const problem = (code: string) => ({ code, message: 'Because.' });

describe('the plugins', () => {
  it('stand by name, and those that cannot be used at the end', () => {
    const plugins = [
      somePlugin({ id: 'broken', about: null, state: 'broken' }),
      somePlugin({ id: 'zz', about: { name: 'Zoo' } }),
      somePlugin({ id: 'aa', about: { name: 'Ants' } }),
    ];
    expect(inOrder(plugins).map(({ id }) => id)).toEqual(['aa', 'zz', 'broken']);
  });
});

describe('a plugin', () => {
  it('can be started unless it runs or is broken, and stopped as long as it would be started again', () => {
    const whatCan = (isEnabled: boolean) =>
      PLUGIN_STATES.map((state) => {
        const plugin = somePlugin({ state, isEnabled });
        return `${state}:${canStart(plugin) ? ' start' : ''}${canStop(plugin) ? ' stop' : ''}`;
      });
    expect(whatCan(true)).toEqual([
      'off: start stop',
      'starting: stop',
      'running: stop',
      'pausing: start stop',
      'stopped: start stop',
      'ended: start stop',
      'broken: stop',
    ]);
    expect(whatCan(false)[0]).toBe('off: start');
  });

  it('is asked about before it runs, and again when it asks for more than was allowed', () => {
    expect(needsConsent(somePlugin())).toBe(true);
    expect(needsConsent(somePlugin({ isEnabled: true, state: 'stopped' }))).toBe(false);
    const outgrown = somePlugin({ isEnabled: true, problem: problem('consent-outgrown') });
    expect(needsConsent(outgrown)).toBe(true);
  });

  it('shows at a glance whether all is well', () => {
    expect(levelOf(somePlugin({ state: 'running' }))).toBe('good');
    expect(levelOf(somePlugin({ state: 'running', problem: problem('plugin-near-memory') }))).toBe('fair');
    expect(levelOf(somePlugin({ state: 'stopped', problem: problem('plugin-over-cpu') }))).toBe('poor');
    expect(levelOf(somePlugin({ state: 'ended' }))).toBe('unknown');
  });

  it('is warned of from four fifths of a cap on', () => {
    expect([79, 80, 100, 101].map((used) => levelOfUse(used, 100))).toEqual(['good', 'fair', 'fair', 'poor']);
  });
});
