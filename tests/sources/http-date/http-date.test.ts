import { describe, expect, it } from 'vitest';
import { readHttpDate, readRetryAfter } from '../../../main/sources/http-date/http-date.ts';

const NOW = Date.UTC(2026, 6, 1);
const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('an HTTP date', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', EXAMPLE],
    ['Sunday, 06-Nov-94 08:49:37 GMT', EXAMPLE],
    ['Sun Nov  6 08:49:37 1994', EXAMPLE],
    ['Wed Nov 16 08:49:37 1994', Date.UTC(1994, 10, 16, 8, 49, 37)],
    [' Sun, 06 Nov 1994 08:49:37 GMT ', EXAMPLE],
  ])('is read in each format of the RFC: %j', (text, expected) => {
    expect(readHttpDate(text, NOW)).toBe(expected);
  });

  it.each(['Mon, 06 Nov 1994 08:49:37 GMT', 'Sun, 6 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 UTC'])(
    'is forgiven what cannot be misread: %j',
    (text) => {
      expect(readHttpDate(text, NOW)).toBe(EXAMPLE);
    },
  );

  it.each([
    ['Wednesday, 01-Jul-76 00:00:00 GMT', Date.UTC(2076, 6, 1)],
    ['Wednesday, 01-Jul-76 00:00:01 GMT', Date.UTC(1976, 6, 1, 0, 0, 1)],
    ['Friday, 31-Dec-99 23:59:59 GMT', Date.UTC(1999, 11, 31, 23, 59, 59)],
    ['Thursday, 01-Jan-26 00:00:00 GMT', Date.UTC(2026, 0, 1)],
    ['Tuesday, 29-Feb-00 00:00:00 GMT', Date.UTC(2000, 1, 29)],
  ])('with a two-digit year lies at most 50 years ahead: %j', (text, expected) => {
    expect(readHttpDate(text, NOW)).toBe(expected);
  });

  it('reads a leap second as the first second of the next day', () => {
    expect(readHttpDate('Sat, 31 Dec 2016 23:59:60 GMT', NOW)).toBe(Date.UTC(2017, 0, 1));
  });

  it.each([
    '',
    '0',
    'tomorrow',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 06 Nov 1994 08:49 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 31 Nov 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Tue, 29 Feb 2023 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:60 GMT',
    'Sun, 06 Nov 1994 23:59:61 GMT',
    'Sun, 06 Nov 0094 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Xyz, 06 Nov 1994 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
    `Sun, ${'0'.repeat(10_000)}`,
  ])('is none: %j', (text) => {
    expect(readHttpDate(text, NOW)).toBeNull();
  });

  it('reads back every second format that JavaScript writes', () => {
    for (let at = Date.UTC(1970, 0, 1); at < Date.UTC(2075, 0, 1); at += 86_400_000 * 17.3)
      expect(readHttpDate(new Date(at).toUTCString(), NOW)).toBe(Math.floor(at / 1000) * 1000);
  });
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Wed, 01 Jul 2026 00:00:30 GMT', 30_000],
    ['Tue, 30 Jun 2026 00:00:00 GMT', 0],
    ['9999999999', 9_999_999_999_000],
    ['99999999999', null],
    ['-1', null],
    ['1.5', null],
    ['soon', null],
  ])('%j asks to wait %j ms', (text, expected) => {
    expect(readRetryAfter(text, NOW)).toBe(expected);
  });
});
