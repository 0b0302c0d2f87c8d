/** `ticketime plugin update`: the newest release of plugins that came from a registry. */
import { join } from 'node:path';
import type { Plugin } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';
import { readProvenance, type Provenance } from '../plugins/install/provenance.ts';
import { findRelease } from '../plugins/install/registry.ts';
import { stage } from '../plugins/install/stage.ts';
import { isNewer } from '../plugins/install/version-order.ts';
import { withCore } from './core-access.ts';
import { EXIT } from './exit-code.ts';
import { findPlugin } from './find-plugin.ts';
import { printJson, printLines, tellOnStderr } from './output.ts';
import type { Manner } from './plugin-consent.ts';
import { isWanted } from './plugin-install.ts';
import { isCovered, place } from './plugin-place.ts';
import { printable } from './printable.ts';

type Published = Provenance & { from: 'registry' };

interface Candidate {
  readonly plugin: Plugin;
  readonly origin: Published;
}

interface Update {
  readonly id: string;
  readonly was: string;
  /** Of the newest release. */
  readonly version: string;
  /** `left`: it asks for more, and nobody allowed it. */
  readonly result: 'updated' | 'newest' | 'left';
}

/** `id`: undefined for all that came from a registry. Resolves with the exit code: what goes wrong with one keeps no other. */
export async function update(id: string | undefined, manner: Manner): Promise<number> {
  const plugins = await withCore(manner.folder, ({ call }) => call('listPlugins', {}));
  const candidates = id === undefined ? used(plugins).flatMap(publishedOf) : [named(plugins, id)];
  const updates: Update[] = [];
  const failures: { id: string; code: string; message: string }[] = [];
  for (const candidate of candidates) {
    try {
      updates.push(await updateOne(candidate, manner));
    } catch (error) {
      if (!(error instanceof Failure) || id !== undefined) throw error;
      failures.push({ id: candidate.plugin.id, code: error.code, message: error.message });
    }
  }
  if (manner.json) printJson({ plugins: updates, failures });
  else {
    const nothing = candidates.length === 0 ? ['No plugin was installed from a registry.'] : [];
    printLines([...nothing, ...updates.map(updateWords)]);
    for (const failure of failures) tellOnStderr(printable(`${failure.id}: ${failure.message}`));
  }
  return failures.length > 0 ? EXIT.failed : EXIT.ok;
}

/** Of several with one id, the one that is used. */
const used = (plugins: readonly Plugin[]) =>
  plugins.filter((plugin) => findPlugin(plugins, plugin.id) === plugin);

function publishedOf(plugin: Plugin): Candidate[] {
  const origin = plugin.source === 'installed' ? readProvenance(plugin.folder) : null;
  return origin?.from === 'registry' ? [{ plugin, origin }] : [];
}

function named(plugins: readonly Plugin[], id: string): Candidate {
  const plugin = findPlugin(plugins, id);
  const candidate = publishedOf(plugin).at(0);
  if (candidate) return candidate;
  throw new Failure(
    'plugin-not-updatable',
    plugin.source === 'bundled'
      ? `The plugin ${id} comes with Ticketime, and is updated with it.`
      : `The plugin ${id} was not installed from a registry, so there is nobody to ask: install it again from where it came.`,
  );
}

async function updateOne({ plugin, origin }: Candidate, manner: Manner): Promise<Update> {
  const { id } = plugin;
  const { name, registry, version: was } = origin;
  const { folder, signal } = manner;
  const { version } = await findRelease(name, 'latest', { url: registry, signal });
  if (!isNewer(version, was)) return { id, was, version, result: 'newest' };
  const wish = { from: 'registry', name, wanted: version } as const;
  const staged = await stage(wish, { folder: join(folder, 'plugins'), registry, signal });
  try {
    if (staged.manifest.id !== id)
      throw new Failure(
        'plugin-id-changed',
        `The newest release of ${name} is of another id, ${staged.manifest.id}, so ${id} stays as it is: remove it and install ${name} anew.`,
      );
    const mayRun = !plugin.isEnabled || isCovered(folder, staged) || (await isWanted(staged, manner));
    if (!mayRun) return { id, was, version, result: 'left' };
    await place(folder, staged, plugin, plugin.isEnabled);
    return { id, was, version, result: 'updated' };
  } finally {
    staged.discard();
  }
}

function updateWords({ id, was, version, result }: Update): string {
  switch (result) {
    case 'updated':
      return `${id} is updated from ${was} to ${version}.`;
    case 'newest':
      return `${id} ${was} is the newest.`;
    case 'left':
      return `${id} stays at ${was}, for ${version} asks for more: ticketime plugin update ${id} --yes allows that.`;
  }
}
