/** What pages may not do, whatever is in them: go elsewhere, open windows, ask for permissions, fetch files. */
import { app, Menu, session, type WebContents } from 'electron';
import { ORIGIN } from './app-protocol.ts';

/** What a browser lets any page do that a person clicks in: to put a text on the clipboard. Nothing reads it. */
const PERMITTED = 'clipboard-sanitized-write';

/** Of the app's one session. Once Electron is ready, before the first window. */
export function guardSession(): void {
  const { defaultSession } = session;
  const isPermitted = (permission: string, address: string) =>
    permission === PERMITTED && isOwnAddress(address);
  defaultSession.setPermissionRequestHandler((_page, permission, decide, { requestingUrl }) =>
    decide(isPermitted(permission, requestingUrl)),
  );
  defaultSession.setPermissionCheckHandler((_page, permission, origin) => isPermitted(permission, origin));
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, page) => guardPage(page));
  // Electron's own menu is never seen, but its keys would reload pages, close windows and open the developer tools. On macOS the keys of the
  // clipboard come from a menu.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'editMenu' }]) : null,
  );
}

/** A page may go nowhere: what it is at first, it stays. No address is ever opened in a browser, for none of them has one to open. */
export function guardPage(page: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  page.on('will-navigate', (event) => event.preventDefault());
  page.on('will-frame-navigate', (event) => event.preventDefault());
  page.on('will-redirect', (event) => event.preventDefault());
  page.on('will-attach-webview', (event) => event.preventDefault());
  page.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Whether what a frame says may be heard: the main frame of a page of ours. Pure. */
export function isOwnFrame(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** An origin is told with a slash in its end, or without. */
const isOwnAddress = (url: string): boolean => url === ORIGIN || url.startsWith(`${ORIGIN}/`);
