/** `ticketime plugin remove`: takes an installed plugin out; what it wrote is the person's, and stays. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PluginId, type Plugin } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';
import { withCore } from './core-access.ts';
import { findPlugin } from './find-plugin.ts';
import { printJson, printLines } from './output.ts';

export async function remove(id: string, folder: string, json: boolean): Promise<void> {
  await withCore(folder, async ({ call }) => {
    const all = (await call('listPlugins', {})).filter((plugin) => plugin.id === id);
    const plugin = removable(id, all);
    // Of two with one id, it is the other one that is used.
    if (all.length === 1 && v.is(PluginId, id)) await call('disablePlugin', { id });
    removeFolder(plugin.folder);
    await call('listPlugins', {}); // so that a core that runs sees it gone
  });
  const data = join(folder, 'plugin-data', id);
  const kept = existsSync(data) ? data : null;
  if (json) printJson({ removed: id, kept });
  else
    printLines([
      `The plugin ${id} is removed${kept === null ? '.' : `; what it wrote stays in ${kept}, until you delete it.`}`,
    ]);
}

function removable(id: string, plugins: readonly Plugin[]): Plugin {
  findPlugin(plugins, id);
  const installed = plugins.filter(({ source }) => source === 'installed');
  const plugin = installed.at(0);
  if (plugin && installed.length === 1) return plugin;
  if (plugin)
    throw new Failure(
      'plugin-twice',
      `Several plugins have the id ${id}: delete what you do not want of ${installed.map(({ folder }) => folder).join(', ')}.`,
    );
  throw new Failure(
    'plugin-bundled',
    `The plugin ${id} comes with Ticketime, so it cannot be removed: ticketime plugin disable ${id} keeps it from running.`,
  );
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure(
      'plugin-not-removed',
      `The plugin is disabled, but its folder ${folder} could not be deleted (${(error as Error).message}): delete it by hand.`,
      { cause: error },
    );
  }
}
