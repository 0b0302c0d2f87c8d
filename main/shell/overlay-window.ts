/** The overlay: a window as large as its clock, that floats above everything and lets clicks through, unless it is being moved. */
import { app, BrowserWindow, screen, type Display, type WebContents } from 'electron';
import type { DesktopFile } from './desktop-file.ts';
import { keepFloating } from './floating.ts';
import {
  FIRST_OFFSET,
  offsetOf,
  placed,
  screenFor,
  screenOf,
  type Area,
  type Corner,
  type Size,
} from './placement.ts';
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
/** Whoever walks away while moving it finds it clicked through again, ms after the last move. */
const MOVING_MS = 60_000;
/** Some Wayland compositors draw nothing of a hidden window, which then is never ready: it is shown all the same, ms. */
const READY_MS = 2000;

export class OverlayWindow {
  private readonly options: OverlayOptions;
  private isOpaque: boolean;
  private window: BrowserWindow;
  /** Whose place the window takes as soon as it is ready. */
  private former: BrowserWindow | null = null;
  private assertWindow: () => void = () => undefined;
  private size = FIRST_SIZE;
  private corner: Corner;
  private wanted = true;
  private moving: NodeJS.Timeout | null = null;
  private isReady = false;
  private isEnding = false;
  private readonly stand = () => this.setBounds(this.place());

  constructor(options: OverlayOptions) {
    this.options = options;
    this.corner = options.corner;
    this.isOpaque = options.isOpaque;
    this.window = this.open(this.place());
    app.once('before-quit', () => {
      this.isEnding = true;
      if (this.isMoving) this.keepPlace();
    });
    screen.on('display-added', this.stand);
    screen.on('display-removed', this.stand);
    screen.on('display-metrics-changed', this.stand);
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
    const { level, isUnmanaged } = this.policy;
    if (isMoving === this.isMoving || level === null || this.window.isDestroyed()) return;
    if (isMoving) {
      this.setShown(true);
      this.moveOn();
    } else {
      this.keepPlace();
      if (this.moving) clearTimeout(this.moving);
      this.moving = null;
    }
    if (isUnmanaged || this.policy.isUnmanaged) this.replace();
    else this.takeKeyboard(isMoving);
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
    const before = this.policy.options.transparent;
    this.isOpaque = isOpaque;
    if (this.policy.options.transparent === before) return;
    this.setMoving(false);
    this.replace();
  }

  /** What a system forgets, or another window took, is said again. */
  assert(): void {
    this.assertWindow();
  }

  /** The display on which it stands. */
  get display(): Display {
    return screen.getDisplayMatching(this.window.getBounds());
  }

  close(): void {
    if (this.moving) clearTimeout(this.moving);
    screen.off('display-added', this.stand);
    screen.off('display-removed', this.stand);
    screen.off('display-metrics-changed', this.stand);
    this.leave();
    if (!this.window.isDestroyed()) this.window.destroy();
  }

  private get policy(): WindowPolicy {
    const { isOpaque, isMoving } = this;
    return overlayPolicy(this.options.session, { isOpaque, isMoving });
  }

  private open(place: Area): BrowserWindow {
    const { url, preload, onPage } = this.options;
    const { options } = this.policy;
    const window = new BrowserWindow({
      ...options,
      ...place,
      webPreferences: { ...options.webPreferences, preload },
    });
    this.isReady = false;
    this.assertWindow = keepFloating(window, () => this.policy);
    onPage(window.webContents, window);
    const shown = () => {
      clearTimeout(late);
      if (window !== this.window || window.isDestroyed() || this.isReady) return;
      this.isReady = true;
      this.appear();
    };
    const late = setTimeout(shown, READY_MS).unref();
    window.once('ready-to-show', shown);
    window.on('move', () => {
      if (this.isMoving) this.moveOn();
    });
    // Closed as other windows are, it is hidden: it comes back by its hotkey.
    window.on('close', (event) => {
      if (this.isEnding || window !== this.window) return;
      event.preventDefault();
      this.setShown(false);
    });
    window.loadURL(url).catch(() => undefined); // what became of its page is told elsewhere
    return window;
  }

  /** By a window made anew, which is shown as soon as there is something to see. */
  private replace(): void {
    const place = this.place();
    if (this.isReady) this.former = this.window;
    else this.window.destroy();
    this.window = this.open(place);
  }

  private leave(): void {
    if (this.former && !this.former.isDestroyed()) this.former.destroy();
    this.former = null;
  }

  private appear(): void {
    if (this.window.isDestroyed()) return;
    if (this.wanted && this.isReady) {
      this.assert();
      this.window.showInactive();
      this.assert();
      if (this.isMoving) this.window.focus();
    }
    // Hidden before it is ready, a window never would be (electron#24855).
    if (!this.wanted && this.isReady) this.window.hide();
    if (!this.wanted || this.isReady) this.leave();
  }

  /** Where a window changes its nature while it is there. */
  private takeKeyboard(isTaken: boolean): void {
    if (!isTaken) this.window.blur();
    this.window.setFocusable(isTaken);
    this.window.setSkipTaskbar(true); // on Windows, what takes the focus is in the task bar
    this.stand();
    if (isTaken) this.window.focus();
  }

  private moveOn(): void {
    if (this.moving) clearTimeout(this.moving);
    this.moving = setTimeout(() => this.setMoving(false), MOVING_MS).unref();
  }

  /** Where it belongs now, with the size that it has: while it is moved, where it is. */
  private place(): Area {
    const displays = screens();
    const bounds = this.isMoving ? this.window.getBounds() : null;
    const at = bounds ? screenOf(bounds, displays) : screenFor(this.options.file.lastDisplay, displays);
    const offset = bounds ? offsetOf(bounds, this.corner, at) : this.options.file.place(at.id);
    return placed(this.size, this.corner, offset ?? FIRST_OFFSET, at);
  }

  private setBounds(bounds: Area): void {
    if (this.window.isDestroyed()) return;
    this.window.setBounds(bounds);
    this.assert();
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
