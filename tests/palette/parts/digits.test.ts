import { expect, it, vi } from 'vitest';
import { ZoneOffset } from '../../../overlay/page/zone-offset.ts';
import { digits } from '../../../palette/parts/digits.ts';

it('cuts digits and never rounds them', () => {
  const seoul = new ZoneOffset('Asia/Seoul');
  const almost = Date.parse('2026-12-24T10:59:59.999Z') + 0.9;
  expect(digits(almost, seoul)).toEqual({ hms: '19:59:59', fraction: '999' });
  expect(digits(almost + 0.1, seoul)).toEqual({ hms: '20:00:00', fraction: '000' });
});

it('makes no format of its own: it is called at every frame', () => {
  const zone = new ZoneOffset('Asia/Seoul');
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  digits(Date.parse('2026-12-24T11:00:00Z'), zone);
  expect(made).not.toHaveBeenCalled();
  made.mockRestore();
});
