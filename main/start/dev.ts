/**
 * `npm run dev`: the app as its sources change; with Electron by electron-vite, which starts it anew when the main process changes, else
 * (or with `--browser`) in a browser. What it keeps, it keeps in a folder of its own, unless --data-dir names one.
 */
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT } from '../cli/exit-code.ts';
import { watchSignals } from '../cli/interruption.ts';
import { Failure } from '../failure.ts';
import { findElectron, runProgram, type Start } from './app.ts';
import { chromiumSwitches } from './way.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const tell = (sentence: string) => void process.stderr.write(`${sentence}\n`);

process.exitCode = await develop(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  tell(error.message);
  return EXIT.failed;
});

/** Resolves with the exit code, once it has been ended. Rejects with a Failure when it could not begin. */
async function develop(words: readonly string[]): Promise<number> {
  const options = readWords(words);
  if (!options) {
    tell('npm run dev knows --browser, and --data-dir with a folder: leave out what else there is.');
    return EXIT.usage;
  }
  const folder = resolve(options.dataDir);
  const { platform, env } = process;
  const place = { root: ROOT, platform, env, uid: process.getuid?.(), tell };
  const found = options.browser ? null : await findElectron(place);
  if (found && 'binary' in found) return await inElectron(found.binary, folder, place);
  if (found) tell(`${found.why}, so the same interface is for a browser.`);
  return await inBrowser(folder);
}

/** Null when they are not understood. */
function readWords(words: readonly string[]): { browser: boolean; dataDir: string } | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { browser: { type: 'boolean' }, 'data-dir': { type: 'string' } },
    });
    return {
      browser: values.browser ?? false,
      dataDir: values['data-dir'] ?? join(tmpdir(), 'ticketime-dev'),
    };
  } catch {
    return null;
  }
}

async function inElectron(binary: string, folder: string, place: Omit<Start, 'build'>): Promise<number> {
  const builder = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const words = [...chromiumSwitches(place), `--data-dir=${folder}`];
  return await runProgram(process.execPath, [builder, 'dev', '--watch', '--', ...words], {
    ...place.env,
    ELECTRON_EXEC_PATH: binary,
  });
}

async function inBrowser(folder: string): Promise<number> {
  const { signal } = watchSignals();
  const { startDevelopment } = await import('./dev-browser.ts');
  const development = await startDevelopment({ root: ROOT, folder, tell });
  const { overlay, palette, core } = development;
  tell(
    [
      `The pages follow their sources; the core behind them, at ${core} with the data in ${folder}, is that of now. Ctrl-C ends both.`,
      `  Overlay  ${overlay}`,
      `  Palette  ${palette}`,
      'Each of these addresses is good once, for a minute; npm run dev tells new ones.',
    ].join('\n'),
  );
  if (!signal.aborted) await once(signal, 'abort');
  await development.close();
  return EXIT.ok;
}
