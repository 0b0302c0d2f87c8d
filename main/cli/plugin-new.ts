/** `ticketime plugin new`: a folder with a plugin that runs, to be made into one's own. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import manifest from '../../package.json' with { type: 'json' };
import { PluginId } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';
import { scaffold } from '../plugins/scaffold/scaffold.ts';
import { UsageError } from './arguments.ts';
import { printJson, printLines } from './output.ts';

/** Those that come with Ticketime, and the templates: beside main/, and beside out/ (the bundle's). */
const BUNDLED = fileURLToPath(new URL('../../plugins', import.meta.url));

export function makeNew(id: string, language: 'javascript' | 'python', json: boolean): void {
  if (!v.safeParse(PluginId, id).success)
    throw new UsageError(
      'bad-plugin-id',
      `"${id}" cannot be a plugin's id: choose 2 to 40 small letters, digits and hyphens, a letter first, as in door-sign.`,
      'plugin new',
    );
  if (existsSync(join(BUNDLED, id)))
    throw new Failure(
      'plugin-id-taken',
      `The id ${id} is taken by what comes with Ticketime: choose another one.`,
    );
  const folder = resolve(id);
  const template = join(BUNDLED, 'templates', language);
  const files = scaffold({ template, folder, id, version: manifest.version });
  if (json) printJson({ folder, files });
  else
    printLines([
      `${folder} has a plugin that runs, with a test: see its README.md. To let Ticketime run it:`,
      `  ticketime plugin install ./${id}`,
    ]);
}
