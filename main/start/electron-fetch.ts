/** Has Electron's own package fetch its program, where that can be reached. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ElectronPackage, Environment } from './electron-binary.ts';

const ORIGIN = 'https://github.com/electron/electron/releases/download/';
/** By which the package takes another place, in its own order (@electron/get). */
const MIRRORS = ['npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR', 'ELECTRON_MIRROR'];

/** A place that does not answer by then would keep a person waiting for nothing, ms. */
const REACH_MS = 4000;
/** Some 120 MB, ms. */
const FETCH_MS = 15 * 60_000;

export interface Fetching {
  readonly env: Environment;
  readonly tell: (sentence: string) => void;
  /** Ms; shorter in tests. */
  readonly reachMs?: number;
  readonly fetchMs?: number;
}

/** Resolves with why there is none, to be followed by a consequence; with null when it is there. */
export async function fetchElectron(
  { folder, version }: ElectronPackage,
  { env, tell, reachMs = REACH_MS, fetchMs = FETCH_MS }: Fetching,
): Promise<string | null> {
  const from = MIRRORS.map((name) => env[name]).find(Boolean) ?? ORIGIN;
  const host = URL.parse(from)?.host;
  if (!host) return `Electron is not there, and ${from} is no address to fetch it from`;
  // Through a proxy, which only the package knows how to use, nothing is known before it is tried.
  if (!env['ELECTRON_GET_USE_PROXY'] && !(await answers(from, reachMs)))
    return `Electron is not there, and ${host}, which has it, cannot be reached`;
  tell(`Fetching Electron ${version} from ${host}, once: some 120 MB ...`);
  const fetching = spawn(process.execPath, [join(folder, 'install.js')], {
    // What it tells, progress included, is not this program's result.
    stdio: ['ignore', 2, 2],
    env: { ...env },
    timeout: fetchMs,
  });
  const [code, signal] = (await once(fetching, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return null;
  if (signal === 'SIGTERM') return `Electron did not come from ${host} in time`;
  return `Electron could not be fetched from ${host}, as is told above`;
}

/** Whatever it answers: the package may know better what to ask for. */
const answers = (address: string, ms: number): Promise<boolean> =>
  fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ms) }).then(
    () => true,
    () => false,
  );
