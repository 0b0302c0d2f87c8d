/** A plugin's program: where it really lies, and what runs it. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import type { PluginAbout } from '../../api/protocol/plugin.ts';
import { Failure } from '../failure.ts';

type Runtime = PluginAbout['runtime'];

const RUNTIMES: Readonly<Record<string, Runtime>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.py': 'python',
};

export const runtimeOf = (entry: string): Runtime => RUNTIMES[extname(entry)] ?? 'program';

/** Its whole path, links resolved: a file within the folder, whose own path has no links. */
export function locateEntry(manifest: string, folder: string, entry: string): string {
  const the = `In ${manifest}, the entry ${JSON.stringify(entry)}`;
  // Absolute by either system's rules, so that what is refused on one is not published from the other.
  if (isAbsolute(entry) || win32.isAbsolute(entry))
    throw new Failure(
      'entry-outside',
      `${the} is an absolute path: name a program in the plugin’s folder, as in main.js.`,
    );
  const stated = resolve(folder, entry);
  if (isOutside(folder, stated))
    throw new Failure(
      'entry-outside',
      `${the} leads out of the plugin’s folder: name a program that lies in it.`,
    );
  const { real, isFile } = resolved(the, stated);
  if (isOutside(folder, real))
    throw new Failure(
      'entry-outside',
      `${the} leads by a link to ${real}, out of the plugin’s folder: put the program itself there.`,
    );
  if (!isFile) throw new Failure('entry-missing', `${the} is not a file: name the program itself.`);
  if (runtimeOf(entry) === 'program' && !isExecutable(real))
    throw new Failure(
      'entry-not-executable',
      `${the} is a program that may not be executed: run "chmod +x ${real}", or name a .js or .py file.`,
    );
  return real;
}

function resolved(the: string, path: string): { real: string; isFile: boolean } {
  try {
    const real = realpathSync(path);
    return { real, isFile: statSync(real).isFile() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure('entry-missing', `${the} is not there: put the program there, or name another one.`);
    throw new Failure('entry-missing', `${the} cannot be reached (${message}): name another one.`, {
      cause: error,
    });
  }
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** Windows knows no such right; it goes by the ending. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
