/** What holds until a person sets it. No schema is needed for this: a page that asks would carry the whole validator. */
import type { Settings } from './settings.ts';

/** Rows of the overlay. */
export const MOST_SHOWN = 3;

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
  display: {
    language: 'auto',
    theme: 'auto',
    serverIds: [],
    milliseconds: true,
    decimals: 3,
    date: false,
    zone: false,
    timeMode: 'server-time',
    countdown: true,
    opacity: 1,
    scale: 1,
    colour: null,
    corner: 'top-right',
  },
  sounds: { isOn: true, volume: 0.7, sound: 'beep' },
  flash: 'edge',
  hotkeys: {
    palette: 'CommandOrControl+Shift+Space',
    sync: 'CommandOrControl+Shift+S',
    overlay: 'CommandOrControl+Shift+O',
    move: 'CommandOrControl+Shift+M',
    nextServer: 'CommandOrControl+Shift+N',
  },
};
