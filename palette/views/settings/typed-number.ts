/** A figure between how it is kept and how it is typed. Pure. */
import type { Figure } from './setting.ts';

export type Typed =
  | { readonly ok: true; readonly value: number | null }
  /** `limits`: outside of them. */
  | { readonly ok: false; readonly why: 'no-number' | 'not-whole' | 'limits' };

/** Without grouping, so that it can be typed back; at most three places. */
export function shown(value: number | null, { perUnit }: Figure): string {
  return value === null ? '' : String(Number((value / perUnit).toFixed(3)));
}

export function typed(text: string, figure: Figure): Typed {
  const { perUnit, least, most, isWhole, zero, empty } = figure;
  const bare = text
    .trim()
    .replace(/^(\d+),(\d{3})$/, '$1$2')
    .replace(',', '.');
  if (bare === '' && empty) return { ok: true, value: null };
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(bare)) return { ok: false, why: 'no-number' };
  const value = Number((Number(bare) * perUnit).toFixed(3));
  if (isWhole && !Number.isInteger(value)) return { ok: false, why: 'not-whole' };
  if (value === 0 && zero) return { ok: true, value: 0 };
  return value < least || value > most ? { ok: false, why: 'limits' } : { ok: true, value };
}

/** The limits in the unit that is shown. */
export function limitsOf(figure: Figure): { readonly least: number; readonly most: number } {
  return { least: figure.least / figure.perUnit, most: figure.most / figure.perUnit };
}
