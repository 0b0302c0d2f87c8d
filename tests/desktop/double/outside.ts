/** The system around the app: displays, hotkeys, tray, menus, notifications, power, dialogs. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow, shownAt } from './browser-window.ts';
import { nextId, onCommand } from './link.ts';
import type { DisplayWish, MenuState } from './messages.ts';
import { strict } from './strict.ts';

// ------------------------------------------------------------------ displays

const HD: DisplayWish = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
};

class Screen
  extends EventEmitter
  implements
    Pick<
      Electron.Screen,
      | 'getAllDisplays'
      | 'getCursorScreenPoint'
      | 'getDisplayMatching'
      | 'getDisplayNearestPoint'
      | 'getPrimaryDisplay'
    >
{
  displays: Electron.Display[] = [displayOf(HD)];

  getAllDisplays(): Electron.Display[] {
    return this.displays;
  }
  getPrimaryDisplay(): Electron.Display {
    return this.displays[0];
  }
  getCursorScreenPoint(): Electron.Point {
    return { x: 100, y: 100 };
  }
  getDisplayMatching({ x, y, width, height }: Electron.Rectangle): Electron.Display {
    return this.getDisplayNearestPoint({ x: x + width / 2, y: y + height / 2 });
  }
  getDisplayNearestPoint({ x, y }: Electron.Point): Electron.Display {
    const away = ({ bounds }: Electron.Display) =>
      Math.hypot(
        Math.max(bounds.x - x, 0, x - bounds.x - bounds.width),
        Math.max(bounds.y - y, 0, y - bounds.y - bounds.height),
      );
    return this.displays.reduce((best, other) => (away(other) < away(best) ? other : best));
  }
}

function displayOf({ id, bounds, workArea, scaleFactor }: DisplayWish): Electron.Display {
  const { width, height } = bounds;
  const rest = {
    size: { width, height },
    workAreaSize: workArea,
    label: `Display ${id}`,
    internal: id === 1,
    rotation: 0,
  };
  return { id, bounds, workArea, scaleFactor, ...rest } as unknown as Electron.Display;
}

const screens = new Screen();
export const screen = strict('screen', screens);
onCommand('displays', (wishes) => {
  const before = screens.displays;
  screens.displays = wishes.map(displayOf);
  const ids = new Set(wishes.map(({ id }) => id));
  const known = new Set(before.map(({ id }) => id));
  for (const one of before) if (!ids.has(one.id)) screens.emit('display-removed', {}, one);
  for (const one of screens.displays)
    if (known.has(one.id)) screens.emit('display-metrics-changed', {}, one, ['bounds', 'workArea']);
    else screens.emit('display-added', {}, one);
});

// ------------------------------------------------------------------ hotkeys

const registered = new Map<string, () => void>();
let taken = new Set<string>();
let isSuspended = false;

export const globalShortcut = strict('globalShortcut', {
  register(accelerator: string, callback: () => void): boolean {
    if (!app.isReady()) throw new Error('globalShortcut cannot be used before the app is ready');
    if (isSuspended || taken.has(accelerator) || registered.has(accelerator)) return false;
    registered.set(accelerator, callback);
    return true;
  },
  unregister: (accelerator: string) => void registered.delete(accelerator),
  unregisterAll: () => registered.clear(),
  isRegistered: (accelerator: string) => registered.has(accelerator),
  isSuspended: () => isSuspended,
  setSuspended: (is: boolean) => void (isSuspended = is),
} satisfies Omit<Electron.GlobalShortcut, 'registerAll'>);

onCommand('hotkeys', () => [...registered.keys()]);
onCommand('takeHotkeys', (keys) => {
  taken = new Set(keys);
  for (const key of keys) registered.delete(key);
});
onCommand('press', async (accelerator) => {
  const callback = isSuspended ? undefined : registered.get(accelerator);
  if (!callback) return { isHeard: false, shownAfterMs: null };
  const pressedAt = performance.now();
  callback();
  // What shows a window does so at once, or within a few turns.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  const shown = [...shownAt.values()].filter((at) => at >= pressedAt);
  return { isHeard: true, shownAfterMs: shown.length > 0 ? Math.min(...shown) - pressedAt : null };
});

// ------------------------------------------------------------------ tray and menus

export class Menu implements Pick<Electron.Menu, 'popup' | 'getMenuItemById'> {
  static applicationMenu: Menu | null = null;
  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.applicationMenu;
  }
  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template);
  }
  readonly template: Electron.MenuItemConstructorOptions[];
  constructor(template: Electron.MenuItemConstructorOptions[] = []) {
    this.template = template;
  }
  popup(): void {
    // Nobody sees it.
  }
  getMenuItemById(): null {
    return null;
  }
}

const state = (template: Electron.MenuItemConstructorOptions[]): MenuState[] =>
  template.map(({ id = '', label = '', type, enabled = true, checked = false, accelerator, submenu }) => ({
    id,
    label,
    type: type ?? (submenu ? 'submenu' : 'normal'),
    isEnabled: enabled,
    isChecked: checked,
    accelerator: accelerator ?? '',
    submenu: Array.isArray(submenu) ? state(submenu) : [],
  }));

function itemOf(
  template: Electron.MenuItemConstructorOptions[],
  id: string,
): Electron.MenuItemConstructorOptions | undefined {
  for (const item of template) {
    const found = item.id === id ? item : Array.isArray(item.submenu) ? itemOf(item.submenu, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

let trays: Tray[] = [];

export class Tray
  extends EventEmitter
  implements
    Pick<
      Electron.Tray,
      | 'destroy'
      | 'isDestroyed'
      | 'popUpContextMenu'
      | 'setContextMenu'
      | 'setIgnoreDoubleClickEvents'
      | 'setImage'
      | 'setTitle'
      | 'setToolTip'
    >
{
  image: string;
  tooltip = '';
  menu: Menu | null = null;
  private isOver = false;

  constructor(image: Electron.NativeImage | string) {
    super();
    this.image = nameOf(image);
    trays.push(this);
    return strict('Tray', this);
  }
  setImage(image: Electron.NativeImage | string): void {
    this.image = nameOf(image);
  }
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setTitle(): void {
    // macOS alone.
  }
  setIgnoreDoubleClickEvents(): void {
    // macOS alone.
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = menu as unknown as Menu;
  }
  popUpContextMenu(menu?: Electron.Menu): void {
    if (menu) this.menu = menu as unknown as Menu;
  }
  destroy(): void {
    this.isOver = true;
    trays = trays.filter((tray) => !tray.isDestroyed());
  }
  isDestroyed(): boolean {
    return this.isOver;
  }
}

const nameOf = (image: Electron.NativeImage | string): string =>
  typeof image === 'string' ? image : (image as unknown as Image).path;

const trayThere = (): Tray => {
  const tray = trays.at(-1);
  if (!tray) throw new Error('There is no tray.');
  return tray;
};
onCommand('tray', () => {
  const tray = trays.at(-1);
  return tray ? { image: tray.image, tooltip: tray.tooltip, menu: state(tray.menu?.template ?? []) } : null;
});
onCommand(
  'clickTray',
  () => void trayThere().emit('click', {}, { x: 0, y: 0, width: 16, height: 16 }, { x: 0, y: 0 }),
);
onCommand('clickMenu', (id) => {
  const item = itemOf(trayThere().menu?.template ?? [], id);
  if (!item) throw new Error(`The menu has no ${id}.`);
  if (item.enabled === false) throw new Error(`${id} is disabled.`);
  const clicked = { ...item, checked: !item.checked };
  (item.click as ((...about: unknown[]) => void) | undefined)?.(clicked, undefined, {});
});

interface Image {
  readonly path: string;
  isEmpty(): boolean;
  setTemplateImage(): void;
  isTemplateImage(): boolean;
  getSize(): { width: number; height: number };
  resize(): Image;
}
const imageOf = (path: string): Image => ({
  path,
  isEmpty: () => path === '',
  setTemplateImage: () => undefined,
  isTemplateImage: () => path.includes('Template'),
  getSize: () => ({ width: 16, height: 16 }),
  resize: () => imageOf(path),
});
export const nativeImage = strict('nativeImage', {
  createFromPath: (path: string) => imageOf(path),
  createEmpty: () => imageOf(''),
});

// ------------------------------------------------------------------ notifications, power, theme, dialogs

interface Notified extends EventEmitter {
  readonly id: number;
  readonly options: Electron.NotificationConstructorOptions;
  isOpen: boolean;
}
const notified: Notified[] = [];

export class Notification
  extends EventEmitter
  implements Pick<Electron.Notification, 'show' | 'close' | 'title' | 'body'>
{
  static isSupported(): boolean {
    return process.env['DOUBLE_NOTIFICATIONS'] !== '0';
  }
  readonly id = nextId();
  readonly options: Electron.NotificationConstructorOptions;
  readonly title: string;
  readonly body: string;
  isOpen = false;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  show(): void {
    this.isOpen = true;
    notified.push(this);
    this.emit('show', {});
  }
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.emit('close', {});
  }
}
onCommand('notifications', () =>
  notified.map(({ id, options, isOpen }) => ({
    id,
    title: options.title ?? '',
    body: options.body ?? '',
    isOpen,
  })),
);
onCommand('clickNotification', (id) => {
  const one = notified.find((other) => other.id === id);
  if (!one) throw new Error(`There was no notification ${id}.`);
  one.emit('click', {});
});

class PowerMonitor extends EventEmitter {
  isOnBatteryPower = (): boolean => false;
}
const monitor = new PowerMonitor();
export const powerMonitor = strict('powerMonitor', monitor);
onCommand('power', (event) => void monitor.emit(event, { preventDefault: () => undefined }));

const blockers = new Set<number>();
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(): number {
    const id = nextId();
    blockers.add(id);
    return id;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
} satisfies Electron.PowerSaveBlocker);
onCommand('blockers', () => blockers.size);

class NativeTheme extends EventEmitter {
  shouldUseDarkColors = true;
  shouldUseDarkColorsForSystemIntegratedUI = true;
  shouldUseHighContrastColors = false;
  themeSource: 'system' | 'dark' | 'light' = 'system';
}
const theme = new NativeTheme();
export const nativeTheme = strict('nativeTheme', theme);
onCommand('dark', (is) => {
  theme.shouldUseDarkColors = is;
  theme.shouldUseDarkColorsForSystemIntegratedUI = is;
  theme.emit('updated', {});
});

const dialogs: { readonly title: string; readonly content: string }[] = [];
export const dialog = strict('dialog', {
  /** The test reads it off stderr as well: the app may end before it is asked. */
  showErrorBox(title: string, content: string): void {
    dialogs.push({ title, content });
    process.stderr.write(`${title}: ${content}\n`);
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox'>);
onCommand('dialogs', () => dialogs);

const opened: string[] = [];
export const shell = strict('shell', {
  openExternal(url: string): Promise<void> {
    opened.push(url);
    return Promise.resolve();
  },
} satisfies Pick<Electron.Shell, 'openExternal'>);
onCommand('opened', () => opened);

class AutoUpdater extends EventEmitter {}
export const autoUpdater = strict('autoUpdater', new AutoUpdater());

export const windows = (): BrowserWindow[] => BrowserWindow.getAllWindows();
