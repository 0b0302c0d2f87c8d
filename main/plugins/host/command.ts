/** How a plugin is started: the program, what stands before it to keep it within its caps, and all of its environment. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { Failure } from '../../failure.ts';
import { scopeArguments, type Confinement } from './confinement.ts';
import { only, plainEnvironment, WAY_TO_SYSTEMD, type Environment } from './environment.ts';
import type { Launch } from './launch.ts';
import type { Processors } from './processors.ts';

/** What the host knows of where it runs. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** The host's own. */
  readonly environment: Environment;
  readonly confinement: Confinement;
  readonly node: {
    readonly program: string;
    /** client-hook.ts, as a URL. */
    readonly hook: string;
    /** What the hook and the client are read from: whole paths. */
    readonly reads: readonly string[];
  };
  /** Whole path; null when there is none. */
  readonly python: string | null;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly keptBy: PluginStatus['keptBy'];
  /** It begins on the few; null where it has all from the beginning. */
  readonly processors: Processors | null;
}

/** On Windows `py` would start the program in a process of its own, which could not be measured. */
export const pythonName = (platform: NodeJS.Platform) => (platform === 'win32' ? 'python' : 'python3');

/**
 * Memory that a process may ask for above its cap, MiB. Without a scope the kernel can only limit what is asked for, not what is resident,
 * and Node asks for 574 MiB before it runs a line: this holds what grows faster than it is measured.
 */
const ASKED_ABOVE_MB = 700;
/** Node has some ten threads. */
const MOST_TASKS = 64;

/** Throws a Failure when what it needs is not here. */
export function commandOf(launch: Launch, system: System): Command {
  const { platform, environment, confinement } = system;
  const { scope } = confinement;
  const [file, ...args] = [...bounds(launch.caps, confinement), ...program(launch, system)];
  return {
    file,
    args,
    env: {
      ...plainEnvironment(environment, platform),
      ...(scope && only(environment, WAY_TO_SYSTEMD)),
      TICKETIME_ADDRESS: launch.address,
      TICKETIME_TOKEN: launch.token,
    },
    keptBy: { memory: scope?.memory ? 'system' : 'watch', cpu: scope?.cpu ? 'system' : 'watch' },
    processors: confinement.processors,
  };
}

/** Each of these becomes the program behind it, so that the process that is started is the plugin's own in the end. */
function bounds(caps: Launch['caps'], confinement: Confinement): string[] {
  const { scope, hasSetpriv, hasPrlimit, processors } = confinement;
  const properties = [
    `MemoryMax=${caps.memoryMb}M`,
    'MemorySwapMax=0',
    `CPUQuota=${caps.cpuPercent}%`,
    `TasksMax=${MOST_TASKS}`,
  ];
  // The plugin itself has no business with systemd.
  const withoutWay = ['env', ...WAY_TO_SYSTEMD.flatMap((name) => ['-u', name])];
  const data = scope?.memory ? [] : [`--data=${(caps.memoryMb + ASKED_ABOVE_MB) * 1024 ** 2}`];
  return [
    ...(processors ? ['taskset', '-c', processors.few] : []),
    ...(scope ? ['systemd-run', ...scopeArguments(properties), ...withoutWay] : []),
    ...(hasSetpriv ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []),
    ...(hasPrlimit ? ['prlimit', '--core=0', ...data, '--'] : []),
  ];
}

function program({ id, runtime, entry, folder, workFolder, caps }: Launch, system: System): string[] {
  const { platform, python, node } = system;
  switch (runtime) {
    case 'node':
      return [
        node.program,
        '--import',
        node.hook,
        '--permission',
        ...[folder, workFolder, ...node.reads].map((path) => `--allow-fs-read=${path}`),
        `--allow-fs-write=${workFolder}`,
        `--max-old-space-size=${caps.memoryMb}`,
        entry,
      ];
    case 'python':
      if (python === null) throw withoutPython(id, pythonName(platform));
      // What it prints comes at once (-u), and nothing is written beside its program (-B).
      return [python, '-u', '-B', entry];
    case 'program':
      return [entry];
  }
}

const withoutPython = (id: string, name: string) =>
  new Failure(
    'plugin-cannot-start',
    `The plugin ${id} cannot start, for there is no ${name} on the PATH: install Python 3, then start the plugin again.`,
  );
