import { describe, expect, test } from 'vitest';
import { bareKey, capsOf, matches, recorded, spelled } from '../../../overlay/page/hotkeys.ts';

const pressed = (code: string, key: string, held = '') => ({
  code,
  key,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

describe('hotkeys', () => {
  test('a letter matches with its modifiers, and with no others', () => {
    expect(matches(pressed('KeyS', 'S', 'cs'), 'CommandOrControl+Shift+S', false)).toBe(true);
    expect(matches(pressed('KeyS', 's', 'c'), 'CommandOrControl+Shift+S', false)).toBe(false);
    expect(matches(pressed('KeyS', 'S', 'csa'), 'CommandOrControl+Shift+S', false)).toBe(false);
  });

  test('Control and CommandOrControl are one key, but on a Mac', () => {
    expect(matches(pressed('KeyS', 's', 'c'), 'Control+S', false)).toBe(true);
    expect(matches(pressed('KeyS', 's', 'c'), 'CommandOrControl+S', true)).toBe(false);
    expect(matches(pressed('KeyS', 's', 'm'), 'CommandOrControl+S', true)).toBe(true);
    expect(matches(pressed('KeyS', 's', 'm'), 'Super+S', true)).toBe(true);
    expect(matches(pressed('KeyS', 's', 'm'), 'Super+S', false)).toBe(true);
  });

  test('the order of the modifiers does not matter', () => {
    expect(matches(pressed('F5', 'F5', 'as'), 'Shift+Alt+F5', false)).toBe(true);
  });

  test('a letter is found while Hangul is typed, by its place', () => {
    expect(matches(pressed('KeyS', 'ㄴ', 'cs'), 'CommandOrControl+Shift+S', false)).toBe(true);
    expect(matches(pressed('KeyM', 'Process', 'c'), 'Control+M', false)).toBe(true);
  });

  test('a letter is found where it is written, on any layout', () => {
    expect(recorded(pressed('KeyQ', 'a', 'c'), false)).toBe('CommandOrControl+A');
  });

  test.each([
    ['Space', ' ', 'Space'],
    ['ArrowUp', 'ArrowUp', 'Up'],
    ['Digit1', '!', '1'],
    ['Comma', '<', ','],
    ['F11', 'F11', 'F11'],
  ])('%s is recorded by the name that it has in Electron', (code, key, name) => {
    const keys = recorded(pressed(code, key, 'cs'), false);
    expect(keys).toBe(`CommandOrControl+Shift+${name}`);
    expect(matches(pressed(code, key, 'cs'), keys ?? '', false)).toBe(true);
  });

  test('a bare key, a modifier alone and a key without a name are no hotkeys', () => {
    expect(recorded(pressed('KeyA', 'a'), false)).toBeNull();
    expect(recorded(pressed('ControlLeft', 'Control', 'c'), false)).toBeNull();
    expect(recorded(pressed('MediaPlayPause', 'MediaPlayPause', 'c'), false)).toBeNull();
  });

  test('an empty hotkey is never pressed', () => {
    expect(matches(pressed('KeyA', 'a'), '', false)).toBe(false);
  });

  test('a bare key is one without modifiers', () => {
    expect(bareKey(pressed('KeyM', 'ㅡ'))).toBe('M');
    expect(bareKey(pressed('KeyM', 'm', 'c'))).toBeNull();
  });

  test('it is spelled as it stands on the keyboard', () => {
    expect(spelled('CommandOrControl+Shift+S', false)).toBe('Ctrl+Shift+S');
    expect(spelled('CommandOrControl+Shift+S', true)).toBe('⌘⇧S');
  });

  test('it has a cap for each of its keys, though two of them bear the same sign', () => {
    expect(capsOf('Control+Shift+Space', false)).toEqual(['Ctrl', 'Shift', 'Space']);
    expect(capsOf('CommandOrControl+Super+Space', true)).toEqual(['⌘', '⌘', '␣']);
    expect(capsOf('', true)).toEqual([]);
  });
});
