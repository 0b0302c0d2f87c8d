import { afterEach, expect, test, vi } from 'vitest';
import { ZoneOffset } from '../../../overlay/page/zone-offset.ts';

afterEach(() => vi.restoreAllMocks());

test('a zone is asked once a minute, and no format is made for that', () => {
  const zone = new ZoneOffset('Asia/Kathmandu');
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  const noon = Date.UTC(2026, 10, 22, 12);
  for (const ms of [0, 16, 33, 59_999.9]) expect(zone.at(noon + ms)).toBe(20_700_000);
  expect(asked).toHaveBeenCalledTimes(1);
  zone.at(noon + 60_000);
  expect(asked).toHaveBeenCalledTimes(2);
  expect(made).not.toHaveBeenCalled();
});
