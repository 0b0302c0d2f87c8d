/** Forks the process that runs the plugins. */
import { fork, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerUrl } from '../../worker-url.ts';
import type { End } from './end.ts';
import { only, plainEnvironment, WAY_TO_SYSTEMD } from './environment.ts';
import type { FromHost, ToHost } from './messages.ts';
import { nodeProgram, thisRuntime, unpacked } from './node-program.ts';
import type { RestartPolicy } from './restart-policy.ts';

export interface HostProcess {
  say(message: ToHost): void;
  kill(): void;
  /** Resolves when it has ended, or could not be started. */
  readonly ended: Promise<End>;
}

export function forkHost(policy: RestartPolicy, hear: (message: FromHost) => void): HostProcess {
  const { env, platform } = process;
  const program = unpacked(fileURLToPath(workerUrl(import.meta.url, 'process', 'plugin-host')));
  const options: ForkOptions & { windowsHide: boolean } = {
    // pidusage has its say about systems that tell it less than it asks for; nobody can do anything about that.
    env: { ...plainEnvironment(env, platform), ...only(env, WAY_TO_SYSTEMD), PIDUSAGE_SILENT: '1' },
    execPath: nodeProgram(thisRuntime()),
    // Nothing of how the core was started: two processes cannot share an inspector's port.
    execArgv: [],
    // A session of its own: Ctrl-C in the core's terminal is the core's to act on.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    windowsHide: true,
  };
  const child = fork(program, [JSON.stringify(policy)], options);
  let hasEnded = false;
  const ended = new Promise<End>((resolve) => {
    const end = (how: End) => {
      hasEnded = true;
      resolve(how);
    };
    child.once('exit', (code, signal) => end({ code, signal }));
    child.once('error', () => end({ code: null, signal: null }));
  });
  child.on('message', (message: FromHost) => {
    if (!hasEnded) hear(message);
  });
  return {
    say: (message) => {
      // What cannot be said any more is for one that is ending.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}
