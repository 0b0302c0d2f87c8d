/** Electron's BrowserWindow: its state is recorded, its page is one in the test's Chromium. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app, Preventable } from './app.ts';
import { hear, nextId, onCommand, say } from './link.ts';
import { strict } from './strict.ts';
import { newContents, type WebContents } from './web-contents.ts';

type Used =
  | 'blur'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getContentBounds'
  | 'getContentSize'
  | 'getPosition'
  | 'getSize'
  | 'hide'
  | 'id'
  | 'isAlwaysOnTop'
  | 'isDestroyed'
  | 'isFocusable'
  | 'isFocused'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'minimize'
  | 'moveTop'
  | 'removeMenu'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setBackgroundColor'
  | 'setBounds'
  | 'setContentSize'
  | 'setFocusable'
  | 'setFullScreenable'
  | 'setHasShadow'
  | 'setHiddenInMissionControl'
  | 'setIgnoreMouseEvents'
  | 'setMaximizable'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setMinimizable'
  | 'setMovable'
  | 'setOpacity'
  | 'setPosition'
  | 'setResizable'
  | 'setSize'
  | 'setSkipTaskbar'
  | 'setTitle'
  | 'setVisibleOnAllWorkspaces'
  | 'show'
  | 'showInactive';

const windows = new Map<number, BrowserWindow>();
let focused: BrowserWindow | null = null;
const takeFocus = (window: BrowserWindow) => (focused = window);

export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Used> {
  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  readonly id = nextId();
  readonly webContents: WebContents;
  readonly options: Electron.BrowserWindowConstructorOptions;
  private bounds: Electron.Rectangle;
  private isShown: boolean;
  private isDown = false;
  private isOver = false;
  private canFocus: boolean;
  private level: string | null;
  private ignoresMouse = false;
  private onAllWorkspaces = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, show = true, focusable = true, alwaysOnTop } = options;
    this.options = options;
    this.bounds = { x, y, width, height };
    this.isShown = show;
    this.canFocus = focusable;
    this.level = alwaysOnTop ? 'floating' : null;
    say({
      type: 'window-open',
      window: this.id,
      size: { width, height },
      preload: options.webPreferences?.preload ?? null,
    });
    this.webContents = newContents(this.id);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}));
    const self = strict('BrowserWindow', this);
    windows.set(this.id, self);
    app.emit('browser-window-created', {}, self);
    return self;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  show(): void {
    this.appear();
    this.focus();
  }
  showInactive(): void {
    this.appear();
  }
  private appear(): void {
    this.alive();
    this.isDown = false;
    if (this.isShown) return;
    this.isShown = true;
    shownAt.set(this.id, performance.now());
    this.emit('show', {});
  }
  hide(): void {
    this.alive();
    if (!this.isShown) return;
    this.isShown = false;
    if (focused?.id === this.id) this.blur();
    this.emit('hide', {});
  }
  isVisible(): boolean {
    this.alive();
    return this.isShown;
  }
  minimize(): void {
    this.isDown = true;
    if (focused?.id === this.id) this.blur();
    this.emit('minimize', {});
  }
  restore(): void {
    this.isDown = false;
    this.emit('restore', {});
  }
  isMinimized(): boolean {
    return this.isDown;
  }

  focus(): void {
    this.alive();
    if (!this.canFocus || focused?.id === this.id) return;
    focused?.emit('blur', {});
    takeFocus(this);
    this.emit('focus', {});
  }
  blur(): void {
    if (focused?.id !== this.id) return;
    focused = null;
    this.emit('blur', {});
  }
  isFocused(): boolean {
    return focused?.id === this.id;
  }
  setFocusable(is: boolean): void {
    this.canFocus = is;
  }
  isFocusable(): boolean {
    return this.canFocus;
  }

  close(): void {
    if (this.isOver) return;
    const asked = new Preventable();
    this.emit('close', asked);
    if (!asked.isPrevented) this.destroy();
  }
  destroy(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (focused?.id === this.id) focused = null;
    windows.delete(this.id);
    this.webContents.destroy();
    say({ type: 'window-close', window: this.id });
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
  isDestroyed(): boolean {
    return this.isOver;
  }
  private alive(): void {
    if (this.isOver) throw new TypeError('Object has been destroyed');
  }

  getBounds(): Electron.Rectangle {
    this.alive();
    return { ...this.bounds };
  }
  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }
  setBounds(changes: Partial<Electron.Rectangle>): void {
    this.alive();
    const before = this.bounds;
    const bounds = { ...before, ...changes };
    if (!Object.values(bounds).every(Number.isInteger)) throw new TypeError('Bounds must be whole numbers.');
    this.bounds = bounds;
    const { x, y, width, height } = bounds;
    if (width !== before.width || height !== before.height) {
      say({ type: 'window-resize', window: this.id, size: { width, height } });
      this.emit('resize', {});
    }
    if (x !== before.x || y !== before.y) {
      this.emit('move', {});
      this.emit('moved', {});
    }
  }
  getPosition(): number[] {
    return [this.bounds.x, this.bounds.y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }
  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setAlwaysOnTop(is: boolean, level = 'floating'): void {
    this.alive();
    this.level = is ? level : null;
  }
  isAlwaysOnTop(): boolean {
    return this.level !== null;
  }
  setVisibleOnAllWorkspaces(is: boolean): void {
    this.onAllWorkspaces = is;
  }
  setIgnoreMouseEvents(is: boolean): void {
    this.alive();
    this.ignoresMouse = is;
  }
  moveTop(): void {
    this.alive();
  }
  setBackgroundColor(): void {
    this.alive();
  }
  setFullScreenable(): void {
    this.alive();
  }
  setHasShadow(): void {
    this.alive();
  }
  setHiddenInMissionControl(): void {
    this.alive();
  }
  setMaximizable(): void {
    this.alive();
  }
  setMenu(): void {
    this.alive();
  }
  setMenuBarVisibility(): void {
    this.alive();
  }
  removeMenu(): void {
    this.alive();
  }
  setMinimizable(): void {
    this.alive();
  }
  setMovable(): void {
    this.alive();
  }
  setOpacity(): void {
    this.alive();
  }
  setResizable(): void {
    this.alive();
  }
  setSkipTaskbar(): void {
    this.alive();
  }
  setTitle(): void {
    this.alive();
  }

  state() {
    const { webPreferences, ...options } = this.options;
    return {
      id: this.id,
      url: this.webContents.getURL(),
      bounds: this.bounds,
      isVisible: this.isShown,
      isFocused: focused?.id === this.id,
      isFocusable: this.canFocus,
      level: this.level,
      ignoresMouse: this.ignoresMouse,
      onAllWorkspaces: this.onAllWorkspaces,
      options: JSON.parse(JSON.stringify({ ...options, webPreferences })) as Record<string, unknown>,
    };
  }
}

/** When each was shown last. */
export const shownAt = new Map<number, number>();

app.windows = () => BrowserWindow.getAllWindows();
hear('page-focus', ({ window, isOn }) => {
  const one = windows.get(window);
  if (isOn) one?.focus();
  else one?.blur();
});
onCommand('focusElsewhere', () => focused?.blur());
onCommand('windows', () => BrowserWindow.getAllWindows().map((window) => window.state()));
onCommand('drag', ({ window, x, y }) => {
  const one = windows.get(window);
  one?.emit('will-move', { preventDefault: () => undefined }, { ...one.getBounds(), x, y });
  one?.setBounds({ x, y });
});
