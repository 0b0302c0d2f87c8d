/** `ticketime serve`: the core, for as long as it is wanted. A signal is how it is ended, and no failure. */
import { once } from 'node:events';
import { makeFolder } from '../store/data-folder.ts';
import { readArguments, UsageError } from './arguments.ts';
import { EXIT } from './exit-code.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { printJson, printLines, tellOnStderr } from './output.ts';
import { folderOf } from './folder.ts';
import { DEFAULT_PORT, portOf } from './port.ts';
import { FOLDER_OPTIONS } from './subcommand.ts';

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('serve', words, { ...FOLDER_OPTIONS, port: { example: DEFAULT_PORT } });
  if (args.has('help')) {
    printLines([HELP.serve]);
    return EXIT.ok;
  }
  if (args.positionals.length > 0)
    throw new UsageError(
      'unexpected-word',
      `ticketime serve takes no word, so leave out "${args.positionals[0]}".`,
      'serve',
    );
  const port = portOf('serve', args) ?? DEFAULT_PORT;
  interruption.expect();
  const folder = folderOf(args.text('data-dir'));
  makeFolder(folder);
  const { startCore } = await import('../core.ts');
  const running = await startCore({ folder, tell: tellOnStderr, serve: { port } });
  try {
    const { address } = running;
    if (args.has('json')) printJson({ address });
    else printLines([`Ticketime serves at ${address ?? ''}, with the data in ${folder}. Ctrl-C ends it.`]);
    const { signal } = interruption;
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await running.close();
  }
  return EXIT.ok;
}
