/** What a person may set, and what holds until then. */
import * as v from 'valibot';
import { Alarm, Retry } from './event.ts';
import { Interval } from './server.ts';

const HostList = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(300))),
  v.maxLength(10, 'Ten time servers are the most.'),
);
const REFERENCE_SOURCES = ['sntp', 'reference-site'] as const;

export const Settings = v.strictObject({
  sync: v.strictObject({
    /** Between automatic syncs of a server, ms; 0 is never. */
    intervalMs: Interval,
    mode: v.picklist(['default', 'quick', 'precise']),
    /** Rate limit override: the least gap between two requests, ms; null for the usual 500. */
    overrideGapMs: v.nullable(v.pipe(v.number(), v.minValue(100), v.maxValue(10_000))),
  }),
  reference: v.strictObject({
    /** The first that answers is taken; empty for none at all. */
    order: v.pipe(
      v.array(v.picklist(REFERENCE_SOURCES)),
      v.check((order) => new Set(order).size === order.length, 'A source of standard time is named once.'),
    ),
    ntpHosts: HostList,
    referenceSite: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
    /** Between measurements of standard time, ms; 0 is only beside syncs. */
    intervalMs: Interval,
  }),
  /** The local clock is told to be off beyond this, ms. */
  localClockThresholdMs: v.pipe(v.number(), v.minValue(1), v.maxValue(3_600_000)),
  /** A health score below this asks for a sync, 0 to 100. */
  healthThreshold: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  /** Of an event that says nothing of its own. */
  alarms: v.pipe(v.array(Alarm), v.maxLength(20)),
  webhookRetry: Retry,
});
export type Settings = v.InferOutput<typeof Settings>;

export const SETTINGS_DEFAULTS: Settings = {
  sync: { intervalMs: 3_600_000, mode: 'default', overrideGapMs: null },
  reference: {
    order: ['sntp', 'reference-site'],
    ntpHosts: ['time.cloudflare.com', 'time.kriss.re.kr', 'ntp.nict.jp'],
    referenceSite: 'https://time.navyism.com',
    intervalMs: 900_000,
  },
  localClockThresholdMs: 1000,
  healthThreshold: 50,
  alarms: [
    { beforeMs: 10_000, by: ['sound'] },
    { beforeMs: 5000, by: ['sound'] },
    { beforeMs: 1000, by: ['sound', 'flash'] },
  ],
  webhookRetry: { attempts: 5, intervalMs: 500, jitter: 0.2, timeoutMs: 5000 },
};

/** Whole groups may be left out, and single values of a group. */
export const SettingsChanges = v.strictObject({
  sync: v.optional(v.partial(Settings.entries.sync)),
  reference: v.optional(v.partial(Settings.entries.reference)),
  localClockThresholdMs: v.optional(Settings.entries.localClockThresholdMs),
  healthThreshold: v.optional(Settings.entries.healthThreshold),
  alarms: v.optional(Settings.entries.alarms),
  webhookRetry: v.optional(v.partial(Retry)),
});
export type SettingsChanges = v.InferOutput<typeof SettingsChanges>;
