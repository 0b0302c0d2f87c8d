import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { trayMenu, type MenuAction } from '../../main/shell/tray-menu.ts';
import { serverWith } from '../fakes/server-with.ts';
import { contentWith, eventIn, NOW } from './tray-content.ts';

const a = serverWith({ id: 'aaaa', name: 'a.example' });
const b = serverWith({ id: 'bbbb', name: 'b.example' });

function menuOf(...given: Parameters<typeof contentWith>) {
  const clicked: MenuAction[] = [];
  const items = trayMenu(contentWith(...given), (action) => clicked.push(action));
  const all = items.flatMap((item) => [item, ...submenu(item)]);
  const item = (id: string) => all.find((one) => one.id === id);
  return { items, item, all, clicked, labels: items.map(({ label }) => label ?? '') };
}

const submenu = ({ submenu: items }: MenuItemConstructorOptions) => (Array.isArray(items) ? items : []);
const click = (item: MenuItemConstructorOptions) => (item.click as (() => void) | undefined)?.();

test('everything that the app does is in the menu', () => {
  const { labels } = menuOf({ servers: [a, b] });
  expect(labels).toEqual([
    'Open palette',
    'Hide overlay',
    'Move overlay',
    '',
    'Sync a.example now',
    'Next server',
    'Server',
    '',
    'Schedule…',
    'Practise…',
    'Settings…',
    'Open at login',
    '',
    'Ticketime 1.2.3',
    'Quit',
  ]);
});

test('the same is there in Korean', () => {
  const { labels } = menuOf({ servers: [a, b] }, {}, { language: 'ko' });
  expect(labels.filter((label) => !/[가-힣]/.test(label))).toEqual(['', '', '', 'Ticketime 1.2.3']);
});

test('each entry does what it is called by', () => {
  const { all, clicked } = menuOf(
    { servers: [a, b], events: [eventIn(20)], isClockOff: true },
    { update: { is: 'ready', version: '1.3.0', waitsFor: null } },
  );
  all.forEach(click);
  expect(clicked).toEqual([
    'schedule', // the next event
    'palette',
    'overlay',
    'move',
    'sync',
    'next-server',
    'server-aaaa',
    'server-bbbb',
    'schedule',
    'practice',
    'settings',
    'set-clock',
    'opens-at-login',
    'install-update',
    'quit',
  ]);
});

describe('the next event', () => {
  test('stands on top, at its time by the clock and the zone it was scheduled in', () => {
    const { labels } = menuOf({ events: [eventIn(20), eventIn(90, { name: 'Later' })] });
    expect(labels[0]).toBe('Sale · Thu, Dec 24, 20:00');
  });

  test('has its seconds where it is not due at a whole minute', () => {
    const { labels } = menuOf({ events: [eventIn(20, { nextEpochMs: NOW + 1_199_000 })] });
    expect(labels[0]).toBe('Sale · Thu, Dec 24, 19:59:59');
  });

  test('leaves the menu as it is while its time comes nearer', () => {
    const at = (nowEpochMs: number) =>
      JSON.stringify(menuOf({ servers: [a], events: [eventIn(20)] }, {}, { nowEpochMs }).items);
    expect(at(NOW + 600_000)).toBe(at(NOW));
  });
});

describe('the overlay', () => {
  test('is shown when it is hidden, and left in its place when it is being moved', () => {
    const { labels } = menuOf({}, { isOverlayShown: false, isMoving: true });
    expect(labels.slice(1, 3)).toEqual(['Show overlay', 'Leave overlay there']);
  });
});

describe('the servers', () => {
  test('can be chosen among, and the one that the overlay shows first is marked', () => {
    const { item } = menuOf({ servers: [a, b], serverIds: ['bbbb'] });
    const entries = submenu(item('servers') ?? {});
    expect(entries.map(({ label, type, checked }) => [label, type, checked])).toEqual([
      ['a.example', 'radio', false],
      ['b.example', 'radio', true],
    ]);
  });

  test('are not there to be measured or chosen among while there is none', () => {
    const { item } = menuOf({});
    expect(['sync', 'next-server', 'servers'].map((id) => item(id)?.enabled)).toEqual([false, false, false]);
    expect(item('sync')?.label).toBe('Sync now');
  });

  test('have no next one while there is one', () => {
    const { item } = menuOf({ servers: [a] });
    expect(['sync', 'next-server', 'servers'].map((id) => item(id)?.enabled)).toEqual([true, false, true]);
  });

  test('are named as they are: no letter of a name becomes a key of the menu', () => {
    const { item } = menuOf({ servers: [serverWith({ id: 'aaaa', name: 'M&S' })] });
    expect(item('sync')?.label).toBe('Sync M&&S now');
    expect(item('server-aaaa')?.label).toBe('M&&S');
  });

  test('are not known before the core has said hello', () => {
    const { item, all } = menuOf({}, {}, { core: null });
    expect(item('sync')?.enabled).toBe(false);
    expect(all.filter(({ accelerator }) => accelerator)).toEqual([]);
  });
});

describe('the hotkeys', () => {
  test('are shown beside their entries, and are not registered by the menu', () => {
    const { item } = menuOf({ servers: [a, b], hotkeys: { sync: 'Alt+F5' } });
    expect(item('sync')).toMatchObject({ accelerator: 'Alt+F5', registerAccelerator: false });
    expect(['palette', 'overlay', 'move', 'next-server'].map((id) => item(id)?.registerAccelerator)).toEqual(
      new Array(4).fill(false),
    );
  });

  test('are not shown where they do nothing', () => {
    const { all } = menuOf(
      { servers: [a] },
      {
        hotkeys: { palette: 'on', sync: 'taken', overlay: 'off', move: 'unavailable', nextServer: 'taken' },
      },
    );
    expect(all.filter(({ accelerator }) => accelerator).map(({ id }) => id)).toEqual(['palette']);
  });
});

describe('the rest', () => {
  test('tells whether the app opens at login', () => {
    const preferences = { opensAtLogin: true, ground: 'auto', updates: true } as const;
    expect(menuOf({}, { preferences }).item('opens-at-login')).toMatchObject({
      type: 'checkbox',
      checked: true,
    });
  });

  test('offers to set the clock only where that is off', () => {
    expect(menuOf({}).item('set-clock')).toBeUndefined();
    expect(menuOf({ isClockOff: true }).item('set-clock')?.label).toContain('NTP Sync');
  });

  test.each([
    [{ is: 'none' }, undefined],
    [{ is: 'fetching', version: '1.3.0' }, undefined],
    [{ is: 'ready', version: '1.3.0', waitsFor: null }, ['Restart to update to 1.3.0', true]],
    [{ is: 'ready', version: '1.3.0', waitsFor: 'R&B' }, ['Update to 1.3.0 waits for “R&&B”', false]],
  ] as const)('of an update that is %j', (update, expected) => {
    const item = menuOf({}, { update }).item('install-update');
    expect(item && [item.label, item.enabled]).toEqual(expected);
  });
});
