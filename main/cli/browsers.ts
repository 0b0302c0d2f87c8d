/**
 * Which programs can show a page on this computer, and how each is asked to. Pure: whether a program is there is for the caller to
 * see.
 */
import { posix, win32 } from 'node:path';

export interface Place {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Of the superuser: there Chromium runs without its sandbox, or not at all. */
  readonly isRoot: boolean;
}

/** A window of its own, in px of the screen. */
export interface WindowWish {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

const ON_PATH = [
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi-stable',
  'chromium',
  'chromium-browser',
];
const MAC = ['Google Chrome', 'Microsoft Edge', 'Brave Browser', 'Vivaldi', 'Chromium'];
const WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
  ['Vivaldi', 'Application', 'vivaldi.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];

/** Whether there is a screen to show anything on. */
export function hasScreen({ platform, env }: Pick<Place, 'platform' | 'env'>): boolean {
  if (platform === 'darwin') return env['SSH_CONNECTION'] === undefined;
  return platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Where browsers lie that open a page in a window of its own; the first that is there is taken. */
export function appBrowsers({ platform, env, home }: Place): string[] {
  if (platform === 'darwin')
    return MAC.flatMap((name) =>
      ['/Applications', posix.join(home, 'Applications')].map((folder) =>
        posix.join(folder, `${name}.app`, 'Contents/MacOS', name),
      ),
    );
  if (platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return WINDOWS.flatMap((parts) => folders.map((folder) => win32.join(folder, ...parts)));
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return ON_PATH.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/**
 * A browser from a snap cannot write into a hidden folder of the home folder, where the data folder lies.
 *
 * @param real where the program's path leads at last
 */
export function isConfined(real: string): boolean {
  return real.startsWith('/snap/') || posix.basename(real) === 'snap';
}

/**
 * @param profile a folder for this browser alone, so that what is asked here holds, whatever else of it is open; null for its own
 */
export function appArguments(wish: WindowWish, profile: string | null, place: Place): string[] {
  const { url, width, height, left, top } = wish;
  return [
    `--app=${url}`,
    `--window-size=${width},${height}`,
    `--window-position=${left},${top}`,
    ...(profile === null ? [] : [`--user-data-dir=${profile}`]),
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-component-update',
    '--disable-background-networking',
    '--hide-crash-restore-bubble',
    // A clock that lies behind other windows goes on, and rings.
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--autoplay-policy=no-user-gesture-required',
    ...(place.platform === 'linux' && place.isRoot ? ['--no-sandbox'] : []),
  ];
}

/** How the person's usual browser is asked to open a page, as program and arguments. */
export function usualBrowser(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
