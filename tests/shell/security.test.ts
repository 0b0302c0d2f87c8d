/**
 * Electron's checklist for security (its documentation's "Security", twenty points), one after the other. What has a file of its own that
 * tests it is named there; here is what each comes down to.
 */
import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type Electron from 'electron';
import { describe, expect, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { pageUrl } from '../../main/shell/app-protocol.ts';
import { guardPage, guardSession, isOwnFrame } from '../../main/shell/guards.ts';
import { policyOf } from '../../main/shell/page-policy.ts';
import type { Session } from '../../main/shell/session.ts';
import { flashPolicy, overlayPolicy, palettePolicy } from '../../main/shell/window-policy.ts';

interface Seen {
  exposed: [string, Record<string, unknown>][];
  sent: unknown[][];
  heard: EventEmitter;
  request: (
    page: null,
    permission: string,
    decide: (is: boolean) => void,
    details: { requestingUrl: string },
  ) => void;
}
const seen = vi.hoisted(() => ({ exposed: [], sent: [] }) as unknown as Seen);
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  seen.heard = new EventEmitter();
  const answer = { ok: false, sentence: 'Not now.' };
  return {
    app: new EventEmitter(),
    Menu: { setApplicationMenu: () => undefined, buildFromTemplate: () => null },
    protocol: {},
    session: {
      defaultSession: Object.assign(new EventEmitter(), {
        setPermissionRequestHandler: (handler: Seen['request']) => (seen.request = handler),
        setPermissionCheckHandler: () => undefined,
        setDevicePermissionHandler: () => undefined,
      }),
    },
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: Record<string, unknown>) => seen.exposed.push([name, bridge]),
    },
    ipcRenderer: Object.assign(seen.heard, {
      send: (...what: unknown[]) => seen.sent.push(what),
      invoke: () => Promise.resolve(answer),
    }),
  };
});

const MAIN = resolve(import.meta.dirname, '../../main');
const SOURCES = [
  ...['index.ts', 'preload.ts'],
  ...readdirSync(join(MAIN, 'shell'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('shell', name)),
].map((name) => [name, readFileSync(join(MAIN, name), 'utf8')] as const);
const source = (name: string) => SOURCES.find(([one]) => one === name)?.[1] ?? '';

const SESSIONS = ['windows', 'macos', 'x11', 'xwayland', 'wayland'] as const satisfies Session[];
const PREFERENCES = SESSIONS.flatMap((session) =>
  [
    overlayPolicy(session, { isOpaque: false }),
    overlayPolicy(session, { isOpaque: true, isMoving: true }),
    palettePolicy(session),
    flashPolicy(session, { isOpaque: false }),
  ].flatMap((policy) => policy?.options.webPreferences ?? []),
);
const everywhere = (preference: keyof Electron.WebPreferences) =>
  new Set(PREFERENCES.map((preferences) => preferences[preference]));

/** What of a page's wishes is prevented. */
function preventedOf(event: string): boolean {
  const page = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
  guardPage(page as unknown as Electron.WebContents);
  let isPrevented = false;
  page.emit(event, { preventDefault: () => (isPrevented = true) });
  return isPrevented;
}

test('each kind of window, on each system, is looked at here', () => {
  expect(PREFERENCES).toHaveLength(19); // Wayland has no flash
});

test('1. only what came with the app is loaded', () => {
  expect(policyOf(null)['Content-Security-Policy']).not.toMatch(/https?:|wss?:/);
});

test('2. no page has Node', () => {
  for (const name of ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'] as const)
    expect(everywhere(name)).toEqual(new Set([false]));
});

test('3. pages and the preload live in worlds of their own', () => {
  expect(everywhere('contextIsolation')).toEqual(new Set([true]));
});

test('4. each page’s process is in the sandbox', () => {
  expect(everywhere('sandbox')).toEqual(new Set([true]));
  expect(source('index.ts')).toMatch(
    /^\s*if \(!app\.commandLine\.hasSwitch\('no-sandbox'\)\) app\.enableSandbox\(\);$/m,
  );
});

test('5. permissions are refused (guards.test.ts)', () => {
  guardSession();
  let isGranted: boolean | null = null;
  seen.request(null, 'geolocation', (is) => (isGranted = is), { requestingUrl: pageUrl('palette') });
  expect(isGranted).toBe(false);
});

test('6. the web’s own security is on, in development too', () => {
  expect(everywhere('webSecurity')).toEqual(new Set([true]));
});

test('7. a policy says what pages may load, from nothing upwards (page-policy.test.ts)', () => {
  expect(policyOf(null)['Content-Security-Policy']).toMatch(/^default-src 'none'; /);
});

test('8. nothing comes by http into a secure page', () => {
  expect(everywhere('allowRunningInsecureContent')).toEqual(new Set([false]));
});

test('9. no experiment of Chromium’s is on', () => {
  expect(everywhere('experimentalFeatures')).toEqual(new Set([false]));
});

test('10. nor any other feature that is off by itself', () => {
  for (const name of ['enableBlinkFeatures', 'disableBlinkFeatures', 'additionalArguments'] as const)
    expect(everywhere(name)).toEqual(new Set([undefined]));
  for (const [name, text] of SOURCES) expect(text, name).not.toMatch(/enable-blink|disable-web-security/);
});

test('11. there are no webviews that could open windows', () => {
  expect(everywhere('webviewTag')).toEqual(new Set([false]));
});

test('12. none could be attached either', () => {
  expect(preventedOf('will-attach-webview')).toBe(true);
});

test('13. a page goes nowhere', () => {
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
    expect(preventedOf(event), event).toBe(true);
  expect(everywhere('navigateOnDragDrop')).toEqual(new Set([false]));
});

test('14. a page opens no window', () => {
  let opens: unknown;
  guardPage({
    on: () => undefined,
    setWindowOpenHandler: (handler: (details: Electron.HandlerDetails) => unknown) =>
      (opens = handler({ url: 'https://example.com' } as Electron.HandlerDetails)),
  } as unknown as Electron.WebContents);
  expect(opens).toEqual({ action: 'deny' });
});

test('15. no address is handed to the system to be opened', () => {
  for (const [name, text] of SOURCES) expect(text, name).not.toMatch(/openExternal|openPath/);
});

test('16. Electron is an exact version, so that a newer one is a decision that the tests see', () => {
  expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});

test('17. who sends a message is checked, for each (page-channel.test.ts)', () => {
  expect(isOwnFrame({ url: pageUrl('palette'), parent: null })).toBe(true);
  expect(isOwnFrame({ url: 'https://example.com/', parent: null })).toBe(false);
  const listeners = SOURCES.filter(([, text]) => /\bipcMain\b/.test(text)).map(([name]) => name);
  expect(listeners).toEqual([join('shell', 'page-channel.ts')]);
  const channels = source(join('shell', 'page-channel.ts')).match(
    /ipcMain\.(?:handle|on)\([^;]+?this\.knows\(/g,
  );
  expect(channels).toHaveLength(3);
});

test('18. pages come by a scheme of their own, not as files (app-protocol.test.ts)', () => {
  expect([pageUrl('overlay'), pageUrl('palette'), pageUrl('flash')]).toEqual([
    'app://ticketime/overlay/index.html',
    'app://ticketime/palette/index.html',
    'app://ticketime/overlay/index.html#flash',
  ]);
  for (const [name, text] of SOURCES) expect(text, name).not.toMatch(/\bloadFile\(|['"`]file:/);
});

test('19. the fuses are set by main/packaging, and read from the packed program (tests/packaging)', async () => {
  const text = await import('node:fs/promises').then(({ readFile }) =>
    readFile(join(MAIN, 'packaging/configuration.ts'), 'utf8'),
  );
  for (const fuse of [
    'runAsNode: false',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
  ])
    expect(text).toContain(fuse);
});

describe('20. of Electron, a page sees four functions', async () => {
  await import('../../main/preload.ts');
  const [[name, bridge]] = seen.exposed as [[string, Record<string, (...words: unknown[]) => unknown>]];

  test('by one name, and nothing else', () => {
    expect(seen.exposed).toHaveLength(1);
    expect(name).toBe('ticketime');
    expect(Object.entries(bridge).map(([one, value]) => [one, typeof value])).toEqual([
      ['askPort', 'function'],
      ['call', 'function'],
      ['onState', 'function'],
      ['onWish', 'function'],
    ]);
  });

  test('which say that the page listens, and hand on what is told without what carried it', () => {
    const heard: unknown[][] = [];
    const listener = (...what: unknown[]) => void heard.push(what);
    expect(seen.sent).toEqual([['ticketime:ready']]);
    seen.heard.emit('ticketime:wish', { sender: 'secret' }, { type: 'home' });
    seen.heard.emit('ticketime:state', { sender: 'secret' }, { isMoving: false });
    bridge['onState'](listener);
    bridge['onWish'](listener);
    seen.heard.emit('ticketime:wish', { sender: 'secret' }, { type: 'view', view: 'settings' });
    expect(heard).toEqual([[{ isMoving: false }], [{ type: 'home' }], [{ type: 'view', view: 'settings' }]]);
  });

  test('and a call that is refused ends in an error of one sentence', async () => {
    await expect(bridge['call']('quit', undefined)).rejects.toThrow(/^Not now\.$/);
  });
});
