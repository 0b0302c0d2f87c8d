import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { guardPage, guardSession, isOwnFrame } from '../../main/shell/guards.ts';

type Decide = (isGranted: boolean) => void;
interface Handlers {
  app: EventEmitter;
  menu: unknown;
  request: (page: null, permission: string, decide: Decide, details: { requestingUrl: string }) => void;
  check: (page: null, permission: string, origin: string) => boolean;
  device: () => boolean;
}
const electron = vi.hoisted(() => ({}) as Handlers);
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  electron.app = new EventEmitter();
  const defaultSession = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Handlers['request']) => (electron.request = handler),
    setPermissionCheckHandler: (handler: Handlers['check']) => (electron.check = handler),
    setDevicePermissionHandler: (handler: Handlers['device']) => (electron.device = handler),
  });
  return {
    app: electron.app,
    session: { defaultSession },
    protocol: {},
    Menu: {
      setApplicationMenu: (menu: unknown) => (electron.menu = menu),
      buildFromTemplate: (template: unknown) => template,
    },
  };
});

const OURS = 'app://ticketime/palette/index.html';
const THEIRS = ['https://ticketime.example/', 'app://ticketime.example/', 'file:///etc/passwd', 'null', ''];
const PERMISSIONS = [
  ...['clipboard-read', 'display-capture', 'fullscreen', 'geolocation', 'hid', 'idle-detection', 'media'],
  ...[
    'midi',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'usb',
    'unknown',
    'window-management',
  ],
];

/** Prevented by what listens to it? */
function isPrevented(emitter: EventEmitter, event: string): boolean {
  let prevented = false;
  emitter.emit(event, { preventDefault: () => (prevented = true) });
  return prevented;
}

class Contents extends EventEmitter {
  opens: unknown = null;
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => unknown): void {
    this.opens = handler({} as Electron.HandlerDetails);
  }
}

describe('the session', async () => {
  guardSession();
  const { session } = await import('electron');
  const granted = (requestingUrl: string, permission: string) =>
    new Promise((resolve) => electron.request(null, permission, resolve, { requestingUrl }));

  test.each(PERMISSIONS)('grants no page %s', async (permission) => {
    expect(await granted(OURS, permission)).toBe(false);
    expect(electron.check(null, permission, 'app://ticketime/')).toBe(false);
  });

  test('lets our own pages put a text on the clipboard, and no others', async () => {
    const permission = 'clipboard-sanitized-write';
    expect(await granted(OURS, permission)).toBe(true);
    for (const origin of ['app://ticketime/', 'app://ticketime'])
      expect(electron.check(null, permission, origin)).toBe(true);
    for (const other of THEIRS) {
      expect(await granted(other, permission)).toBe(false);
      expect(electron.check(null, permission, other)).toBe(false);
    }
  });

  test('grants no device, and fetches no file', () => {
    expect(electron.device()).toBe(false);
    expect(isPrevented(session.defaultSession, 'will-download')).toBe(true);
  });

  test('guards each page that is made later', () => {
    const contents = new Contents();
    electron.app.emit('web-contents-created', {}, contents);
    expect(contents.opens).toEqual({ action: 'deny' });
    expect(isPrevented(contents, 'will-navigate')).toBe(true);
  });

  test('has no menu whose keys reload pages or open the developer tools', () => {
    expect(electron.menu).toEqual(process.platform === 'darwin' ? [{ role: 'editMenu' }] : null);
  });
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
  'a page is kept from what begins with %s',
  (event) => {
    const contents = new Contents();
    guardPage(contents as unknown as Electron.WebContents);
    expect(isPrevented(contents, event)).toBe(true);
  },
);

test('a page opens no window', () => {
  const contents = new Contents();
  guardPage(contents as unknown as Electron.WebContents);
  expect(contents.opens).toEqual({ action: 'deny' });
});

describe('heard is', () => {
  test.each([
    ['the overlay', 'app://ticketime/overlay/index.html', true],
    ['the palette', 'app://ticketime/palette/index.html?x#y', true],
    ['the flash', 'app://ticketime/overlay/index.html#flash', true],
    ['no page of the web', 'https://ticketime/overlay/index.html', false],
    ['no page of another host', 'app://ticketime.example/overlay/index.html', false],
    ['no page that only names ours', 'https://example.com/?app://ticketime/', false],
    ['no file', 'file:///overlay/index.html', false],
    ['no empty page', 'about:blank', false],
    ['no page without an address', '', false],
  ])('%s (%s)', (_, url, isHeard) => {
    expect(isOwnFrame({ url, parent: null })).toBe(isHeard);
  });

  test('no frame within a page', () => {
    expect(isOwnFrame({ url: 'app://ticketime/overlay/index.html', parent: {} })).toBe(false);
  });

  test('no frame that has gone since it spoke', () => {
    expect(isOwnFrame(null)).toBe(false);
  });
});
