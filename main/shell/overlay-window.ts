/** The overlay: a window as large as its clock, that floats above everything and lets clicks through, unless it is being moved. */
import { app, BrowserWindow, screen, type Display, type WebContents } from 'electron';
import type { DesktopFile } from './desktop-file.ts';
import { FIRST_OFFSET, offsetOf, placed, screenFor, screenOf, type Corner, type Size } from './placement.ts';
import type { Session } from './session.ts';
import { overlayPolicy, type WindowPolicy } from './window-policy.ts';

export interface OverlayOptions {
  readonly session: Session;
  readonly isOpaque: boolean;
  readonly corner: Corner;
  readonly file: Pick<DesktopFile, 'place' | 'keepPlace' | 'lastDisplay'>;
  readonly url: string;
  readonly preload: string;
  /** Told of each page that it shows. */
  readonly onPage: (page: WebContents, window: BrowserWindow) => void;
  readonly onChange: () => void;
}

/** Before its page has said how large it is. */
const FIRST_SIZE: Size = { width: 320, height: 96 };
/** Whoever walks away while moving it finds it clicked through again, ms. */
const MOVING_MS = 60_000;

export class OverlayWindow {
  private readonly options: OverlayOptions;
  private policy: WindowPolicy;
  private window: BrowserWindow;
  private size = FIRST_SIZE;
  private corner: Corner;
  private wanted = true;
  private moving: NodeJS.Timeout | null = null;
  private isReady = false;
  private isPlacing = false;
  private isEnding = false;
  private readonly ticking: NodeJS.Timeout | null;
  private readonly displaysChanged = () => this.stand();

  constructor(options: OverlayOptions) {
    this.options = options;
    this.corner = options.corner;
    this.policy = overlayPolicy(options.session, options);
    this.window = this.open();
    const { reassertMs } = this.policy;
    this.ticking = reassertMs === null ? null : setInterval(() => this.assert(), reassertMs).unref();
    app.once('before-quit', () => (this.isEnding = true));
    screen.on('display-added', this.displaysChanged);
    screen.on('display-removed', this.displaysChanged);
    screen.on('display-metrics-changed', this.displaysChanged);
  }

  get isShown(): boolean {
    return this.wanted;
  }
  get isMoving(): boolean {
    return this.moving !== null;
  }

  setShown(isShown: boolean): void {
    if (isShown === this.wanted) return;
    this.wanted = isShown;
    if (!isShown) this.setMoving(false);
    this.appear();
    this.options.onChange();
  }

  /** It can be dragged, and takes the keyboard for Escape. */
  setMoving(isMoving: boolean): void {
    if (isMoving === this.isMoving || this.policy.level === null) return;
    if (this.moving) clearTimeout(this.moving);
    this.moving = isMoving ? setTimeout(() => this.setMoving(false), MOVING_MS).unref() : null;
    if (isMoving) {
      this.setShown(true);
      this.window.setFocusable(true);
      this.window.setIgnoreMouseEvents(false);
      this.window.focus();
    } else {
      this.keepPlace();
      this.window.blur();
      this.window.setFocusable(false);
      this.assert();
      this.stand();
    }
    this.options.onChange();
  }

  /** What its page measures. */
  resize({ width, height }: Size): void {
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.stand();
  }

  setCorner(corner: Corner): void {
    if (corner === this.corner) return;
    this.corner = corner;
    this.stand();
  }

  /** Whether a window is transparent is decided when it is made: another one takes its place. */
  setOpaque(isOpaque: boolean): void {
    const policy = overlayPolicy(this.options.session, { isOpaque });
    if (policy.options.transparent === this.policy.options.transparent) return;
    this.setMoving(false);
    const before = this.window;
    this.policy = policy;
    this.isReady = false;
    this.window = this.open();
    before.destroy();
  }

  /** What a system forgets, or another window took, is said again. */
  assert(): void {
    if (this.window.isDestroyed()) return;
    const { level, onAllWorkspaces, ignoresMouse } = this.policy;
    if (onAllWorkspaces)
      this.window.setVisibleOnAllWorkspaces(true, {
        visibleOnFullScreen: true,
        skipTransformProcessType: true,
      });
    if (level) this.window.setAlwaysOnTop(true, level);
    if (ignoresMouse && !this.isMoving) this.window.setIgnoreMouseEvents(true);
  }

  /** The display on which it stands. */
  get display(): Display {
    return screen.getDisplayMatching(this.window.getBounds());
  }

  close(): void {
    if (this.moving) clearTimeout(this.moving);
    if (this.ticking) clearInterval(this.ticking);
    screen.off('display-added', this.displaysChanged);
    screen.off('display-removed', this.displaysChanged);
    screen.off('display-metrics-changed', this.displaysChanged);
    if (!this.window.isDestroyed()) this.window.destroy();
  }

  private open(): BrowserWindow {
    const { url, preload, onPage } = this.options;
    const { options, isForgetful } = this.policy;
    const window = new BrowserWindow({
      ...options,
      ...this.place(),
      webPreferences: { ...options.webPreferences, preload },
    });
    onPage(window.webContents, window);
    const shown = () => {
      this.isReady = true;
      this.appear();
    };
    window.once('ready-to-show', shown);
    window.on('moved', () => this.moved());
    // Closed as other windows are, it is hidden: it comes back by its hotkey.
    window.on('close', (event) => {
      if (this.isEnding || window !== this.window) return;
      event.preventDefault();
      this.setShown(false);
    });
    if (isForgetful)
      for (const event of ['show', 'resize', 'move', 'restore'] as const)
        window.on(event as 'show', () => this.assert());
    window.loadURL(url).catch(() => undefined); // what became of its page is told elsewhere
    return window;
  }

  private appear(): void {
    if (this.window.isDestroyed() || !this.isReady) return;
    if (!this.wanted) {
      this.window.hide();
      return;
    }
    this.assert();
    this.window.showInactive();
    this.assert();
  }

  /** Where it belongs now, with the size that it has. */
  private place() {
    const displays = screens();
    const at = screenFor(this.options.file.lastDisplay, displays);
    return placed(this.size, this.corner, this.options.file.place(at.id) ?? FIRST_OFFSET, at);
  }

  private stand(): void {
    if (this.window.isDestroyed() || this.isMoving) return;
    this.isPlacing = true;
    this.window.setBounds(this.place());
    this.isPlacing = false;
    this.assert();
  }

  /** Linux and macOS tell that it was moved while it is being dragged, Windows in the end. */
  private moved(): void {
    if (this.isMoving && !this.isPlacing) this.keepPlace();
  }

  private keepPlace(): void {
    const bounds = this.window.getBounds();
    const at = screenOf(bounds, screens());
    this.options.file.keepPlace(at.id, offsetOf(bounds, this.corner, at));
  }
}

/** The primary one first. */
function screens(): Display[] {
  const { id } = screen.getPrimaryDisplay();
  return screen.getAllDisplays().sort((one, other) => Number(other.id === id) - Number(one.id === id));
}
