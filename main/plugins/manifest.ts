/** `plugin.json`: what a plugin says of itself, and asks for. */
import * as v from 'valibot';
import type { ActionKind } from '../../api/protocol/action.ts';
import { PLUGIN_PERMISSIONS } from '../../api/protocol/permission.ts';
import type { PluginAbout } from '../../api/protocol/plugin.ts';
import { sentenceOf } from '../../api/server/validate.ts';
import { Failure } from '../failure.ts';
import { schemaFault } from './action-schema.ts';
import { locateEntry, runtimeOf } from './entry.ts';
import { invalid, readManifestFile, type ManifestText } from './manifest-file.ts';
import { ManifestFile } from './manifest-schema.ts';

/** A plugin that can be started. */
export interface Manifest {
  readonly id: string;
  readonly about: PluginAbout;
  /** Where it lies, links resolved. */
  readonly folder: string;
  /** Its program: whole path, links resolved, within the folder. */
  readonly entry: string;
}

/** Throws a Failure that says what is wrong, and where. */
export const readManifest = (folder: string): Manifest => manifestOf(readManifestFile(folder));

export function manifestOf({ path, folder, held }: ManifestText): Manifest {
  const result = v.safeParse(ManifestFile, held);
  if (!result.success) throw refusal(path, result.issues);
  const { id, name, version, description = null, entry, permissions, caps, actions } = result.output;
  const about: PluginAbout = {
    name,
    version,
    description,
    runtime: runtimeOf(entry),
    permissions: PLUGIN_PERMISSIONS.filter((permission) => permissions.includes(permission)),
    caps,
    actions: kindsOf(path, id, actions),
  };
  return { id, about, folder, entry: locateEntry(path, folder, entry) };
}

type Issues = Parameters<typeof sentenceOf>[0];

function refusal(path: string, issues: Issues): Failure {
  const [{ type, input, path: way }] = issues;
  if (type === 'picklist' && typeof input === 'string' && way?.[0].key === 'permissions')
    return permissionRefusal(path, input);
  const sentence = sentenceOf(issues);
  return invalid(`In ${path}, ${sentence[0].toLowerCase()}${sentence.slice(1)}`);
}

function permissionRefusal(path: string, permission: string): Failure {
  if (permission === 'manage')
    return new Failure(
      'permission-refused',
      `In ${path}, the permission "manage" is asked for, which no plugin is allowed, for it could give itself everything: leave it out.`,
    );
  return new Failure(
    'permission-unknown',
    `In ${path}, the permission ${JSON.stringify(permission.slice(0, 100))} is asked for, which there is not: choose from ${PLUGIN_PERMISSIONS.join(', ')}.`,
  );
}

function kindsOf(path: string, id: string, actions: ManifestFile['actions']): ActionKind[] {
  return Object.entries(actions).map(([name, { title, description = null, input }]) => {
    const fault = schemaFault(input);
    if (fault)
      throw invalid(
        `In ${path}, the field "actions.${name}.input.${fault.field}" cannot be used: ${fault.fix}.`,
      );
    return { kind: `${id}.${name}`, title, description, input };
  });
}
