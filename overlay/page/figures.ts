/** Figures as people read them; in both languages. Offsets are server minus local, ms, positive when the local clock is slow. */
import { language, words } from './language.svelte.ts';

const text = words(
  {
    slow: (span: string) => `your PC is ${span} slow`,
    fast: (span: string) => `your PC is ${span} fast`,
    right: 'your PC is right',
    ago: (span: string) => `${span} ago`,
    justNow: 'just now',
    s: 's',
    min: 'min',
    h: 'h',
    d: 'd',
  },
  {
    slow: (span) => `PC가 ${span} 느림`,
    fast: (span) => `PC가 ${span} 빠름`,
    right: 'PC 시계가 정확함',
    ago: (span) => `${span} 전`,
    justNow: '방금',
    s: '초',
    min: '분',
    h: '시간',
    d: '일',
  },
);

const number = (value: number, decimals: number) =>
  value.toLocaleString(language(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** Decimals of a figure in ms whose ± is this: a tenth of the ± is the least that means something. */
export function decimalsFor(accuracyMs: number): number {
  return accuracyMs < 1 ? 2 : accuracyMs < 10 ? 1 : 0;
}

/** A span of time: 0.3 ms, 151 ms, 2.41 s. */
export function span(ms: number, decimals = decimalsFor(ms)): string {
  return ms < 1000 ? `${number(ms, decimals)} ms` : `${number(ms / 1000, 2)} ${text().s}`;
}

/** The same with its sign: +151 ms, −2.41 s, 0 ms. */
export function signedSpan(ms: number, decimals = 0, secondsFrom = 1000): string {
  const isInSeconds = Math.abs(ms) >= secondsFrom;
  const places = isInSeconds ? 2 : decimals;
  return signed(ms, isInSeconds, { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** Where many of them stand together, in one unit. */
export function signed(ms: number, isInSeconds: boolean, places: Intl.NumberFormatOptions): string {
  const [value, unit] = isInSeconds ? [ms / 1000, text().s] : [ms, 'ms'];
  const said = value.toLocaleString(language(), { signDisplay: 'exceptZero', ...places });
  return `${said.replace('-', '−')} ${unit}`;
}

/** What stands after a figure: ±3 ms, ±0.9 s. Rounded up, never down: it must stay true. */
export function plusMinus(ms: number): string {
  const [value, unit, decimals] = ms < 1000 ? [ms, 'ms', decimalsFor(ms)] : [ms / 1000, text().s, 1];
  const step = 10 ** -decimals;
  return `±${number(Math.ceil(value / step - 1e-9) * step, decimals)} ${unit}`;
}

/** An offset in words: your PC is 151 ms slow. */
export function offsetWords(offsetMs: number, accuracyMs: number): string {
  const decimals = Math.abs(offsetMs) < 1000 ? decimalsFor(accuracyMs) : 2;
  const said = span(Math.abs(offsetMs), decimals);
  if (Number(Math.abs(offsetMs).toFixed(decimals)) === 0) return text().right;
  return offsetMs > 0 ? text().slow(said) : text().fast(said);
}

/** Roughly how long: 20 s, 3 min, 2 h, 4 d. */
export function roughly(ms: number): string {
  const { s, min, h, d } = text();
  const [value, unit] =
    ms < 60_000
      ? [ms / 1000, s]
      : ms < 3_600_000
        ? [ms / 60_000, min]
        : ms < 172_800_000
          ? [ms / 3_600_000, h]
          : [ms / 86_400_000, d];
  return language() === 'ko'
    ? `${number(Math.floor(value), 0)}${unit}`
    : `${number(Math.floor(value), 0)} ${unit}`;
}

export function ago(ms: number): string {
  return ms < 5000 ? text().justNow : text().ago(roughly(ms));
}

/** A day and a time, in a zone (null: this computer's own). */
export function dateAndTime(epochMs: number, zone: string | null, withSeconds = true): string {
  return new Intl.DateTimeFormat(language(), {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
    hourCycle: 'h23',
    ...(zone !== null && { timeZone: zone }),
  }).format(epochMs);
}
