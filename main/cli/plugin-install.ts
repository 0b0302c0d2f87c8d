/** `ticketime plugin install`: fetches a plugin, shows what it asks for, and has it started if that is allowed. */
import { join } from 'node:path';
import type { Plugin } from '../../api/protocol/plugin.ts';
import type { Provenance } from '../plugins/install/provenance.ts';
import { stage, type Staged } from '../plugins/install/stage.ts';
import { readWish } from '../plugins/install/wish.ts';
import { withCore } from './core-access.ts';
import { printJson, printLines } from './output.ts';
import { isAllowed, type Manner } from './plugin-consent.ts';
import { isCovered, place, replaced } from './plugin-place.ts';
import { aboutLines, originWords } from './plugin-words.ts';

export interface Source {
  readonly registry: string;
  readonly integrity: string | undefined;
}

export async function install(word: string, source: Source, manner: Manner): Promise<void> {
  const { folder, signal } = manner;
  const wish = readWish(word, process.cwd());
  const staged = await stage(wish, { folder: join(folder, 'plugins'), signal, ...source });
  try {
    const plugins = await withCore(folder, ({ call }) => call('listPlugins', {}));
    const before = replaced(staged, plugins);
    const isEnabled = (before !== null && isCovered(folder, staged)) || (await isWanted(staged, manner));
    tell(await place(folder, staged, before, isEnabled), staged.provenance, manner);
  } finally {
    staged.discard();
  }
}

/** Whether the person allows it what it asks for. */
export function isWanted({ manifest: { id, about }, provenance }: Staged, manner: Manner): Promise<boolean> {
  return isAllowed(aboutLines(id, about, provenance), 'Allow and start it?', manner);
}

function tell(plugin: Plugin, provenance: Provenance, { json }: Manner): void {
  const { id, about } = plugin;
  if (json) printJson({ ...plugin, package: provenance });
  else
    printLines([
      `${id} ${about?.version ?? ''} is installed from ${originWords(provenance)}, ${enabledWords(plugin)}`,
    ]);
}

/** The end of a sentence. */
export function enabledWords({ id, isEnabled, state }: Plugin): string {
  if (!isEnabled) return `and not enabled: ticketime plugin enable ${id}`;
  return state === 'off' ? 'and enabled: a ticketime serve starts it.' : 'and started.';
}
