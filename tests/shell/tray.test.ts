import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { MenuAction, MenuContent } from '../../main/shell/tray-menu.ts';
import { TrayIcon, type TrayOptions } from '../../main/shell/tray.ts';
import { serverWith } from '../fakes/server-with.ts';
import { contentWith, health, reading } from './tray-content.ts';

/** A system's tray, and what it was told in turn. */
const system = vi.hoisted(() => ({
  told: [] as unknown[][],
  tray: null as unknown as EventEmitter,
  theme: null as unknown as EventEmitter & { shouldUseDarkColorsForSystemIntegratedUI: boolean },
  menu: [] as MenuItemConstructorOptions[],
  isThere: true,
}));
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  system.theme = Object.assign(new EventEmitter(), { shouldUseDarkColorsForSystemIntegratedUI: true });
  class Tray extends EventEmitter {
    isOver = false;
    constructor(image: string) {
      super();
      if (!system.isThere) throw new Error('no status area');
      system.tray = this;
      this.setImage(image);
    }
    isDestroyed = () => this.isOver;
    setImage = (image: string) => system.told.push(['image', image]);
    setToolTip = (tooltip: string) => system.told.push(['tooltip', tooltip]);
    setContextMenu(menu: MenuItemConstructorOptions[]) {
      system.menu = menu;
      system.told.push(['menu']);
    }
    destroy() {
      this.isOver = true;
      system.told.push(['destroyed']);
    }
  }
  return {
    Tray,
    Menu: { buildFromTemplate: (template: unknown) => template },
    nativeImage: { createFromPath: (path: string) => path.replace(/^.*[/\\]/, '') },
    nativeTheme: system.theme,
  };
});

beforeEach(() => {
  system.theme.removeAllListeners();
  system.theme.shouldUseDarkColorsForSystemIntegratedUI = true;
  Object.assign(system, { told: [], menu: [], isThere: true });
});

const good = serverWith({ reading: reading(), health: health(false) });

function trayOf(options: Partial<TrayOptions> = {}) {
  const seen = { actions: [] as MenuAction[], notes: [] as string[], changes: 0 };
  const shown: { content: MenuContent } = { content: contentWith({ servers: [good] }) };
  const icon = new TrayIcon({
    session: 'windows',
    folder: '/icons',
    content: () => shown.content,
    onClick: (action) => seen.actions.push(action),
    note: (line) => seen.notes.push(line),
    env: {},
    ask: () => Promise.reject(new Error('asked')),
    ...options,
  });
  icon.onChange(() => (seen.changes += 1));
  const told = () => system.told.splice(0);
  return { icon, seen, shown, told };
}

/** As a person does. */
function click(id: string) {
  const item = system.menu.find((one) => one.id === id);
  (item?.click as (() => void) | undefined)?.();
}

test('the system is told everything once, and then only what has changed', () => {
  const { icon, shown, told } = trayOf();
  expect(told()).toEqual([['image', 'tray-none-on-dark.png']]);
  icon.update();
  expect(told()).toEqual([
    ['image', 'tray-good-on-dark.png'],
    ['tooltip', 'a.example: good, ±3.0 ms'],
    ['menu'],
  ]);
  icon.update();
  expect(told()).toEqual([]);
  shown.content = contentWith({ servers: [serverWith({ ...good, health: health(true) })] });
  icon.update();
  expect(told()).toEqual([
    ['image', 'tray-poor-on-dark.png'],
    ['tooltip', 'a.example: measure again, ±3.0 ms'],
  ]);
  shown.content = { ...shown.content, version: '1.2.4' };
  icon.update();
  expect(told()).toEqual([['menu']]);
});

test('an entry that is chosen does what it says, and shows what came of that', () => {
  const { icon, seen, told } = trayOf();
  icon.update();
  told();
  click('opens-at-login');
  expect(seen.actions).toEqual(['opens-at-login']);
  // It could not be had: nothing has changed, but the system has marked the entry by itself.
  icon.update();
  expect(told()).toEqual([['menu']]);
  icon.update();
  expect(told()).toEqual([]);
});

test.each([
  ['windows', ['palette']],
  ['x11', ['palette']],
  ['xwayland', ['palette']],
  ['wayland', ['palette']],
  ['macos', []],
] as const)('a click on it on %s opens %j', (session, opened) => {
  const { seen } = trayOf({ session, ask: () => Promise.resolve(true) });
  system.tray.emit('click');
  expect(seen.actions).toEqual(opened);
});

describe('its picture', () => {
  test.each([
    ['windows', true, 'tray-good-on-dark.png'],
    ['windows', false, 'tray-good-on-light.png'],
    ['macos', false, 'tray-goodTemplate.png'],
    ['x11', false, 'tray-good-on-dark.png'],
  ] as const)('on %s, where the task bar is dark (%s), is %s', (session, isDark, image) => {
    system.theme.shouldUseDarkColorsForSystemIntegratedUI = isDark;
    const { icon, told } = trayOf({ session, ask: () => Promise.resolve(true) });
    icon.update();
    expect(told().findLast(([what]) => what === 'image')).toEqual(['image', image]);
  });

  test('follows the theme of the system, until the app ends', () => {
    const { icon, told } = trayOf();
    icon.update();
    told();
    system.theme.shouldUseDarkColorsForSystemIntegratedUI = false;
    system.theme.emit('updated');
    expect(told()).toEqual([['image', 'tray-good-on-light.png']]);
    icon.close();
    expect(told()).toEqual([['destroyed']]);
    expect(system.theme.listenerCount('updated')).toBe(0);
    icon.update();
    expect(told()).toEqual([]);
  });
});

describe('where there is none', () => {
  test('that is noted, and all the rest goes on', () => {
    system.isThere = false;
    const { icon, seen, told } = trayOf();
    expect(icon.isThere).toBe(false);
    expect(seen.notes).toEqual(['No tray could be had: Error: no status area']);
    icon.update();
    icon.close();
    expect(told()).toEqual([]);
  });

  test('since the desktop shows none, that is told as soon as it is known', async () => {
    const env = { XDG_CURRENT_DESKTOP: 'GNOME' };
    const { icon, seen } = trayOf({ session: 'xwayland', env, ask: () => Promise.resolve(false) });
    expect(icon.isThere).toBe(true);
    await expect.poll(() => seen.changes).toBe(1);
    expect(icon.isThere).toBe(false);
  });

  test.each([true, null])('is not told where the desktop answers %s', async (answer) => {
    const asked = Promise.resolve(answer);
    const { icon, seen } = trayOf({ session: 'wayland', ask: () => asked });
    await asked;
    await Promise.resolve();
    expect([icon.isThere, seen.changes]).toEqual([true, 0]);
  });
});
