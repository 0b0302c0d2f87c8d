import { describe, expect, test } from 'vitest';
import { lit, OUT, readWish } from '../../../plugins/led-bridge/light-wish.js';

describe('a wish for a light', () => {
  test('goes to the state of the device, whatever stands before it', () => {
    const hrefOf = (url: string) => readWish({ url }).url.href;
    expect(hrefOf('http://192.168.0.20')).toBe('http://192.168.0.20/json/state');
    expect(hrefOf('https://lights.example.com/hall/')).toBe('https://lights.example.com/hall/json/state');
  });

  test('has its colour in numbers, and what the kind has as defaults', () => {
    expect(readWish({ url: 'http://a', colour: '#0aFf10', seconds: 2.5 })).toMatchObject({
      colour: [10, 255, 16],
      seconds: 2.5,
    });
    expect(readWish({ url: 'http://a' })).toMatchObject({ colour: [255, 0, 0], seconds: 10 });
  });

  test.each(['', 'lamp', 'ftp://lamp', 'http://lamp/?a=', 'http://lamp/#a', 'http://me:pw@lamp'])(
    'for "%s" is refused: nothing but a state is sent, to nobody but a device',
    (url) => {
      expect(() => readWish({ url })).toThrow(
        `"${url}" is no address of a light: write it with nothing behind it, as in http://192.168.0.20.`,
      );
    },
  );

  test.each(['red', '#fff', '#gg0000', '#ff00001', ''])('in "%s" is refused', (colour) => {
    expect(() => readWish({ url: 'http://a', colour })).toThrow(
      `"${colour}" is no colour: write its red, green and blue as in #ff0000.`,
    );
  });

  test('is told as WLED’s JSON API has it: at once, plain, in every selected segment', () => {
    expect(lit([255, 0, 0])).toEqual({
      on: true,
      bri: 255,
      tt: 0,
      seg: { on: true, fx: 0, col: [[255, 0, 0]] },
    });
    expect(OUT).toEqual({ on: false, tt: 0 });
  });
});
