/** A window over the whole display of the overlay, for a flash of the screen: there only while one may come, and clicks go through it. */
import { BrowserWindow, type Display, type WebContents } from 'electron';
import { keepFloating } from './floating.ts';
import type { Session } from './session.ts';
import { flashPolicy } from './window-policy.ts';

export interface FlashOptions {
  readonly session: Session;
  readonly url: string;
  readonly preload: string;
  readonly display: () => Display;
  /** Whether the overlay has a ground of its own. */
  readonly isOpaque: () => boolean;
  readonly onPage: (page: WebContents, window: BrowserWindow) => void;
}

export class FlashWindow {
  private readonly options: FlashOptions;
  private window: BrowserWindow | null = null;

  constructor(options: FlashOptions) {
    this.options = options;
  }

  setWanted(isWanted: boolean): void {
    if (isWanted && !this.window) this.window = this.open();
    else if (!isWanted) this.close();
  }

  close(): void {
    if (this.window && !this.window.isDestroyed()) this.window.destroy();
    this.window = null;
  }

  private open(): BrowserWindow | null {
    const { session, url, preload, display, isOpaque, onPage } = this.options;
    const policy = flashPolicy(session, { isOpaque: isOpaque() });
    if (!policy) return null;
    const window = new BrowserWindow({
      ...policy.options,
      ...display().bounds,
      webPreferences: { ...policy.options.webPreferences, preload },
    });
    onPage(window.webContents, window);
    // One that took clicks would lie over everything that a person wants to click now.
    const assert = keepFloating(window, () => policy);
    window.once('ready-to-show', () => {
      assert();
      window.showInactive();
      assert();
    });
    window.loadURL(url).catch(() => undefined); // what became of its page is told elsewhere
    return window;
  }
}
