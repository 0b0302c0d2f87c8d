/** The plugin that a person's word means: by its id. */
import type { Plugin } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';

/** Of several with one id, the one that is used. Throws a Failure when there is none. */
export function findPlugin(plugins: readonly Plugin[], id: string): Plugin {
  const plugin = plugins.find((one) => one.id === id);
  if (plugin) return plugin;
  throw new Failure('no-such-plugin', `There is no plugin ${id}: ticketime plugin lists them.`);
}
