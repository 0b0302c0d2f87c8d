/** From values to places on a page, px. */
export type Scale = (value: number) => number;
export type Range = readonly [from: number, to: number];

/** Straight; a range of no width lies in the middle. */
export function linear([from, to]: Range, [start, end]: Range): Scale {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** Even steps for even factors; `from` is above 0. */
export function logarithmic([from, to]: Range, room: Range): Scale {
  const straight = linear([Math.log(from), Math.log(to)], room);
  return (value) => straight(Math.log(value));
}

/** Logarithmic to both sides of 0, and straight within `threshold` of it. */
export function bothSides(most: number, threshold: number, [start, end]: Range): Scale {
  const bent = (value: number) => Math.sign(value) * Math.log1p(Math.abs(value) / threshold);
  const straight = linear([-bent(most), bent(most)], [start, end]);
  return (value) => straight(bent(value));
}

/** Round values within a range, `about` so many: multiples of 1, 2 or 5 times a power of ten. */
export function ticks([from, to]: Range, about: number): number[] {
  if (!(to > from)) return [from];
  const step = roundStep((to - from) / about);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Counted, not summed up: 0.1 + 0.2 is not 0.3. + 0: there is no -0 for people.
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, i) => Number(((first + i) * step).toPrecision(12)) + 0,
  );
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

/** Powers of ten from `least` to `most`, at most so many: every second, every third of them where there are more. */
export function decades(least: number, most: number, atMost: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first + 1) / atMost));
  const all: number[] = [];
  for (let power = last; power >= first; power -= every) all.unshift(10 ** power);
  return all;
}
