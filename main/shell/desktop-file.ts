/**
 * What the desktop app keeps for itself beside the core's settings, in `desktop.json` of the data folder: what a person prefers of its
 * windows, and where the overlay stands on each display. A file that cannot be used ends nothing.
 */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import * as v from 'valibot';
import { DesktopPreferences } from '../../api/protocol/desktop.ts';

/** But for what the system itself keeps. */
const Preferences = v.omit(DesktopPreferences, ['opensAtLogin']);
export type Preferences = v.InferOutput<typeof Preferences>;

const Place = v.strictObject({ x: v.number(), y: v.number() });
export type Place = v.InferOutput<typeof Place>;

const Kept = v.strictObject({
  preferences: v.optional(v.partial(Preferences)),
  /** By the display's id: from its corner to the overlay's, DIP. */
  places: v.optional(v.record(v.string(), Place)),
  lastDisplay: v.optional(v.number()),
  withoutGpu: v.optional(v.boolean()),
});
type Kept = v.InferOutput<typeof Kept>;

const NAME = 'desktop';

export interface DesktopFile {
  readonly preferences: Preferences;
  readonly withoutGpu: boolean;
  /** The display on which the overlay stood last. */
  readonly lastDisplay: number | null;
  prefer(changes: Partial<Preferences>): void;
  keepWithoutGpu(): void;
  place(displayId: number): Place | null;
  keepPlace(displayId: number, place: Place): void;
}

/** `tell` is given each sentence that a person should read. */
export function openDesktopFile(folder: string, tell: (sentence: string) => void): DesktopFile {
  let held: Kept = {};
  let file: Conf<Kept> | null = null;
  try {
    setAside(folder, tell);
    file = new Conf<Kept>({
      cwd: folder,
      configName: NAME,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    held = { ...file.store };
  } catch (error) {
    unusable(error);
  }

  function unusable(error: unknown): void {
    file = null;
    tell(
      `What Ticketime's windows are to be like cannot be kept in ${folder} (${(error as Error).message}): it holds until Ticketime ends.`,
    );
  }

  function keep(changes: Kept): void {
    held = { ...held, ...changes };
    try {
      file?.set(changes);
    } catch (error) {
      unusable(error);
    }
  }

  return {
    get preferences() {
      const { ground = 'auto', updates = true } = held.preferences ?? {};
      return { ground, updates };
    },
    get withoutGpu() {
      return held.withoutGpu ?? false;
    },
    get lastDisplay() {
      return held.lastDisplay ?? null;
    },
    prefer: (changes) => keep({ preferences: { ...held.preferences, ...changes } }),
    keepWithoutGpu: () => keep({ withoutGpu: true }),
    place: (id) => held.places?.[id] ?? null,
    keepPlace: (id, place) => keep({ places: { ...held.places, [id]: place }, lastDisplay: id }),
  };
}

/** One that cannot be understood is put aside, never overwritten. */
function setAside(folder: string, tell: (sentence: string) => void): void {
  const path = join(folder, `${NAME}.json`);
  if (!existsSync(path)) return;
  try {
    const held: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Array.isArray(held)) throw new SyntaxError('No object.'); // it would pass for one
    v.parse(Kept, held);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    renameSync(path, `${path}.unreadable`);
    tell(
      `${path} could not be read, so it was put aside as ${path}.unreadable, and Ticketime's windows stand as at first.`,
    );
  }
}
