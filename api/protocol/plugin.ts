/** Plugins: programs that the core starts itself, each in a process of its own, with a token of its own and within its caps. */
import * as v from 'valibot';
import { ActionKind } from './action.ts';
import { PLUGIN_PERMISSIONS } from './permission.ts';

export const PluginId = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9-]{1,39}$/,
    'A plugin’s id is 2 to 40 small letters, digits and hyphens, and begins with a letter.',
  ),
);

/** What a plugin may use at the most; beyond that it is stopped. */
export const Caps = v.object({
  /** Resident memory, MiB. */
  memoryMb: v.number(),
  /** Of one processor, over some seconds, percent. */
  cpuPercent: v.number(),
});
export type Caps = v.InferOutput<typeof Caps>;

export const RUNTIMES = ['node', 'python', 'program'] as const;

/** What its manifest says, read and checked. */
export const PluginAbout = v.object({
  name: v.string(),
  version: v.string(),
  description: v.nullable(v.string()),
  /** What starts it: told by the ending of its entry. */
  runtime: v.picklist(RUNTIMES),
  /** What it asks for. */
  permissions: v.array(v.picklist(PLUGIN_PERMISSIONS)),
  caps: Caps,
  actions: v.array(ActionKind),
});
export type PluginAbout = v.InferOutput<typeof PluginAbout>;

/** Who keeps a cap: the operating system (what is beyond is refused), or this program, which measures and stops. */
export const KEEPERS = ['system', 'watch'] as const;

/**
 * `off`: not enabled, or no core runs · `starting`, `running` · `pausing`: it ended unasked and is started again at `retryEpochMs` ·
 * `stopped`: for good, until a person starts it: `problem` says why · `ended`: it finished by itself, without a fault · `broken`: it
 * cannot be used: `problem` says why.
 */
export const PLUGIN_STATES = ['off', 'starting', 'running', 'pausing', 'stopped', 'ended', 'broken'] as const;

const Notice = v.object({ code: v.string(), message: v.string() });

/** How a plugin's process is. */
export const PluginStatus = v.object({
  state: v.picklist(PLUGIN_STATES),
  /** Why it is not running, or not well. */
  problem: v.nullable(Notice),
  pid: v.nullable(v.number()),
  startedEpochMs: v.nullable(v.number()),
  /** When it is started again; null unless pausing. */
  retryEpochMs: v.nullable(v.number()),
  /** Times that it was started again since it was enabled, or since the core started. */
  restarts: v.number(),
  /** As measured last; null while it does not run. */
  usage: v.nullable(v.object({ memoryMb: v.number(), cpuPercent: v.number() })),
  keptBy: v.object({ memory: v.picklist(KEEPERS), cpu: v.picklist(KEEPERS) }),
});
export type PluginStatus = v.InferOutput<typeof PluginStatus>;

export const Plugin = v.object({
  /** Of one that is broken, the name of its folder, where its manifest has no id. */
  id: v.string(),
  source: v.picklist(['bundled', 'installed']),
  /** Where it lies. */
  folder: v.string(),
  /** Null when its manifest cannot be used. */
  about: v.nullable(PluginAbout),
  isEnabled: v.boolean(),
  ...PluginStatus.entries,
});
export type Plugin = v.InferOutput<typeof Plugin>;

export const PluginHealth = v.object({
  id: v.string(),
  state: PluginStatus.entries.state,
  usage: PluginStatus.entries.usage,
  caps: Caps,
});
export type PluginHealth = v.InferOutput<typeof PluginHealth>;

/** What a person allows: exactly what the plugin asks for, as it was shown. */
export const Consent = v.strictObject({
  id: PluginId,
  permissions: v.array(v.picklist(PLUGIN_PERMISSIONS)),
});
export type Consent = v.InferOutput<typeof Consent>;

export const PluginLog = v.object({
  /** Where it is kept. */
  file: v.string(),
  /** The newest, oldest first. */
  lines: v.array(v.string()),
});
export type PluginLog = v.InferOutput<typeof PluginLog>;
