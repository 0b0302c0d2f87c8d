/** What pages may not do, whatever is in them: go elsewhere, open windows, ask for permissions, fetch files. */
import { app, session, type WebContents } from 'electron';
import { ORIGIN } from './app-protocol.ts';

/** Of the app's one session. Once Electron is ready. */
export function guardSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_page, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, page) => guardPage(page));
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
  return frame !== null && frame.parent === null && frame.url.startsWith(`${ORIGIN}/`);
}
