/** What a person may set; settings-defaults.ts is what holds until then. */
import * as v from 'valibot';
import { AIMS, Alarm, Retry } from './event.ts';
import { Id, Interval } from './server.ts';
import { MOST_SHOWN } from './settings-defaults.ts';

const HostList = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(300))),
  v.maxLength(10, 'Ten time servers are the most.'),
);
const REFERENCE_SOURCES = ['sntp', 'reference-site'] as const;

const LANGUAGES = ['auto', 'ko', 'en'] as const;
const THEMES = ['auto', 'dark', 'light'] as const;
const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
const SOUNDS = ['beep', 'chime', 'tick', 'custom'] as const;
const FLASHES = ['edge', 'screen', 'none'] as const;

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Colour = v.pipe(
  v.string(),
  v.regex(/^#[0-9a-f]{6}$/, 'A colour is written as in #7dd3fc, with small letters.'),
);
/** As Electron writes it; empty for none. */
const Hotkey = v.pipe(
  v.string(),
  v.regex(
    /^$|^((CommandOrControl|Control|Alt|Shift|Super)\+)+([A-Z0-9]|F\d{1,2}|Space|Up|Down|Left|Right|Plus|[-=,./;'`[\]\\])$/,
    'A hotkey is a key with Control, Alt, Shift or Super before it, as in CommandOrControl+Shift+Space.',
  ),
);

const Display = v.strictObject({
  /** `auto` is the computer's own. */
  language: v.picklist(LANGUAGES),
  theme: v.picklist(THEMES),
  /** The rows of the overlay, from the top; empty for the favourite, else the first server. */
  serverIds: v.pipe(v.array(Id), v.maxLength(MOST_SHOWN, 'The overlay shows three servers at the most.')),
  /** Fractions of a second, and how many places. */
  milliseconds: v.boolean(),
  decimals: v.picklist([1, 2, 3]),
  date: v.boolean(),
  /** The server's time zone and its UTC offset. */
  zone: v.boolean(),
  /** `server-time`, or the time at which a request that is sent now arrives. */
  timeMode: v.picklist(AIMS),
  /** Time left to the next event, and the bar that empties. */
  countdown: v.boolean(),
  /** Of the overlay, 0.2 to 1. */
  opacity: v.pipe(v.number(), v.minValue(0.2), v.maxValue(1)),
  /** 1 is the usual size. */
  scale: v.pipe(v.number(), v.minValue(0.5), v.maxValue(3)),
  /** Of the digits; null for the theme's own. */
  colour: v.nullable(Colour),
  corner: v.picklist(CORNERS),
});

const Sounds = v.strictObject({
  isOn: v.boolean(),
  volume: Share,
  /** `custom`: a file that the person chose, kept where the pages are shown. */
  sound: v.picklist(SOUNDS),
});

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
  display: Display,
  sounds: Sounds,
  /** What flashes at an alarm that says so. */
  flash: v.picklist(FLASHES),
  /** Of the whole computer, in the desktop app; of the pages, in a browser. */
  hotkeys: v.strictObject({
    palette: Hotkey,
    sync: Hotkey,
    overlay: Hotkey,
    move: Hotkey,
    nextServer: Hotkey,
  }),
});
export type Settings = v.InferOutput<typeof Settings>;

/** Whole groups may be left out, and single values of a group. */
export const SettingsChanges = v.strictObject({
  sync: v.optional(v.partial(Settings.entries.sync)),
  reference: v.optional(v.partial(Settings.entries.reference)),
  localClockThresholdMs: v.optional(Settings.entries.localClockThresholdMs),
  healthThreshold: v.optional(Settings.entries.healthThreshold),
  alarms: v.optional(Settings.entries.alarms),
  webhookRetry: v.optional(v.partial(Retry)),
  display: v.optional(v.partial(Settings.entries.display)),
  sounds: v.optional(v.partial(Settings.entries.sounds)),
  flash: v.optional(Settings.entries.flash),
  hotkeys: v.optional(v.partial(Settings.entries.hotkeys)),
});
export type SettingsChanges = v.InferOutput<typeof SettingsChanges>;
