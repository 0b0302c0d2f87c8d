/** What is needed to start a plugin. The core gives it to the host's process, and that keeps it for starting the plugin again. */
import type { Caps, PluginAbout, PluginStatus } from '../../../api/protocol/plugin.ts';

export interface Launch {
  readonly id: string;
  /** Where it lies, links resolved. */
  readonly folder: string;
  /** Its program: whole path, within the folder. */
  readonly entry: string;
  readonly runtime: PluginAbout['runtime'];
  readonly caps: Caps;
  /** The bridge's, as in http://127.0.0.1:27182. */
  readonly address: string;
  /** Its own, which the bridge knows already. */
  readonly token: string;
  /** The one folder that it may write: its working directory, which exists. */
  readonly workFolder: string;
  /** Where what it writes to stdout and stderr is kept. */
  readonly logFile: string;
}

/** Of a plugin that nobody has started. */
export const OFF: PluginStatus = {
  state: 'off',
  problem: null,
  pid: null,
  startedEpochMs: null,
  retryEpochMs: null,
  restarts: 0,
  usage: null,
  keptBy: { memory: 'watch', cpu: 'watch' },
};
