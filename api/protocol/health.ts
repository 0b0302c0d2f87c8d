/** `/health`: how the core itself is. */
import * as v from 'valibot';
import { ReferenceTime } from './measurement.ts';
import { PluginHealth } from './plugin.ts';

export const Client = v.object({
  id: v.string(),
  /** Whose it is: `person`, a token's id, or `plugin:` and a plugin's id. */
  tokenId: v.string(),
  /** The token's name. */
  name: v.string(),
  connectedEpochMs: v.number(),
  /** Waiting to be read by the client, bytes. */
  bufferedBytes: v.number(),
});
export type Client = v.InferOutput<typeof Client>;

/** What the core knows of itself. */
export const CoreHealth = v.object({
  status: v.picklist(['ok', 'degraded']),
  /** Why it is degraded, one sentence each. */
  reasons: v.array(v.string()),
  version: v.string(),
  protocol: v.number(),
  startedEpochMs: v.number(),
  servers: v.number(),
  syncing: v.number(),
  events: v.object({ scheduled: v.number(), nextDueEpochMs: v.nullable(v.number()) }),
  /** Those that are enabled. */
  plugins: v.array(PluginHealth),
  /** The local clock against standard time; null until it was measured. */
  localClock: v.nullable(v.object({ ...ReferenceTime.entries, isOff: v.boolean() })),
  system: v.object({
    platform: v.string(),
    arch: v.string(),
    node: v.string(),
    cpus: v.number(),
    /** Resident set of the process, bytes. */
    residentBytes: v.number(),
    uptimeS: v.number(),
  }),
});
export type CoreHealth = v.InferOutput<typeof CoreHealth>;

export const AppHealth = v.object({ ...CoreHealth.entries, clients: v.array(Client) });
export type AppHealth = v.InferOutput<typeof AppHealth>;
