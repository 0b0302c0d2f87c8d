/**
 * The shrinking search interval, request by request: around the estimate as it stands now, logarithmic to both sides, so that the
 * last millisecond is seen as well as the first second.
 */
import { bothSides, decades, linear } from './scale.ts';

/** What was known after one request; ms, server minus local. */
export interface Known {
  readonly offsetMs: number;
  readonly accuracyMs: number;
  readonly lo: number;
  readonly hi: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface SearchLayout {
  /** What is proven, and what stands after the ±: outlines for a path's `d`. */
  readonly proven: string;
  readonly likely: string;
  readonly estimates: readonly { readonly x: number; readonly y: number }[];
  /** So far from the estimate, ms, above and below. */
  readonly grid: readonly { readonly ms: number; readonly above: number; readonly below: number }[];
  readonly middle: number;
}

/** Within this of the estimate the scale is straight, ms. */
const STRAIGHT_MS = 1;
const MOST_LINES = 4;
/** Left for the labels of the lines at the right, px. */
export const LABELS = 64;
const EDGE = 8;

/** `of`: how many requests are foretold. */
export function searchLayout(steps: readonly Known[], of: number, { width, height }: Size): SearchLayout {
  const middle = height / 2;
  const centre = steps.at(-1)?.offsetMs ?? 0;
  const edges = steps.flatMap(({ lo, hi }) => [lo - centre, hi - centre]).filter(Number.isFinite);
  const most = Math.max(2 * STRAIGHT_MS, ...edges.map(Math.abs));
  const x = linear([0, Math.max(1, steps.length - 1, of - 1)], [EDGE, Math.max(EDGE, width - LABELS)]);
  const scale = bothSides(most, STRAIGHT_MS, [height - EDGE, EDGE]);
  // What nothing is proven of reaches to the edge.
  const y = (ms: number) => scale(Math.min(most, Math.max(-most, ms - centre)));
  const outline = (low: (step: Known) => number, high: (step: Known) => number) => {
    const upper = steps.map((step, i) => corner(x(i), y(high(step))));
    const lower = steps.map((step, i) => corner(x(i), y(low(step)))).reverse();
    return steps.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
  };
  return {
    proven: outline(
      ({ lo }) => lo,
      ({ hi }) => hi,
    ),
    likely: outline(
      ({ offsetMs, accuracyMs, lo }) => Math.max(lo, offsetMs - accuracyMs),
      ({ offsetMs, accuracyMs, hi }) => Math.min(hi, offsetMs + accuracyMs),
    ),
    estimates: steps.map(({ offsetMs }, i) => ({ x: x(i), y: y(offsetMs) })),
    grid: decades(STRAIGHT_MS, most, MOST_LINES).map((ms) => ({ ms, above: scale(ms), below: scale(-ms) })),
    middle,
  };
}

const corner = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
