/**
 * What a person has set and wants kept, in `settings.json`: in the folder where the system keeps settings, or in one of
 * the person's choice. Written whole or not at all, readable by this person alone.
 *
 * A file that cannot be used never ends a command: it is told in one sentence, and the command goes on without.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import Conf, { type Options, type Schema } from 'conf';
import * as v from 'valibot';
import manifest from '../../package.json' with { type: 'json' };
import { MOST_TRIM_MS } from '../../api/protocol/server.ts';
import { SETTINGS_DEFAULTS, SettingsChanges, type Settings } from '../../api/protocol/settings.ts';

type Kept = {
  /** Host and port -> the person's own trim in ms, positive when the press is to be later; of servers that are not registered. */
  hostTrimsMs?: Readonly<Record<string, number>>;
  /** What differs from SETTINGS_DEFAULTS, or did when it was set. */
  settings?: SettingsChanges;
};

export interface KeptSettings {
  /** The trim kept for a server, ms; 0 when there is none. */
  trimMs(host: string): number;
  /** Keeps it from now on; 0 forgets it. */
  keepTrim(host: string, trimMs: number): void;
  /** Everything else, complete. */
  values(): Settings;
  /** Keeps these from now on, and returns what then holds. Throws the file system's error when that cannot be written. */
  change(changes: SettingsChanges): Settings;
}

const FILE: Options<Kept> = {
  projectName: 'ticketime',
  projectSuffix: '',
  projectVersion: manifest.version,
  configName: 'settings',
  configFileMode: 0o600,
  accessPropertiesByDotNotation: false, // hosts have dots
  schema: {
    hostTrimsMs: {
      type: 'object',
      additionalProperties: { type: 'number', minimum: -MOST_TRIM_MS, maximum: MOST_TRIM_MS },
    },
    // What JSON Schema cannot say is checked when it is read.
    settings: toJsonSchema(SettingsChanges, { errorMode: 'ignore' }) as Schema<Kept>['settings'] & object,
  },
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

/** `folder` undefined: the system's own. `tell` is given each sentence that a person should read. */
export function openSettings(folder: string | undefined, tell: (sentence: string) => void): KeptSettings {
  const options: Options<Kept> = { ...FILE, ...(folder !== undefined && { cwd: folder }) };
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
    values: () => complete(file?.get('settings') ?? {}),
    change(changes) {
      const next = merged(file?.get('settings') ?? {}, changes);
      file?.set('settings', next);
      return complete(next);
    },
  };
}

/** Groups are merged, single values replaced. */
function merged(older: SettingsChanges, newer: SettingsChanges): SettingsChanges {
  const groups = ['sync', 'reference', 'webhookRetry'] as const;
  const both = Object.fromEntries(
    groups
      .filter((name) => older[name] ?? newer[name])
      .map((name) => [name, { ...older[name], ...newer[name] }]),
  );
  return { ...older, ...newer, ...both };
}

/** Nothing that does not hold is taken over: a file may have been edited by hand. */
function complete(kept: SettingsChanges): Settings {
  const { success, output } = v.safeParse(SettingsChanges, kept);
  return merged(SETTINGS_DEFAULTS, success ? output : {}) as Settings;
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
    return new Conf<Kept>({ ...options, migrations: MIGRATIONS });
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
