import { describe, expect, test } from 'vitest';
import { decimalsFor, plusMinus, provenRange, seconds, slowOrFast, span } from '../../main/cli/figures.ts';

describe('a span of time', () => {
  test.each([
    [0, 1, '0.0 ms'],
    [151.34, 1, '151.3 ms'],
    [151.34, 0, '151 ms'],
    [4231.3, 1, '4,231.3 ms'],
    [4231.3456, 2, '4,231.35 ms'],
    [9999.99, 2, '9,999.99 ms'],
    [9999.99, 1, '10.0000 s'],
    [12_345.1, 1, '12.3451 s'],
    [59_999.96, 1, '1 min 0.0000 s'],
    [3_600_151.3, 1, '1 h 0 min 0.1513 s'],
    [90_061_000, 0, '1 d 1 h 1 min 1.000 s'],
  ])('of %d ms with %d decimals reads "%s"', (ms, decimals, text) => {
    expect(span(ms, decimals)).toBe(text);
  });
});

describe('a ±', () => {
  test.each([
    [0.034, '± 0.04 ms'],
    [0.5, '± 0.50 ms'],
    [0.997, '± 1.00 ms'],
    [1.41, '± 1.5 ms'],
    [9.91, '± 10.0 ms'],
    [12.01, '± 13 ms'],
    [478, '± 478 ms'],
    [1478.2, '± 1,479 ms'],
  ])('of %d ms is rounded up: "%s"', (ms, text) => {
    expect(plusMinus(ms)).toBe(text);
  });

  test.each([
    [0.2, 2],
    [1, 1],
    [9.9, 1],
    [10, 0],
  ])('of %d ms is worth %d decimals', (ms, decimals) => {
    expect(decimalsFor(ms)).toBe(decimals);
  });
});

describe('an offset', () => {
  test.each([
    [151.34, 1, '151.3 ms slow'],
    [-151.34, 1, '151.3 ms fast'],
    [-7_200_000.4, 1, '2 h 0 min 0.0004 s fast'],
    [0.04, 1, 'right'],
    [-0.04, 1, 'right'],
    [0.05001, 1, '0.1 ms slow'],
  ])('of %d ms with %d decimals reads "%s"', (offsetMs, decimals, text) => {
    expect(slowOrFast(offsetMs, decimals)).toBe(text);
  });
});

describe('a proven interval', () => {
  test.each([
    [140.19, 162.31, '140.1 ms to 162.4 ms slow'],
    [-162.31, -140.19, '140.1 ms to 162.4 ms fast'],
    [-2.11, 22.01, '2.2 ms fast to 22.1 ms slow'],
    [0, 5, '0.0 ms to 5.0 ms slow'],
  ])('of %d to %d ms is rounded outwards: "%s"', (lo, hi, text) => {
    expect(provenRange([lo, hi])).toBe(text);
  });
});

test('a duration is told in seconds', () => {
  expect(seconds(16_234)).toBe('16.2 s');
});
