/** The palette: one hidden window, made at the start, so that its hotkey finds it ready. */
import { app, BrowserWindow, screen, type WebContents } from 'electron';
import type { DesktopWish } from '../../api/protocol/desktop.ts';
import { PALETTE_SIZE, palettePolicy } from './window-policy.ts';
import { upperMiddle } from './placement.ts';
import type { Session } from './session.ts';

export interface PaletteOptions {
  readonly session: Session;
  readonly url: string;
  readonly preload: string;
  readonly onPage: (page: WebContents, window: BrowserWindow) => void;
  /** Tells its page. */
  readonly wish: (page: WebContents, wish: DesktopWish) => void;
}

export class PaletteWindow {
  private readonly options: PaletteOptions;
  private readonly window: BrowserWindow;
  private isEditing = false;
  private isEnding = false;
  private isLoaded = false;

  constructor(options: PaletteOptions) {
    this.options = options;
    const { session, preload, onPage } = options;
    const policy = palettePolicy(session);
    this.window = new BrowserWindow({
      ...policy.options,
      webPreferences: { ...policy.options.webPreferences, preload },
    });
    onPage(this.window.webContents, this.window);
    if (policy.onAllWorkspaces)
      this.window.setVisibleOnAllWorkspaces(true, {
        visibleOnFullScreen: true,
        skipTransformProcessType: true,
      });
    if (policy.level) this.window.setAlwaysOnTop(true, policy.level);
    this.window.on('blur', () => {
      if (!this.isEditing) this.hide();
    });
    // What was being edited is gone with its page.
    this.window.webContents.on('did-start-loading', () => (this.isEditing = false));
    app.once('before-quit', () => (this.isEnding = true));
    this.window.on('close', (event) => {
      if (this.isEnding) return;
      event.preventDefault();
      this.hide();
    });
  }

  /** Its page: once the overlay has its digits, or when it is shown before that. */
  load(): void {
    if (this.isLoaded || this.window.isDestroyed()) return;
    this.isLoaded = true;
    this.window.loadURL(this.options.url).catch(() => undefined); // what became of its page is told elsewhere
  }

  get isShown(): boolean {
    return !this.window.isDestroyed() && this.window.isVisible() && !this.window.isMinimized();
  }

  /** On the display where the pointer is. */
  show(wish: DesktopWish = { type: 'home' }): void {
    if (this.window.isDestroyed()) return;
    this.load();
    if (!this.isShown) {
      // A minimised window comes back to where it stood: so it is placed after that.
      if (this.window.isMinimized()) this.window.restore();
      const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      this.window.setBounds(upperMiddle(PALETTE_SIZE, display));
    }
    this.window.show();
    this.window.focus();
    this.options.wish(this.window.webContents, wish);
  }

  toggle(): void {
    if (this.isShown && this.window.isFocused()) this.hide();
    else this.show();
  }

  /** The program that had the focus before has it again. */
  hide(): void {
    if (!this.isShown) return;
    // Windows gives the focus back only when a window is minimised (electron#10023); a panel of macOS never took it from its program.
    if (this.options.session === 'windows' && this.window.isFocused()) this.window.minimize();
    this.window.hide();
  }

  setEditing(isEditing: boolean): void {
    this.isEditing = isEditing;
  }

  close(): void {
    this.isEnding = true;
    if (!this.window.isDestroyed()) this.window.destroy();
  }
}
