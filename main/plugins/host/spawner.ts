/** Starts plugins on this very system. */
import { realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalClock } from '../../clock/local-clock.ts';
import { commandOf, type System } from './command.ts';
import type { Launch } from './launch.ts';
import { PluginLog } from './log.ts';
import { startPluginProcess, type PluginProcess } from './plugin-process.ts';

export interface SpawnerOptions {
  readonly system: Promise<System>;
  readonly now: LocalClock['now'];
  readonly epochMs: () => number;
  readonly tell: (sentence: string) => void;
}

export function createSpawner({ system, now, epochMs, tell }: SpawnerOptions) {
  return async (launch: Launch): Promise<PluginProcess> => {
    // Node compares whole paths, and a process is told its folder with links resolved.
    const resolved = { ...launch, workFolder: real(launch.workFolder) };
    const command = commandOf(resolved, await system);
    const { id, logFile: file } = launch;
    const onError = ({ message }: Error) =>
      tell(
        `The log of the plugin ${id} cannot be written (${message}): see to ${file}, then start the plugin again.`,
      );
    const log = new PluginLog({ file, now, epochMs, pause: delay, onError });
    return startPluginProcess(resolved, command, log);
  };
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder; // that it is not there is told when the plugin is started
  }
}
