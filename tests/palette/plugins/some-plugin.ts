/** A plugin as the core tells of it. */
import type { Plugin } from '../../../api/protocol/plugin.ts';

export function somePlugin({
  about = {},
  ...wishes
}: Omit<Partial<Plugin>, 'about'> & { readonly about?: Partial<Plugin['about']> | null } = {}): Plugin {
  const id = wishes.id ?? 'led-bridge';
  return {
    id,
    source: 'installed',
    folder: `/data/plugins/${id}`,
    about: about && {
      name: 'LED bridge',
      version: '1.0.0',
      description: null,
      runtime: 'node',
      permissions: ['read'],
      caps: { memoryMb: 128, cpuPercent: 25 },
      actions: [],
      ...about,
    },
    isEnabled: false,
    state: 'off',
    problem: null,
    pid: null,
    startedEpochMs: null,
    retryEpochMs: null,
    restarts: 0,
    usage: null,
    keptBy: { memory: 'watch', cpu: 'watch' },
    ...wishes,
  };
}
