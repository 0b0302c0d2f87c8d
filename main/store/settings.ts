/**
 * What a person has set and wants kept, in `settings.json`: in the folder where the system keeps settings, or in one of
 * the person's choice. Written whole or not at all, readable by this person alone.
 *
 * A file that cannot be used never ends a command: it is told in one sentence, and the command goes on without.
 */
import { renameSync } from 'node:fs';
import Conf, { type Options } from 'conf';

type Kept = {
  /** Server (host and port) -> the person's own trim in ms, positive when the press is to be later. */
  trimsMs?: Readonly<Record<string, number>>;
};

export interface Settings {
  /** The trim kept for a server, ms; 0 when there is none. */
  trimMs(host: string): number;
  /** Keeps it from now on; 0 forgets it. */
  keepTrim(host: string, trimMs: number): void;
}

/** Nobody is this many ms too quick or too slow: what is more is a mistake. */
export const MOST_TRIM_MS = 10_000;

const FILE: Options<Kept> = {
  projectName: 'ticketime',
  projectSuffix: '',
  configName: 'settings',
  configFileMode: 0o600,
  accessPropertiesByDotNotation: false, // hosts have dots
  schema: {
    trimsMs: {
      type: 'object',
      additionalProperties: { type: 'number', minimum: -MOST_TRIM_MS, maximum: MOST_TRIM_MS },
    },
  },
};

/** `folder` undefined: the system's own. `tell` is given each sentence that a person should read. */
export function openSettings(folder: string | undefined, tell: (sentence: string) => void): Settings {
  const options: Options<Kept> = { ...FILE, ...(folder !== undefined && { cwd: folder }) };
  const unusable = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error; // not the file system's: a bug
    tell(
      `The settings cannot be used, so no trim is kept from one time to the next (${message}): name another folder with --data-dir.`,
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
      const trims = file?.get('trimsMs') ?? {};
      return Object.hasOwn(trims, host) ? trims[host] : 0;
    },
    keepTrim(host, trimMs) {
      if (!file) return;
      try {
        const others = Object.entries(file.get('trimsMs') ?? {}).filter(([name]) => name !== host);
        file.set('trimsMs', Object.fromEntries(trimMs === 0 ? others : [...others, [host, trimMs]]));
      } catch (error) {
        unusable(error);
      }
    },
  };
}

/** Opens the file; what is in it but cannot be understood is put aside, never overwritten. */
function open(options: Options<Kept>, tell: (sentence: string) => void): Conf<Kept> {
  // Says where the file is, whatever it holds; writes nothing.
  const { path } = new Conf<Kept>({ ...options, clearInvalidConfig: true });
  try {
    return new Conf<Kept>(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    const aside = `${path}.unreadable`;
    renameSync(path, aside);
    tell(
      `${path} holds no settings that can be read, so it was put aside as ${aside}, and all are as at first.`,
    );
    return new Conf<Kept>(options);
  }
}
