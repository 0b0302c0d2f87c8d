import { expect, test } from 'vitest';
import { letterOf } from '../../../palette/parts/letter.ts';

const pressed = (code: string, key: string, held: { ctrlKey?: boolean; isComposing?: boolean } = {}) =>
  letterOf({ code, key, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, ...held });

test('a letter is the one that is written, on any layout of Latin letters', () => {
  expect(pressed('KeyS', 's')).toBe('s');
  expect(pressed('KeyS', 'S')).toBe('s');
  // Dvorak.
  expect(pressed('KeyS', 'o')).toBe('o');
  expect(pressed('KeyO', 'r')).toBe('r');
  expect(pressed('Semicolon', 's')).toBe('s');
});

test('while Hangul is typed it is the one at its place', () => {
  expect(pressed('KeyS', 'ㄴ')).toBe('s');
});

test('no letter: another key, one with a modifier, and what is still composed', () => {
  expect(pressed('Digit1', '1')).toBeNull();
  expect(pressed('KeyS', 's', { ctrlKey: true })).toBeNull();
  expect(pressed('KeyS', 'Process', { isComposing: true })).toBeNull();
});
