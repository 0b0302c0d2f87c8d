import { expect, test } from 'vitest';
import { nextSize } from '../../../overlay/window/window-size.ts';

test('the window is never smaller than what it shows: a part of a pixel takes a whole one', () => {
  expect(nextSize(null, { width: 301.2, height: 88 })).toEqual({ width: 302, height: 88 });
});

test('what changes nothing in whole pixels is not told', () => {
  const told = { width: 302, height: 88 };
  expect(nextSize(told, { width: 301.7, height: 87.01 })).toBeNull();
  expect(nextSize(told, { width: 302.1, height: 88 })).toEqual({ width: 303, height: 88 });
  expect(nextSize(told, { width: 301, height: 88 })).toEqual({ width: 301, height: 88 });
});

test('what is not laid out yet has no size', () => {
  expect(nextSize(null, { width: 0, height: 0 })).toBeNull();
  expect(nextSize(null, { width: 300, height: 0 })).toBeNull();
});
