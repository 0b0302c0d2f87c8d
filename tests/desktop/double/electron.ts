/**
 * A double of the part of Electron's API that the app uses, on plain Node: for machines where Electron's binary cannot be had. Its windows
 * are pages of a real Chromium that the test drives (tests/desktop/pages.ts), with the app's real preload. Each part is typed against Electron's
 * own declarations, and what is not there is told by its name.
 *
 * Not reproduced: that a preload lives in a world of its own (here it shares the page's), what a system makes of a window's options, and
 * anything of the graphics processor.
 */
import { tmpdir } from 'node:os';

// Where what came along with the app lies: nothing, as in development.
Object.assign(process, { resourcesPath: process.env['DOUBLE_RESOURCES'] ?? tmpdir() });

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export {
  autoUpdater,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  Tray,
} from './outside.ts';
export { net } from './net.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
