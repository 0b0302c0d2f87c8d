/**
 * `ticketime open`: the pages, of the core that runs on the folder, or of one that runs until it is ended. Each page is opened with a
 * code of its own, which is good once, for a minute.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Call } from '../../api/client/rest.ts';
import { ProblemError } from '../../api/protocol/problem-error.ts';
import { PAGE_NAMES, type PageName } from '../../api/server/pages.ts';
import type { RunningCore } from '../core.ts';
import { Failure } from '../failure.ts';
import { makeFolder } from '../store/data-folder.ts';
import { readArguments, UsageError, type Arguments } from './arguments.ts';
import { answers, gone, remote, runningIn, told, type Running } from './core-access.ts';
import { EXIT } from './exit-code.ts';
import { folderOf } from './folder.ts';
import { HELP } from './help.ts';
import type { Interruption } from './interruption.ts';
import { printJson, printLines, tellOnStderr } from './output.ts';
import { openWindows, type PageWindows } from './page-windows.ts';
import { DEFAULT_PORT, portOf } from './port.ts';
import { FOLDER_OPTIONS } from './subcommand.ts';

const OPTIONS = {
  ...FOLDER_OPTIONS,
  port: { example: DEFAULT_PORT },
  'no-open': 'flag',
  demo: 'flag',
  'no-demo': 'flag',
} as const;

/** Px; the palette below the overlay, so that neither hides the other. */
const PLACES = {
  overlay: { width: 440, height: 320, left: 40, top: 40 },
  palette: { width: 760, height: 600, left: 520, top: 40 },
} as const satisfies Record<PageName, object>;

/** A core that is starting holds the folder a moment before it can be reached, and one command does while it works, ms. */
const PATIENCE_MS = 3000;
const PAUSE_MS = 100;
/** For a page, ms. */
const ASKING_MS = 5000;

interface Found extends Running {
  /** What runs in this process; null when another one had it already. */
  readonly own: RunningCore | null;
}

export async function run(words: readonly string[], interruption: Interruption): Promise<number> {
  const args = readArguments('open', words, OPTIONS);
  if (args.has('help')) {
    printLines([HELP.open]);
    return EXIT.ok;
  }
  check(args);
  const folder = folderOf(args.text('data-dir'));
  const found = await runningOrOwn(folder, portOf('open', args));
  if (found.own) interruption.expect();
  let windows: PageWindows | undefined;
  try {
    await told(async () => {
      const { call } = remote(found);
      await checkPages(found.address);
      if (args.has('demo') && !args.has('no-demo')) await demonstrate(call);
      if (!args.has('no-open') && !interruption.signal.aborted) windows = await open(folder, found, call);
      await announce(folder, found, call, windows?.how ?? 'nothing', args.has('json'));
    });
    const { signal } = interruption;
    if (found.own && !signal.aborted) await once(signal, 'abort');
  } finally {
    if (found.own) windows?.close();
    await found.own?.close();
  }
  return EXIT.ok;
}

function check(args: Arguments): void {
  const { positionals } = args;
  if (positionals.length > 0)
    throw new UsageError(
      'unexpected-word',
      `ticketime open takes no word, so leave out "${positionals[0]}".`,
      'open',
    );
  if (args.has('demo') && args.has('no-demo'))
    throw new UsageError('demo-and-no-demo', '--demo and --no-demo exclude each other: choose one.', 'open');
}

async function runningOrOwn(folder: string, port: number | undefined): Promise<Found> {
  makeFolder(folder);
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    const running = runningIn(folder);
    if (running && (await answers(running))) return { ...running, own: notElsewhere(running, port) };
    try {
      const { startCore } = await import('../core.ts');
      const own = await startCore({ folder, tell: tellOnStderr, serve: { port: port ?? DEFAULT_PORT } });
      const left = runningIn(folder);
      if (left) return { ...left, own };
      await own.close();
      throw new Failure(
        'core-file-gone',
        `${folder} lost what the core has just written there: see what else writes into it, and try again.`,
      );
    } catch (error) {
      const isHeld = error instanceof Failure && error.code === 'already-running';
      if (!isHeld || waitedMs >= PATIENCE_MS) throw error;
    }
    await delay(PAUSE_MS);
  }
}

/** An option that is silently ignored is worse than a refused one. */
function notElsewhere({ address }: Running, port: number | undefined): null {
  if (port === undefined || port === 0 || String(port) === new URL(address).port) return null;
  throw new Failure(
    'served-elsewhere',
    `This data folder is already served at ${address}: leave out --port, or end that core first.`,
  );
}

/** Before a browser shows a problem in place of a page. */
async function checkPages(address: string): Promise<void> {
  const asked = { method: 'HEAD', signal: AbortSignal.timeout(ASKING_MS) };
  const reply = await fetch(new URL('/overlay', address), asked).catch(() => null);
  if (reply?.status === 404)
    throw new Failure('pages-missing', 'The pages are not built: run npm run build, and try again.');
  if (!reply?.ok) throw gone(address);
}

/** With nothing registered, there is a practice server to look at. Without it there is still all the rest. */
async function demonstrate(call: Call): Promise<void> {
  try {
    if ((await call('listServers', {})).length === 0) await call('startPractice', {});
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    tellOnStderr(`No practice server was started: ${error.problem.detail}`);
  }
}

async function open(folder: string, { address }: Found, call: Call): Promise<PageWindows> {
  const wishes = [];
  for (const name of PAGE_NAMES)
    wishes.push({ url: await addressWithCode(address, name, call), ...PLACES[name] });
  return openWindows(folder, wishes);
}

async function announce(
  folder: string,
  { address, own }: Found,
  call: Call,
  opened: PageWindows['how'],
  json: boolean,
): Promise<void> {
  // The windows use up their codes, so these are others.
  const overlay = await addressWithCode(address, 'overlay', call);
  const palette = await addressWithCode(address, 'palette', call);
  if (json) {
    printJson({ address, overlay, palette, opened });
    return;
  }
  printLines([
    `Ticketime ${own ? 'serves' : 'already serves'} at ${address}, with the data in ${folder}.${own ? ' Ctrl-C ends it.' : ''}`,
    OPENED[opened],
    `  Overlay  ${overlay}`,
    `  Palette  ${palette}`,
    'Each of these addresses is good once, for a minute; ticketime open tells new ones.',
  ]);
}

const OPENED: Readonly<Record<PageWindows['how'], string>> = {
  windows: 'Its pages have windows of their own. To open them in a browser as well:',
  browser: 'Your browser was asked to open its pages. To open them yourself:',
  nothing: 'Open its pages in a browser on this computer:',
};

async function addressWithCode(address: string, page: PageName, call: Call): Promise<string> {
  const { code } = await call('makeCode', {});
  return `${address}/${page}#code=${code}`;
}
