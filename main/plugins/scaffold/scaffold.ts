/** Makes a new plugin out of a template: a plugin that works, in which the name is replaced. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';

export interface ScaffoldWish {
  /** Its folder. */
  readonly template: string;
  /** Which must not be there yet. */
  readonly folder: string;
  readonly id: string;
  /** Of Ticketime. */
  readonly version: string;
}

/** Returns the names of its files. Throws a Failure. */
export function scaffold({ template, folder, id, version }: ScaffoldWish): string[] {
  if (existsSync(folder))
    throw new Failure(
      'already-there',
      `There is something at ${folder} already: choose another name, or move that away.`,
    );
  const files = readdirSync(template).sort();
  try {
    mkdirSync(folder);
    for (const file of files)
      writeFileSync(join(folder, file), named(readFileSync(join(template, file), 'utf8'), id, version));
  } catch (error) {
    throw new Failure(
      'not-made',
      `The plugin could not be written to ${folder} (${(error as Error).message}): go to a folder that you may write, and try again.`,
      { cause: error },
    );
  }
  return files;
}

/** The template is a plugin of the id `my-plugin` and the name "My plugin". */
function named(text: string, id: string, version: string): string {
  const words = id.replaceAll('-', ' ').trim();
  return text
    .replaceAll('my-plugin', id)
    .replaceAll('My plugin', words[0].toUpperCase() + words.slice(1))
    .replaceAll('"ticketime": "*"', `"ticketime": "^${version}"`);
}
