/** Puts a plugin that was fetched into its place, by way of the core: what runs of an older one is ended first. */
import { basename } from 'node:path';
import type { Plugin } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';
import { Consents, covers } from '../plugins/consents.ts';
import { isSameOrigin, readProvenance } from '../plugins/install/provenance.ts';
import type { Staged } from '../plugins/install/stage.ts';
import { withCore } from './core-access.ts';
import { tellOnStderr } from './output.ts';

/** The plugin whose place it may take; null when its id is nobody's. Throws a Failure when that place is another's. */
export function replaced(
  { manifest: { id }, provenance }: Staged,
  plugins: readonly Plugin[],
): Plugin | null {
  const all = plugins.filter(
    (plugin) => plugin.id === id || (plugin.source === 'installed' && basename(plugin.folder) === id),
  );
  const own = all.find(
    (plugin) =>
      plugin.id === id &&
      plugin.source === 'installed' &&
      isSameOrigin(readProvenance(plugin.folder), provenance),
  );
  const other = all.find((plugin) => plugin !== own);
  if (other?.source === 'bundled')
    throw new Failure(
      'plugin-id-taken',
      `The id ${id} is that of a plugin that comes with Ticketime: its maker can give it another one in its plugin.json.`,
    );
  if (other && other.id !== id)
    throw new Failure(
      'plugin-id-taken',
      `The folder ${other.folder}, which is the place of ${id}, is that of the plugin ${other.id}: move it, or remove it with ticketime plugin remove ${other.id}.`,
    );
  if (other)
    throw new Failure(
      'plugin-id-taken',
      `The id ${id} is that of another plugin, which lies in ${other.folder}: remove that one first, with ticketime plugin remove ${id}.`,
    );
  return own ?? null;
}

/** Whether what the person allowed a plugin of this id is enough. Of a tarball nobody knows who made it: it is asked about each time. */
export function isCovered(folder: string, { manifest: { id, about }, provenance }: Staged): boolean {
  if (provenance.from === 'tarball') return false;
  const allowed = new Consents(folder, tellOnStderr).get(id);
  return allowed !== null && covers(allowed, about);
}

/** Enabled afterwards or not; what was allowed before is allowed no more. */
export async function place(
  folder: string,
  staged: Staged,
  before: Plugin | null,
  isEnabled: boolean,
): Promise<Plugin> {
  const { id, about } = staged.manifest;
  const allowed = new Consents(folder, tellOnStderr).get(id);
  const ranOn = before?.about && allowed && covers(allowed, before.about) ? before.about : null;
  return withCore(folder, async ({ call }) => {
    if (before) await call('disablePlugin', { id });
    try {
      staged.place(before?.folder);
    } catch (error) {
      if (ranOn) await call('enablePlugin', { id, permissions: ranOn.permissions });
      throw error;
    }
    return isEnabled
      ? call('enablePlugin', { id, permissions: about.permissions })
      : // Whatever a plugin of this id was allowed long ago.
        call('disablePlugin', { id });
  });
}
