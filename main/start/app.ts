/** The desktop app from a checkout: Electron found or fetched, what is old built anew, and then run until it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { localClock } from '../clock/local-clock.ts';
import { electronBinary, electronPackage } from './electron-binary.ts';
import { fetchElectron, type Fetching } from './electron-fetch.ts';
import { sandboxObstacle, type Look } from './electron-sandbox.ts';
import { chromiumSwitches, obstacle, type Place } from './way.ts';

export interface Start extends Place, Omit<Fetching, 'env'> {
  /** The checkout. */
  readonly root: string;
  /** What the app is made of; false when it cannot be. */
  readonly build: () => boolean;
  /** At another system, in tests. */
  readonly look?: Look;
}

/** By which a program of Linux ends that gives itself up, or is not for this computer. */
const FATAL = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGSEGV'] as const;
/** The same as exit codes, with that of the loader where libraries are missing. */
const UNFIT = [127, ...FATAL.map((signal) => 128 + constants.signals[signal])];
/** The app has not begun by then, ms. */
const EARLY_MS = 3000;

/** Resolves with the exit code; with a sentence's beginning, why not, when it could not be started. */
export async function startApp(words: readonly string[], start: Start): Promise<number | string> {
  const found = await findElectron(start);
  if ('why' in found) return found.why;
  if (!start.build()) return 'The desktop app could not be built';
  try {
    const startedAt = localClock.now();
    const code = await runProgram(
      found.binary,
      [...chromiumSwitches(start), start.root, ...words],
      start.env,
    );
    const isEarly = localClock.now() - startedAt < EARLY_MS;
    return isEarly && start.platform === 'linux' && UNFIT.includes(code)
      ? `Electron cannot run here (it ended with ${code}; what it said of that is above)`
      : code;
  } catch (error) {
    return `Electron could not be started (${(error as Error).message})`;
  }
}

/** Fetched where it is not there. */
export async function findElectron(
  start: Omit<Start, 'build'>,
): Promise<{ readonly binary: string } | { readonly why: string }> {
  const { root, env, platform, look } = start;
  const inTheWay = obstacle(start);
  if (inTheWay !== null) return { why: inTheWay };
  const electron = electronPackage(root);
  if (!electron) return { why: 'Electron is not installed (npm install brings it)' };
  let binary = electronBinary(electron, env, platform);
  if (binary === null) {
    const why = await fetchElectron(electron, start);
    if (why !== null) return { why };
    binary = electronBinary(electron, env, platform);
  }
  if (binary === null) return { why: 'Electron was fetched, but its program is not where it should be' };
  const why = sandboxObstacle(binary, platform, look);
  return why === null ? { binary } : { why };
}

/** What ends a terminal's program; it is the child that is to end by it, in order. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Of these, what a terminal (not that of Windows) itself tells every program that runs in it: told twice, the child would end at once. */
const OF_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGHUP'];

/** Resolves with its exit code; as a shell tells it, when a signal ended it. */
export async function runProgram(
  binary: string,
  args: readonly string[],
  env: Start['env'],
): Promise<number> {
  // Set by editors that are made with Electron, it would make a plain Node of this one.
  const plain = { ...env, ELECTRON_RUN_AS_NODE: undefined };
  // Listened for first: the program may be there before the next line is.
  let child: ChildProcess | undefined;
  const isTold = process.stdin.isTTY && process.platform !== 'win32';
  const forward = (signal: NodeJS.Signals) => {
    if (!isTold || !OF_TERMINAL.includes(signal)) child?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    child = spawn(binary, args, { stdio: 'inherit', env: plain });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal ? constants.signals[signal] : 0);
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
  }
}
