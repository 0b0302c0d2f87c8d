/** What the tray is told of, but for what a test says itself. */
import type { CoreState } from '../../api/client/state.ts';
import type { DesktopState } from '../../api/protocol/desktop.ts';
import type { ScheduledEvent } from '../../api/protocol/event.ts';
import type { Reading } from '../../api/protocol/reading.ts';
import type { ServerSummary } from '../../api/protocol/server.ts';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import type { MenuContent } from '../../main/shell/tray-menu.ts';
import { desktopWith } from '../fakes/desktop-with.ts';
import { eventWith } from '../fakes/event-with.ts';

/** A Thursday. */
export const NOW = Date.UTC(2026, 11, 24, 10, 40);
/** The core's monotonic clock then, ms. */
export const CORE_AT = 1_000_000;
export const MIN = 60_000;

/** Measured just now, ±3 ms. */
export const reading = (parts: Partial<Reading> = {}): Reading => ({
  shiftMs: 0,
  asOf: CORE_AT,
  since: CORE_AT,
  skewPpm: 0,
  precisionMs: 1,
  accuracyMs: 3,
  ageingPpm: 0,
  source: 'date-header',
  carriedBy: 'monotonic-clock',
  measuredAtEpochMs: NOW,
  delayMs: 20,
  ...parts,
});

export const health = (needsSync: boolean): ServerSummary['health'] => ({
  score: needsSync ? 20 : 90,
  parts: { freshness: 1, network: 1, drift: 1, tick: 1 },
  needsSync,
});

/** In Seoul, due by the core's wall clock when the server's shows it. */
export const eventIn = (minutes: number, parts: Partial<ScheduledEvent> = {}): ScheduledEvent => {
  const due = NOW + minutes * MIN;
  return eventWith({ id: `e${minutes}`, nextEpochMs: due, dueEpochMs: due, ...parts });
};

const standardTime: NonNullable<CoreState['localClock']>['reference'] = {
  source: 'sntp',
  name: 'time.example',
  offsetMs: 0,
  accuracyMs: 5,
  delayMs: 20,
  measuredAtEpochMs: NOW,
};

interface Known {
  readonly servers?: readonly ServerSummary[];
  readonly events?: readonly ScheduledEvent[];
  readonly serverIds?: string[];
  readonly hotkeys?: Partial<CoreState['settings']['hotkeys']>;
  readonly isClockOff?: boolean;
}

export const coreWith = ({
  servers = [],
  events = [],
  serverIds = [],
  hotkeys = {},
  isClockOff = false,
}: Known): CoreState => ({
  servers: new Map(servers.map((server) => [server.id, server])),
  events: new Map(events.map((event) => [event.id, event])),
  progress: new Map(),
  settings: {
    ...SETTINGS_DEFAULTS,
    display: { ...SETTINGS_DEFAULTS.display, serverIds },
    hotkeys: { ...SETTINGS_DEFAULTS.hotkeys, ...hotkeys },
  },
  localClock: { reference: standardTime, isOff: isClockOff },
});

export const contentWith = (
  known: Known,
  desktop: Partial<DesktopState> = {},
  parts: Partial<MenuContent> = {},
): MenuContent => ({
  core: coreWith(known),
  desktop: desktopWith(desktop),
  language: 'en',
  version: '1.2.3',
  nowEpochMs: NOW,
  coreAt: CORE_AT,
  ...parts,
});
