/** Where windows stand: the overlay by a corner of its display, the palette in the upper middle. Pure; all in DIP. */
import type { Settings } from '../../api/protocol/settings.ts';

export type Corner = Settings['display']['corner'];

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Screen {
  readonly id: number;
  /** Without the task bar, the dock, the menu bar. */
  readonly workArea: Area;
}

/** From the corner of the work area to the same corner of the window, inwards. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** Where a window is first put. */
export const FIRST_OFFSET: Offset = { x: 16, y: 16 };

/** All of it on the work area; of what is larger, its upper left. */
export function clamped({ x, y, width, height }: Area, area: Area): Area {
  return {
    x: Math.round(Math.max(area.x, Math.min(x, area.x + area.width - width))),
    y: Math.round(Math.max(area.y, Math.min(y, area.y + area.height - height))),
    width,
    height,
  };
}

/** By its corner, so that it grows away from it. */
export function placed({ width, height }: Size, corner: Corner, offset: Offset, { workArea }: Screen): Area {
  const x = corner.endsWith('left') ? workArea.x + offset.x : workArea.x + workArea.width - width - offset.x;
  const y = corner.startsWith('top')
    ? workArea.y + offset.y
    : workArea.y + workArea.height - height - offset.y;
  return clamped({ x, y, width, height }, workArea);
}

/** What `placed` makes this place of: of a window that was dragged. */
export function offsetOf({ x, y, width, height }: Area, corner: Corner, { workArea }: Screen): Offset {
  return {
    x: corner.endsWith('left') ? x - workArea.x : workArea.x + workArea.width - (x + width),
    y: corner.startsWith('top') ? y - workArea.y : workArea.y + workArea.height - (y + height),
  };
}

/** The display that has most of it; where none has any, the nearest. */
export function screenOf(area: Area, screens: readonly Screen[]): Screen {
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const shared = ({ workArea }: Screen) =>
    Math.max(0, Math.min(area.x + area.width, workArea.x + workArea.width) - Math.max(area.x, workArea.x)) *
    Math.max(0, Math.min(area.y + area.height, workArea.y + workArea.height) - Math.max(area.y, workArea.y));
  const away = ({ workArea }: Screen) =>
    Math.hypot(
      Math.max(workArea.x - middle.x, 0, middle.x - workArea.x - workArea.width),
      Math.max(workArea.y - middle.y, 0, middle.y - workArea.y - workArea.height),
    );
  return screens.reduce((best, other) =>
    shared(other) > shared(best) || (shared(other) === shared(best) && away(other) < away(best))
      ? other
      : best,
  );
}

/** The one that was used last, while it is there; else the first, which is the primary one. */
export function screenFor(lastId: number | null, screens: readonly Screen[]): Screen {
  return screens.find(({ id }) => id === lastId) ?? screens[0];
}

/** As a person looks at it first: in the middle, a third down. */
export function upperMiddle({ width, height }: Size, { workArea }: Screen): Area {
  const x = workArea.x + (workArea.width - width) / 2;
  const y = workArea.y + (workArea.height - height) / 3;
  return clamped({ x, y, width, height }, workArea);
}
