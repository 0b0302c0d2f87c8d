/** What the core and the host's process say to each other, as JSON. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import type { Launch } from './launch.ts';

export type ToHost =
  /** In place of the one of this id that runs, if any. `restarts`: how often it was started again so far. */
  | { readonly type: 'start'; readonly launch: Launch; readonly restarts: number }
  | { readonly type: 'stop'; readonly id: string }
  /** End all of them, and yourself. */
  | { readonly type: 'close' };

export type Usage = NonNullable<PluginStatus['usage']>;

export type FromHost =
  | { readonly type: 'status'; readonly id: string; readonly status: PluginStatus }
  /** All that run, at each measurement. */
  | { readonly type: 'usages'; readonly usages: Readonly<Record<string, Usage>> }
  /** The answer to `stop`: what ran then has ended. */
  | { readonly type: 'stopped'; readonly id: string }
  /** A sentence that a person should read. */
  | { readonly type: 'tell'; readonly sentence: string };
