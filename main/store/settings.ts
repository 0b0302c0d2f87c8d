/**
 * What a person has set and wants kept, in `settings.json` of the data folder. Written whole or not at all, readable by this person alone.
 *
 * A file that cannot be used never ends a command: it is told in one sentence, and the command goes on without.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Conf, { type Options } from 'conf';
import * as v from 'valibot';
import manifest from '../../package.json' with { type: 'json' };
import { MOST_TRIM_MS } from '../../api/protocol/server.ts';
import { folderFailure } from './data-folder.ts';
import { SettingsChanges, type Settings } from '../../api/protocol/settings.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';

/**
 * What the file may hold. Checked here, for conf's own validator (ajv) takes longer to make than all the rest of a start does.
 */
const Kept = v.strictObject({
  /** Host and port -> the person's own trim in ms, positive when the press is to be later; of servers that are not registered. */
  hostTrimsMs: v.optional(
    v.record(v.string(), v.pipe(v.number(), v.minValue(-MOST_TRIM_MS), v.maxValue(MOST_TRIM_MS))),
  ),
  /** What differs from SETTINGS_DEFAULTS, or did when it was set. */
  settings: v.optional(SettingsChanges),
  /** Conf's own: how far it has migrated. */
  __internal__: v.optional(v.unknown()),
});
type Kept = Omit<v.InferOutput<typeof Kept>, '__internal__'>;

export interface KeptSettings {
  /** The trim kept for a server, ms; 0 when there is none. */
  trimMs(host: string): number;
  /** Keeps it from now on; 0 forgets it. */
  keepTrim(host: string, trimMs: number): void;
  /** Everything else, complete. */
  values(): Settings;
  /** Keeps these from now on, and returns what then holds. Throws a Failure when that cannot be written: then nothing changes. */
  change(changes: SettingsChanges): Settings;
}

const FILE: Options<Kept> = {
  projectName: 'ticketime',
  projectSuffix: '',
  projectVersion: manifest.version,
  configName: 'settings',
  configFileMode: 0o600,
  accessPropertiesByDotNotation: false, // hosts have dots
};

/** What the layout of an older version becomes in a newer one. */
const MIGRATIONS: Options<Kept>['migrations'] & object = {
  // Registered servers have trims of their own now.
  '0.2.0': (file) => {
    const older = file as unknown as Conf<{ trimsMs?: Record<string, number> }>;
    const trims = older.get('trimsMs');
    if (trims) file.set('hostTrimsMs', trims);
    older.delete('trimsMs');
  },
};

/** `tell` is given each sentence that a person should read. */
export function openSettings(folder: string, tell: (sentence: string) => void): KeptSettings {
  const options: Options<Kept> = { ...FILE, cwd: folder };
  const unusable = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error; // not the file system's: a bug
    tell(
      `The settings cannot be used, so nothing is kept from one time to the next (${message}): name another folder with --data-dir.`,
    );
  };
  let file: Conf<Kept> | undefined;
  try {
    file = open(options, tell);
  } catch (error) {
    unusable(error);
  }
  let held: SettingsChanges = file?.get('settings') ?? {};
  return {
    trimMs(host) {
      const trims = file?.get('hostTrimsMs') ?? {};
      return Object.hasOwn(trims, host) ? trims[host] : 0;
    },
    keepTrim(host, trimMs) {
      if (!file) return;
      try {
        const others = Object.entries(file.get('hostTrimsMs') ?? {}).filter(([name]) => name !== host);
        file.set('hostTrimsMs', Object.fromEntries(trimMs === 0 ? others : [...others, [host, trimMs]]));
      } catch (error) {
        unusable(error);
      }
    },
    values: () => complete(held),
    change(changes) {
      const next = merged(held, changes);
      try {
        file?.set('settings', next);
      } catch (error) {
        throw folderFailure(error, folder);
      }
      held = next; // without a file, for as long as this runs
      return complete(held);
    },
  };
}

/** Groups are merged, single values and lists replaced. */
function merged(older: SettingsChanges, newer: SettingsChanges): SettingsChanges {
  const both: Record<string, unknown> = { ...older, ...newer };
  for (const [name, group] of Object.entries(older)) {
    const changes = newer[name as keyof SettingsChanges];
    if (typeof group === 'object' && !Array.isArray(group)) both[name] = { ...group, ...(changes as object) };
  }
  return both;
}

function complete(kept: SettingsChanges): Settings {
  return merged(SETTINGS_DEFAULTS, kept) as Settings;
}

/** Opens the file; what is in it but cannot be understood is put aside, never overwritten. */
function open(options: Options<Kept>, tell: (sentence: string) => void): Conf<Kept> {
  // Says where the file is, whatever it holds; writes nothing.
  const { path } = new Conf<Kept>({ ...options, clearInvalidConfig: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : null;
  // Conf notes in the file how far it has migrated: where there is no file yet, there is nothing to migrate.
  if (text === null) return new Conf<Kept>(options);
  try {
    const held: unknown = JSON.parse(text);
    if (typeof held !== 'object' || held === null || Array.isArray(held)) throw new SyntaxError('No object.');
    const file = new Conf<Kept>({ ...options, migrations: MIGRATIONS });
    v.parse(Kept, { ...file.store });
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    const aside = `${path}.unreadable`;
    writeFileSync(aside, text, { mode: 0o600 });
    rmSync(path);
    tell(
      `${path} holds no settings that can be read, so it was put aside as ${aside}, and all are as at first.`,
    );
    return new Conf<Kept>(options);
  }
}
