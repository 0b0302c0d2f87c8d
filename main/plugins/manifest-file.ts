/** The one JSON object in a plugin's `plugin.json`, before anybody looks at what it says. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

const MOST_KB = 64;

export interface ManifestText {
  /** As sentences name it. */
  readonly path: string;
  /** The plugin's folder, links resolved. */
  readonly folder: string;
  readonly held: object;
}

export function readManifestFile(folder: string): ManifestText {
  const path = join(folder, 'plugin.json');
  const { real, bytes } = read(path, folder);
  const held = parsed(path, bytes);
  if (typeof held === 'object' && held !== null && !Array.isArray(held)) return { path, folder: real, held };
  throw invalid(`${path} must hold one JSON object, as in {"id": "led-bridge"}.`);
}

export const invalid = (sentence: string): Failure => new Failure('manifest-invalid', sentence);

function read(path: string, folder: string): { real: string; bytes: Uint8Array } {
  try {
    const stats = statSync(path);
    // To read a pipe would be to wait for whoever writes it.
    if (!stats.isFile())
      throw new Failure(
        'manifest-unreadable',
        `${path} is not a file: put a file there that holds one JSON object.`,
      );
    if (stats.size > MOST_KB * 1024)
      throw invalid(`${path} is larger than ${MOST_KB} KB: leave out what is not needed.`);
    return { real: realpathSync(folder), bytes: readFileSync(path) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure(
        'manifest-missing',
        `There is no plugin.json in ${folder}: put one there that says what the plugin is and what it asks for.`,
      );
    throw new Failure(
      'manifest-unreadable',
      `${path} cannot be read (${message}): give it to the person that runs Ticketime.`,
      { cause: error },
    );
  }
}

function parsed(path: string, bytes: Uint8Array): unknown {
  try {
    // A byte order mark, as editors on Windows write it, is passed over.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    // The message quotes the text around the place.
    const where = (error as Error).message.replace(/[\s\p{Cc}]+/gu, ' ');
    throw invalid(`${path} is not JSON (${where}): mend it there.`);
  }
}
