/**
 * The plugins that a person has enabled, and what was allowed them: `plugins.json` in the data folder, readable by this person
 * alone. One process at a time uses it: the running core, or a command while none runs.
 */
import { chmodSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PLUGIN_PERMISSIONS } from '../../api/protocol/permission.ts';
import { PluginId, RUNTIMES, type PluginAbout } from '../../api/protocol/plugin.ts';
import { writeWhole } from '../../api/server/whole-file.ts';
import { Failure } from '../failure.ts';

const ConsentRecord = v.object({
  permissions: v.array(v.picklist(PLUGIN_PERMISSIONS)),
  runtime: v.picklist(RUNTIMES),
});
export type ConsentRecord = Readonly<v.InferOutput<typeof ConsentRecord>>;

const Kept = v.object({
  version: v.literal(1),
  plugins: v.array(v.object({ id: PluginId, ...ConsentRecord.entries })),
});

/** Whether what was allowed is enough for what the plugin asks for now. What runs with Node is confined; nothing else is. */
export function covers(
  record: ConsentRecord,
  { permissions, runtime }: Pick<PluginAbout, 'permissions' | 'runtime'>,
): boolean {
  return (
    permissions.every((permission) => record.permissions.includes(permission)) &&
    (runtime === record.runtime || runtime === 'node')
  );
}

export class Consents {
  readonly #path: string;
  #records: ReadonlyMap<string, ConsentRecord>;

  /** `tell` is given each sentence that a person should read. */
  constructor(folder: string, tell: (sentence: string) => void) {
    this.#path = join(folder, 'plugins.json');
    this.#records = read(this.#path, tell);
  }

  /** Null when the plugin is not enabled. */
  get(id: string): ConsentRecord | null {
    return this.#records.get(id) ?? null;
  }

  /** Instead of what was allowed before. Throws a Failure when that cannot be written: then nothing changes. */
  allow(id: string, { permissions, runtime }: ConsentRecord): void {
    this.#keep(new Map(this.#records).set(id, { permissions, runtime }));
  }

  /** Throws a Failure when that cannot be written: then nothing changes. */
  withdraw(id: string): void {
    if (!this.#records.has(id)) return;
    this.#keep(new Map([...this.#records].filter(([other]) => other !== id)));
  }

  #keep(records: ReadonlyMap<string, ConsentRecord>): void {
    const plugins = Array.from(records, ([id, record]) => ({ id, ...record }));
    try {
      writeWhole(this.#path, `${JSON.stringify({ version: 1, plugins }, null, 2)}\n`);
    } catch (error) {
      throw new Failure(
        'consents-not-saved',
        `What plugins are allowed could not be saved (${(error as Error).message}), so nothing was changed: make the data folder writable and free some space.`,
        { cause: error },
      );
    }
    this.#records = records;
  }
}

function read(path: string, tell: (sentence: string) => void): ReadonlyMap<string, ConsentRecord> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      tell(
        `${path} cannot be read (${(error as Error).message}), so no plugin is enabled: give it to the person that runs Ticketime.`,
      );
    return new Map();
  }
  try {
    const { plugins } = v.parse(Kept, JSON.parse(text));
    return new Map(plugins.map(({ id, ...record }) => [id, record]));
  } catch {
    const aside = `${path}.unreadable`;
    renameSync(path, aside);
    tell(
      `${path} holds no consents that can be read, so it was put aside as ${aside}, and no plugin is enabled: enable those that you want.`,
    );
    return new Map();
  }
}
