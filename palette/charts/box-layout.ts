/** A box plot: least, quartiles and most of many, with a label for each. */
import { spread, textWidth } from './labels.ts';
import { linear, logarithmic, type Range } from './scale.ts';

export interface FiveNumbers {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}
export const PARTS = ['min', 'q1', 'median', 'q3', 'max'] as const;
export type Part = (typeof PARTS)[number];

export interface BoxLayout {
  /** Where each of the five stands, px. */
  readonly at: Readonly<Record<Part, number>>;
  readonly labels: readonly {
    readonly part: Part;
    readonly text: string;
    readonly from: number;
    readonly at: number;
  }[];
  readonly isLogarithmic: boolean;
}

/** Room beside the outermost marks, px. */
const MARGIN = 12;
const GAP = 8;
/** One late reply of thousands of ms would press all others into one line: beyond this many medians it is drawn by factors. */
const LATE = 4;

export function boxLayout(five: FiveNumbers, width: number, text: (ms: number) => string): BoxLayout {
  const room: Range = [MARGIN, Math.max(MARGIN, width - MARGIN)];
  const isLogarithmic = five.min > 0 && five.max > LATE * five.median;
  const scale = (isLogarithmic ? logarithmic : linear)([five.min, five.max], room);
  const at = {
    min: scale(five.min),
    q1: scale(five.q1),
    median: scale(five.median),
    q3: scale(five.q3),
    max: scale(five.max),
  };
  // Five times the same figure is one.
  const shown = PARTS.filter(
    (part, i) => PARTS.findIndex((other) => text(five[other]) === text(five[part])) === i,
  );
  const middles = spread(
    shown.map((part) => ({ at: at[part], width: textWidth(text(five[part])) })),
    [0, width],
    GAP,
  );
  const labels = shown.map((part, i) => ({
    part,
    text: text(five[part]),
    from: at[part],
    at: middles[i] ?? at[part],
  }));
  return { at, labels, isLogarithmic };
}
