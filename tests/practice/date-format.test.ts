import { expect, test } from 'vitest';
import { formatDate } from '../../main/practice/date-format.ts';

const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37); // the one of RFC 9110 5.6.7

test.each([
  ['imf', 'Sun, 06 Nov 1994 08:49:37 GMT'],
  ['rfc850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  ['asctime', 'Sun Nov  6 08:49:37 1994'],
] as const)('a date is written as RFC 9110 has it in %s', (format, text) => {
  expect(formatDate(EXAMPLE, format)).toBe(text);
  expect(formatDate(EXAMPLE + 999.9, format)).toBe(text);
});

test('a day of two digits is not padded in asctime', () => {
  expect(formatDate(Date.UTC(2026, 0, 31), 'asctime')).toBe('Sat Jan 31 00:00:00 2026');
});
