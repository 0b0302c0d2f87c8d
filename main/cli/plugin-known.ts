/** `ticketime plugin list`, `enable`, `disable` and `log`: the plugins that are there. */
import { Failure } from '../failure.ts';
import { readProvenance } from '../plugins/install/provenance.ts';
import { withCore } from './core-access.ts';
import { findPlugin } from './find-plugin.ts';
import { printJson, printLines } from './output.ts';
import { isAllowed, type Manner } from './plugin-consent.ts';
import { aboutLines, permissionNames, pluginLines } from './plugin-words.ts';
import { printable } from './printable.ts';

export async function list({ folder, json }: Manner): Promise<void> {
  const plugins = await withCore(folder, ({ call }) => call('listPlugins', {}));
  if (json) printJson({ plugins });
  else printLines(pluginLines(plugins));
}

export async function enable(id: string, manner: Manner): Promise<void> {
  const { folder, json } = manner;
  const found = await withCore(folder, async ({ call }) => findPlugin(await call('listPlugins', {}), id));
  const { about } = found;
  if (!about) throw new Failure(found.problem?.code ?? 'manifest-missing', found.problem?.message ?? '');
  if (!(await isAllowed(aboutLines(id, about, readProvenance(found.folder)), 'Allow and start it?', manner)))
    throw new Failure(
      'plugin-not-allowed',
      `The plugin ${id} was not enabled: with --yes it is allowed what it asks for (${permissionNames(about)}).`,
    );
  const { permissions } = about;
  const plugin = await withCore(folder, ({ call }) => call('enablePlugin', { id, permissions }));
  if (json) printJson(plugin);
  else
    printLines([
      plugin.state === 'off'
        ? `The plugin ${id} is enabled: a ticketime serve starts it.`
        : `The plugin ${id} is enabled and started.`,
    ]);
}

export async function disable(id: string, { folder, json }: Manner): Promise<void> {
  const plugin = await withCore(folder, async ({ call }) => {
    findPlugin(await call('listPlugins', {}), id);
    return call('disablePlugin', { id });
  });
  if (json) printJson(plugin);
  else printLines([`The plugin ${id} is disabled, and does not run.`]);
}

export async function showLog(
  id: string,
  lines: number | undefined,
  { folder, json }: Manner,
): Promise<void> {
  const log = await withCore(folder, async ({ call }) => {
    findPlugin(await call('listPlugins', {}), id);
    return call('readPluginLog', { id, ...(lines !== undefined && { lines }) });
  });
  if (json) printJson(log);
  else
    printLines(
      log.lines.length > 0 ? log.lines.map(printable) : [`The plugin ${id} has written nothing yet.`],
    );
}
