import { describe, expect, it } from 'vitest';
import type { Plugin } from '../../../api/protocol/plugin.ts';
import { isOffered, isServed, kindsOf } from '../../../palette/views/schedule/action-kinds.ts';
import { somePlugin } from '../plugins/some-plugin.ts';

const light = {
  kind: 'led-bridge.light',
  title: 'Light',
  description: null,
  input: { type: 'object', properties: {}, required: [] },
} as const satisfies NonNullable<Plugin['about']>['actions'][number];
const kind = (wishes: Partial<Pick<Plugin, 'state' | 'isEnabled'>>) =>
  kindsOf([somePlugin({ about: { actions: [light] }, ...wishes }), somePlugin({ id: 'x', about: null })])[0];

describe('the kinds of action', () => {
  it('are those of every plugin that can be read, with their plugin', () => {
    expect(kind({})).toMatchObject({ kind: 'led-bridge.light', plugin: { id: 'led-bridge' } });
  });

  it('are offered of plugins that are enabled, and served by those that run', () => {
    expect(isOffered(kind({}))).toBe(false);
    const stopped = kind({ isEnabled: true, state: 'stopped' });
    expect([isOffered(stopped), isServed(stopped)]).toEqual([true, false]);
    expect(isServed(kind({ isEnabled: true, state: 'running' }))).toBe(true);
  });
});
