/**
 * What this system offers to keep a process within bounds. It is tried, not read off versions: a systemd without a session, or
 * without the controllers, takes the same words and does nothing.
 */
import { execFile } from 'node:child_process';
import { readProcessors, type Processors } from './processors.ts';

export interface Confinement {
  /** Of a scope of systemd's, which caps it keeps; null when it keeps none. */
  readonly scope: { readonly memory: boolean; readonly cpu: boolean } | null;
  /** A process can be made to die with the one that started it. */
  readonly hasSetpriv: boolean;
  readonly hasPrlimit: boolean;
  /** Null where a process cannot be kept to some of them. */
  readonly processors: Processors | null;
}

export const UNCONFINED: Confinement = {
  scope: null,
  hasSetpriv: false,
  hasPrlimit: false,
  processors: null,
};

/** Runs a program; resolves with what it wrote, null when it failed. */
export type Ask = (file: string, args: readonly string[]) => Promise<string | null>;

/** A session bus that does not answer must not keep plugins from starting, ms. */
const PATIENCE_MS = 2000;
/** What a scope is asked for, and how the kernel then tells it (cgroup-v2.rst). */
const ASKED = ['MemoryMax=64M', 'MemorySwapMax=0', 'CPUQuota=50%'];
const MEMORY_MAX = '67108864';
const CPU_MAX = '50000 100000';
const READ_BACK = 'cd "/sys/fs/cgroup$(cut -d: -f3- /proc/self/cgroup)" && cat memory.max cpu.max; true';

export async function askConfinement(
  platform: NodeJS.Platform,
  ask: Ask = askSystem,
  processors = readProcessors(),
): Promise<Confinement> {
  if (platform !== 'linux') return UNCONFINED;
  const [scope, setpriv, prlimit, taskset] = await Promise.all([
    ask('systemd-run', [...scopeArguments(ASKED), 'sh', '-c', READ_BACK]),
    ask('setpriv', ['--pdeathsig', 'KILL', '--', 'true']),
    ask('prlimit', ['--core=0', '--', 'true']),
    processors && ask('taskset', ['-c', processors.few, 'true']),
  ]);
  const lines = scope?.split('\n') ?? [];
  const [memory, cpu] = [lines.includes(MEMORY_MAX), lines.includes(CPU_MAX)];
  return {
    scope: memory || cpu ? { memory, cpu } : null,
    hasSetpriv: setpriv !== null,
    hasPrlimit: prlimit !== null,
    processors: taskset === null ? null : processors,
  };
}

/** What stands before a program that is to run in a scope of its own; `--collect`: nothing of it remains, however it ends. */
export const scopeArguments = (properties: readonly string[]): string[] => [
  '--user',
  '--scope',
  '--quiet',
  '--collect',
  ...properties.map((property) => `--property=${property}`),
  '--',
];

const askSystem: Ask = (file, args) =>
  new Promise((resolve) => {
    execFile(file, args, { timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error ? null : stdout),
    );
  });
