import { describe, expect, test } from 'vitest';
import type { Session } from '../../main/shell/session.ts';
import {
  flashPolicy,
  overlayPolicy,
  palettePolicy,
  type WindowPolicy,
} from '../../main/shell/window-policy.ts';

const SESSIONS = ['windows', 'macos', 'x11', 'xwayland', 'wayland'] as const satisfies Session[];
const FLOATS = ['windows', 'macos', 'x11', 'xwayland'] as const;
const X11 = ['x11', 'xwayland'] as const;

const overlay = (session: Session, isMoving = false) => overlayPolicy(session, { isOpaque: false, isMoving });
/** Of the flash, where it is possible. */
function flash(session: Session): WindowPolicy {
  const policy = flashPolicy(session, { isOpaque: false });
  if (!policy) throw new Error(`No flash on ${session}.`);
  return policy;
}
/** All that differs by system, but for a window's own options. */
const manner = (policy: WindowPolicy) => ({ ...policy, options: null });

describe('the overlay', () => {
  test.each(FLOATS)(
    'floats on %s: no frame, no shadow, in no list of windows, and takes no focus',
    (session) => {
      expect(overlay(session).options).toMatchObject({
        ...{ show: false, frame: false, transparent: true, backgroundColor: '#00000000', hasShadow: false },
        ...{ resizable: false, minimizable: false, maximizable: false, fullscreenable: false },
        ...{ roundedCorners: false, alwaysOnTop: true, skipTaskbar: true, focusable: false },
      });
    },
  );

  test.each([
    // Lower levels are under the task bar of Windows, and under a full screen of macOS.
    ['windows', { level: 'screen-saver', isForgetful: false, reassertMs: 5000, isUnmanaged: false }],
    ['macos', { level: 'screen-saver', isForgetful: false, reassertMs: null, isUnmanaged: false }],
    ['x11', { level: 'screen-saver', isForgetful: true, reassertMs: 5000, isUnmanaged: true }],
    ['xwayland', { level: 'screen-saver', isForgetful: true, reassertMs: 5000, isUnmanaged: true }],
  ] as const)('is above everything on %s, on each desktop, and lets clicks through', (session, expected) => {
    expect(manner(overlay(session))).toEqual({
      ...expected,
      options: null,
      onAllWorkspaces: true,
      ignoresMouse: true,
    });
  });

  test('is a small ordinary window on Wayland, which knows nothing of all that', () => {
    const { options, ...rest } = overlay('wayland');
    expect(rest).toEqual({
      ...{ level: null, onAllWorkspaces: false, ignoresMouse: false },
      ...{ isForgetful: false, reassertMs: null, isUnmanaged: false },
    });
    expect(options).toMatchObject({
      ...{ show: false, frame: false, transparent: false, minimizable: true },
      ...{ focusable: true, skipTaskbar: false, alwaysOnTop: false },
    });
  });

  test('is a panel on macOS alone: one that takes the keyboard without its program coming to the front', () => {
    expect(SESSIONS.filter((session) => overlay(session).options.type === 'panel')).toEqual(['macos']);
  });

  test.each(SESSIONS)('with a ground of its own is not transparent on %s, nor white', (session) => {
    const { options } = overlayPolicy(session, { isOpaque: true });
    expect(options.transparent).toBe(false);
    expect(options.backgroundColor).toMatch(/^#[12][0-9a-f]{5}$/);
  });

  test.each(FLOATS)('takes clicks while it is moved on %s, and still is above everything', (session) => {
    expect(overlay(session, true)).toMatchObject({ ignoresMouse: false, level: 'screen-saver' });
  });

  test.each(X11)(
    'is known to the window manager of %s while it is moved, which else drags nothing',
    (session) => {
      expect(overlay(session, true)).toMatchObject({ isUnmanaged: false, options: { focusable: true } });
      expect(overlay(session, false)).toMatchObject({ isUnmanaged: true, options: { focusable: false } });
    },
  );

  test.each(['windows', 'macos', 'wayland'] as const)(
    'is the same window while it is moved on %s',
    (session) => {
      expect(overlay(session, true).options).toEqual(overlay(session).options);
    },
  );
});

describe('the flash', () => {
  test.each(FLOATS)('on %s takes no click from what a person is about to click', (session) => {
    const policy = flash(session);
    expect(manner(policy)).toEqual(manner(overlay(session)));
    expect(policy).toMatchObject({
      ignoresMouse: true,
      options: { transparent: true, focusable: false, show: false, movable: false },
    });
  });

  test('may cover the menu bar of macOS', () => {
    expect(flash('macos').options.enableLargerThanScreen).toBe(true);
  });

  test.each([
    ['wayland', false],
    ['wayland', true],
    // Without a compositor it would be a black screen.
    ['x11', true],
  ] as const)('is none on %s (the overlay opaque: %s)', (session, isOpaque) => {
    expect(flashPolicy(session, { isOpaque })).toBeNull();
  });

  test.each(['windows', 'macos', 'xwayland'] as const)(
    'is transparent on %s whatever ground the overlay has',
    (session) => {
      expect(flashPolicy(session, { isOpaque: true })?.options.transparent).toBe(true);
    },
  );
});

describe('the palette', () => {
  test.each(SESSIONS)('on %s is made hidden, without a frame, takes the keyboard and clicks', (session) => {
    const { options, ignoresMouse } = palettePolicy(session);
    expect(ignoresMouse).toBe(false);
    expect(options).toMatchObject({ show: false, frame: false, resizable: false, fullscreenable: false });
    expect(options.focusable ?? true).toBe(true);
    expect(options.transparent ?? false).toBe(false);
    expect(options.backgroundColor).not.toBeUndefined(); // else there is a flash of white
  });

  test.each([
    ['windows', 'floating', true],
    ['macos', 'floating', true],
    ['x11', 'floating', true],
    ['xwayland', 'floating', true],
    ['wayland', null, false],
  ] as const)('on %s is at the level %s, and on each desktop: %s', (session, level, onAllWorkspaces) => {
    const policy = palettePolicy(session);
    expect(policy).toMatchObject({ level, onAllWorkspaces, reassertMs: null, isUnmanaged: false });
    expect([policy.options.alwaysOnTop, policy.options.skipTaskbar]).toEqual([
      level !== null,
      level !== null,
    ]);
  });

  test('can be minimised on Windows alone, which then gives the focus back', () => {
    expect(SESSIONS.filter((session) => palettePolicy(session).options.minimizable)).toEqual(['windows']);
  });

  test('is a panel on macOS, which leaves the program before in front', () => {
    expect(SESSIONS.filter((session) => palettePolicy(session).options.type === 'panel')).toEqual(['macos']);
  });
});
