import { describe, expect, test } from 'vitest';
import {
  clamped,
  FIRST_OFFSET,
  offsetOf,
  placed,
  screenFor,
  screenOf,
  upperMiddle,
  type Area,
  type Corner,
  type Screen,
} from '../../main/shell/placement.ts';

const area = (x: number, y: number, width: number, height: number): Area => ({ x, y, width, height });

/** With a task bar of 40 below. */
const MAIN: Screen = { id: 1, workArea: area(0, 0, 1920, 1040) };
/** To the left of it, higher than it is wide, and somewhat higher up. */
const LEFT: Screen = { id: 2, workArea: area(-1080, -300, 1080, 1920) };
/** To the right, with a bar of 25 at its top. */
const RIGHT: Screen = { id: 3, workArea: area(1920, 25, 1280, 775) };
const ALL = [MAIN, LEFT, RIGHT];

const CLOCK = { width: 320, height: 96 };
const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const satisfies Corner[];

describe('a clock stands by its corner', () => {
  test.each([
    ['top-left', MAIN, [16, 16]],
    ['top-right', MAIN, [1584, 16]],
    ['bottom-left', MAIN, [16, 928]],
    ['bottom-right', MAIN, [1584, 928]],
    ['top-left', LEFT, [-1064, -284]],
    ['bottom-right', LEFT, [-336, 1508]],
    ['top-right', RIGHT, [2864, 41]],
  ] as const)('(%s of %j)', (corner, screen, [x, y]) => {
    expect(placed(CLOCK, corner, FIRST_OFFSET, screen)).toEqual({ x, y, ...CLOCK });
  });

  test.each(CORNERS)('and keeps %s where it is when it becomes larger or smaller', (corner) => {
    const offset = { x: 100, y: 60 };
    const anchor = ({ x, y, width, height }: Area) => [
      corner.endsWith('left') ? x : x + width,
      corner.startsWith('top') ? y : y + height,
    ];
    const before = anchor(placed(CLOCK, corner, offset, MAIN));
    expect(anchor(placed({ width: 500, height: 240 }, corner, offset, MAIN))).toEqual(before);
    expect(anchor(placed({ width: 80, height: 30 }, corner, offset, MAIN))).toEqual(before);
  });

  test.each(CORNERS)('and is found again by %s wherever it was dragged to', (corner) => {
    for (const screen of ALL)
      for (const [dx, dy] of [
        [0, 0],
        [7, 400],
        [screen.workArea.width - CLOCK.width, screen.workArea.height - CLOCK.height],
      ] as const) {
        const there = { x: screen.workArea.x + dx, y: screen.workArea.y + dy, ...CLOCK };
        expect(placed(CLOCK, corner, offsetOf(there, corner, screen), screen)).toEqual(there);
      }
  });
});

describe('all of a window is on the work area', () => {
  test.each([
    ['as it stands', area(100, 100, 320, 96), [100, 100]],
    ['beyond the right', area(1900, 100, 320, 96), [1600, 100]],
    ['beyond the left', area(-50, 100, 320, 96), [0, 100]],
    ['under the task bar', area(100, 1000, 320, 96), [100, 944]],
    ['above the screen', area(100, -30, 320, 96), [100, 0]],
    ['far away', area(99_999, -99_999, 320, 96), [1600, 0]],
    ['wider than the screen: its left is there', area(-300, 100, 2500, 96), [0, 100]],
    ['higher than the screen: its top is there', area(100, 30, 320, 2000), [100, 0]],
    ['between two px', area(100.4, 99.6, 320, 96), [100, 100]],
  ])('(%s)', (_, wish, [x, y]) => {
    expect(clamped(wish, MAIN.workArea)).toEqual({ ...wish, x, y });
  });

  test('also where it was kept on a screen that is smaller now', () => {
    const small: Screen = { id: 1, workArea: area(0, 0, 1024, 728) };
    expect(placed(CLOCK, 'top-left', { x: 1500, y: 900 }, small)).toEqual({ x: 704, y: 632, ...CLOCK });
    expect(placed(CLOCK, 'bottom-right', { x: 1500, y: 900 }, small)).toEqual({ x: 0, y: 0, ...CLOCK });
  });
});

describe('a dragged window belongs to the display', () => {
  test.each([
    ['that has all of it', area(2000, 100, 320, 96), RIGHT],
    ['that has most of it', area(1700, 100, 320, 96), MAIN],
    ['that has most of it, on the other side', area(-200, 100, 320, 96), LEFT],
    ['that is nearest, where none has any: below', area(2500, 900, 320, 96), RIGHT],
    ['that is nearest, where none has any: far to the left', area(-9000, 0, 320, 96), LEFT],
    ['that is nearest, over the task bar', area(500, 1045, 320, 30), MAIN],
  ])('%s', (_, window, screen) => {
    expect(screenOf(window, ALL)).toBe(screen);
    expect(screenOf(window, [...ALL].reverse())).toBe(screen);
  });
});

test('a clock goes to the display where it was last, and to the primary one while that is gone', () => {
  expect(screenFor(3, ALL)).toBe(RIGHT);
  expect(screenFor(3, [MAIN, LEFT])).toBe(MAIN);
  expect(screenFor(null, ALL)).toBe(MAIN);
});

test('the palette is in the middle of its display, a third down', () => {
  const size = { width: 760, height: 620 };
  expect(upperMiddle(size, MAIN)).toEqual({ x: 580, y: 140, ...size });
  expect(upperMiddle(size, LEFT)).toEqual({ x: -920, y: 133, ...size });
});

test('a palette larger than its display shows its upper left', () => {
  const size = { width: 760, height: 620 };
  const tiny: Screen = { id: 9, workArea: area(0, 24, 640, 480) };
  expect(upperMiddle(size, tiny)).toEqual({ x: 0, y: 24, ...size });
});
