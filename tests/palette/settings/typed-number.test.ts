import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../palette/views/settings/setting.ts';
import { limitsOf, shown, typed } from '../../../palette/views/settings/typed-number.ts';

const SAID = { en: '', ko: '' };
const MINUTES: Figure = { unit: SAID, perUnit: 60_000, least: 60_000, most: 604_800_000, zero: SAID };
const GAP: Figure = { unit: SAID, perUnit: 1, least: 100, most: 10_000, empty: SAID };
const TIMES: Figure = { unit: SAID, perUnit: 1, least: 1, most: 10, isWhole: true };

describe('a typed figure', () => {
  it('is shown in its unit and read back as it was', () => {
    expect(shown(3_600_000, MINUTES)).toBe('60');
    expect(typed('60', MINUTES)).toEqual({ ok: true, value: 3_600_000 });
    expect(shown(90_000, MINUTES)).toBe('1.5');
    expect(typed(' 1,5 ', MINUTES)).toEqual({ ok: true, value: 90_000 });
  });

  it('may be grouped in thousands', () => {
    expect(typed('1,500', GAP)).toEqual({ ok: true, value: 1500 });
  });

  it('may be 0 only where 0 means something', () => {
    expect(typed('0', MINUTES)).toEqual({ ok: true, value: 0 });
    expect(typed('0', GAP)).toEqual({ ok: false, why: 'limits' });
  });

  it('may be empty only where that means something', () => {
    expect(shown(null, GAP)).toBe('');
    expect(typed(' ', GAP)).toEqual({ ok: true, value: null });
    expect(typed('', MINUTES)).toEqual({ ok: false, why: 'no-number' });
  });

  it('is refused when it is no number, not whole, or beyond its limits', () => {
    for (const text of ['ten', '1e3', '0x10', '--1', '1 2', '.', '１'])
      expect(typed(text, GAP)).toEqual({ ok: false, why: 'no-number' });
    expect(typed('1.5', TIMES)).toEqual({ ok: false, why: 'not-whole' });
    expect(typed('99', GAP)).toEqual({ ok: false, why: 'limits' });
    expect(typed('10001', GAP)).toEqual({ ok: false, why: 'limits' });
    expect(typed('-1', TIMES)).toEqual({ ok: false, why: 'limits' });
  });

  it('has its limits in the unit that is shown', () => {
    expect(limitsOf(MINUTES)).toEqual({ least: 1, most: 10_080 });
  });
});
