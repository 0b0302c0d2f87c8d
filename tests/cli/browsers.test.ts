import { expect, test } from 'vitest';
import {
  appArguments,
  appBrowsers,
  hasScreen,
  isConfined,
  usualBrowser,
  type Place,
} from '../../main/cli/browsers.ts';

const LINUX: Place = {
  platform: 'linux',
  env: { PATH: '/usr/bin:/opt/bin' },
  home: '/home/a',
  isRoot: false,
};
const WISH = { url: 'http://127.0.0.1:1/overlay#code=c', width: 440, height: 320, left: 40, top: 50 };

test('on Linux browsers are looked for along the PATH, name after name, and never in a relative folder', () => {
  const found = appBrowsers({ ...LINUX, env: { PATH: '/usr/bin:.::/opt/bin' } });
  expect(found.slice(0, 2)).toEqual(['/usr/bin/google-chrome', '/opt/bin/google-chrome']);
  expect(found).toContain('/usr/bin/chromium');
  expect(found.every((path) => path.startsWith('/'))).toBe(true);
  expect(appBrowsers({ ...LINUX, env: {} })).toEqual([]);
});

test('on macOS browsers are looked for among the applications, the person’s own too', () => {
  const found = appBrowsers({ ...LINUX, platform: 'darwin', home: '/Users/a' });
  expect(found).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  expect(found).toContain('/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium');
});

test('on Windows browsers are looked for where programs are installed', () => {
  const env = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' };
  const found = appBrowsers({ ...LINUX, platform: 'win32', env });
  expect(found[0]).toBe('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
  expect(found).toContain('C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe');
  expect(found).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe');
});

test.for<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false],
  ['win32', {}, true],
])('on %s with %o there is a screen: %s', ([platform, env, expected]) => {
  expect(hasScreen({ platform, env })).toBe(expected);
});

test('each page gets a window of its own, of its size and at its place', () => {
  const words = appArguments(WISH, '/data/browser', LINUX);
  expect(words).toEqual(
    expect.arrayContaining([
      '--app=http://127.0.0.1:1/overlay#code=c',
      '--window-size=440,320',
      '--window-position=40,50',
      '--user-data-dir=/data/browser',
      '--disable-background-timer-throttling',
    ]),
  );
});

test('the sandbox is given up for nobody but the superuser of Linux, for whom Chromium does not run with it', () => {
  const without = (place: Partial<Place>) =>
    appArguments(WISH, null, { ...LINUX, ...place }).includes('--no-sandbox');
  expect(without({})).toBe(false);
  expect(without({ isRoot: true })).toBe(true);
  expect(without({ isRoot: true, platform: 'darwin' })).toBe(false);
});

test('a browser from a snap keeps its own profile, for it may not write into the data folder', () => {
  expect(isConfined('/usr/bin/snap')).toBe(true);
  expect(isConfined('/snap/bin/chromium')).toBe(true);
  expect(isConfined('/usr/lib/chromium/chromium')).toBe(false);
  expect(appArguments(WISH, null, LINUX).join(' ')).not.toContain('--user-data-dir');
});

test.for<[NodeJS.Platform, string]>([
  ['linux', 'xdg-open'],
  ['darwin', 'open'],
  ['win32', 'rundll32.exe'],
])('on %s the usual browser is asked by %s', ([platform, program]) => {
  const command = usualBrowser(platform, WISH.url);
  expect([command[0], command.at(-1)]).toEqual([program, WISH.url]);
});
