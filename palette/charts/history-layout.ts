/** Offsets over time with their error bars, and the line through them. */
import { fitLine, type Point } from './fit.ts';
import { linear, ticks, type Range } from './scale.ts';
import type { Size } from './search-layout.ts';

export interface Measured extends Point {
  readonly id: number;
  /** What stands after the ±, ms. */
  readonly accuracyMs: number;
  /** Standard time in the server's stead: shown, but no line goes through it. */
  readonly isIndirect: boolean;
}

export interface HistoryLayout {
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly points: readonly {
    readonly id: number;
    readonly x: number;
    readonly y: number;
    /** Ends of the error bar; `isCut`: it reaches beyond the edge. */
    readonly top: number;
    readonly bottom: number;
    readonly isCut: boolean;
    readonly isIndirect: boolean;
  }[];
  /** Null when too little is known. `band` is where the line lies in 95 of 100 cases: an outline for a path's `d`. */
  readonly line: { readonly d: string; readonly band: string } | null;
  readonly grid: readonly { readonly ms: number; readonly y: number }[];
  readonly times: readonly {
    readonly at: number;
    readonly x: number;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
}

/** Error bars of more than so many times the usual one do not press all others together: they are cut. */
const WIDE = 3;
const TOP = 8;
const RIGHT = 12;
const BOTTOM = 24;
/** Wide enough for a third time below. */
const ROOMY = 480;
const BAND_STEPS = 24;

/** `left`: what the labels of the offsets need, px. */
export function historyLayout(
  measured: readonly Measured[],
  { width, height }: Size,
  left: number,
): HistoryLayout {
  const plot = { left, right: Math.max(left, width - RIGHT), top: TOP, bottom: height - BOTTOM };
  const times = measured.map(({ at }) => at);
  const fromTo: Range = [Math.min(...times), Math.max(...times)];
  const [low, high] = offsetsShown(measured);
  const x = linear(fromTo, [plot.left + 8, plot.right - 8]);
  const y = linear([low, high], [plot.bottom, plot.top]);
  const cut = (ms: number) => y(Math.min(high, Math.max(low, ms)));
  return {
    plot,
    points: measured.map(({ id, at, offsetMs, accuracyMs, isIndirect }) => ({
      id,
      x: x(at),
      y: y(offsetMs),
      top: cut(offsetMs + accuracyMs),
      bottom: cut(offsetMs - accuracyMs),
      isCut: offsetMs + accuracyMs > high || offsetMs - accuracyMs < low,
      isIndirect,
    })),
    line: lineThrough(measured, fromTo, x, cut),
    grid: ticks([low, high], 4).map((ms) => ({ ms, y: y(ms) })),
    times: timesBelow(fromTo, width).map((time) => ({ ...time, x: x(time.at) })),
  };
}

function offsetsShown(measured: readonly Measured[]): Range {
  const usual =
    measured.map(({ accuracyMs }) => accuracyMs).sort((one, other) => one - other)[measured.length >> 1] ?? 0;
  const reach = ({ accuracyMs }: Measured) => Math.min(accuracyMs, WIDE * usual);
  const low = Math.min(...measured.map((one) => one.offsetMs - reach(one)));
  const high = Math.max(...measured.map((one) => one.offsetMs + reach(one)));
  return low === high ? [low - 1, high + 1] : [low, high];
}

function lineThrough(
  measured: readonly Measured[],
  [from, to]: Range,
  x: (at: number) => number,
  y: (ms: number) => number,
) {
  const fit = fitLine(measured.filter(({ isIndirect }) => !isIndirect));
  if (!fit) return null;
  const along = Array.from({ length: BAND_STEPS + 1 }, (_, i) => from + ((to - from) * i) / BAND_STEPS);
  const path = (off: -1 | 0 | 1) =>
    along.map((at) => {
      const { offsetMs, accuracyMs } = fit.at(at);
      return `${x(at).toFixed(1)} ${y(offsetMs + off * accuracyMs).toFixed(1)}`;
    });
  return { d: `M${path(0).join('L')}`, band: `M${[...path(1), ...path(-1).reverse()].join('L')}Z` };
}

function timesBelow([from, to]: Range, width: number) {
  if (from === to) return [{ at: from, anchor: 'middle' as const }];
  return [
    { at: from, anchor: 'start' as const },
    ...(width >= ROOMY ? [{ at: (from + to) / 2, anchor: 'middle' as const }] : []),
    { at: to, anchor: 'end' as const },
  ];
}
