/** Scales of the two drawings: a nice step, marks, and where a value comes to lie. Pure. */

export interface Scale {
  /** From -most to +most, ms. */
  readonly most: number;
  readonly marks: readonly number[];
}

/** Around 0, with room for every value; what is beyond `cap` is drawn at the edge. */
export function scaleFor(values: readonly number[], cap = 2000): Scale {
  const reach = Math.min(cap, Math.max(20, ...values.map(Math.abs)) * 1.15);
  const power = 10 ** Math.floor(Math.log10(reach));
  const step = [0.5, 1, 2, 5].map((nice) => nice * power).find((nice) => reach / nice <= 2.5) ?? 5 * power;
  const most = Math.ceil(reach / step) * step;
  const marks: number[] = [];
  for (let value = -most; value <= most; value += step) marks.push(Math.round(value * 10) / 10);
  return { most, marks };
}

/** From 0 (earliest) to 1 (latest). */
export function share(value: number, { most }: Scale): number {
  return (Math.max(-most, Math.min(most, value)) + most) / (2 * most);
}
