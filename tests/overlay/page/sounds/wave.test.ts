import { describe, expect, test } from 'vitest';
import { lengthMs, wave, type WaveName } from '../../../../overlay/page/sounds/wave.ts';

const NAMES: WaveName[] = ['beep', 'chime', 'tick', 'moment'];

function samples(name: WaveName): Int16Array {
  return new Int16Array(wave(name).buffer.slice(44));
}

describe('the sounds that come with it', () => {
  test.each(NAMES)('%s is a WAV file whose header says its length', (name) => {
    const file = wave(name);
    const view = new DataView(file.buffer);
    expect(String.fromCharCode(...file.slice(0, 4), ...file.slice(8, 16))).toBe('RIFFWAVEfmt ');
    expect(view.getUint32(4, true)).toBe(file.length - 8);
    expect(view.getUint32(40, true)).toBe(file.length - 44);
    expect(((file.length - 44) / 2 / view.getUint32(24, true)) * 1000).toBeCloseTo(lengthMs(name), 0);
  });

  test.each(NAMES)('%s is loud, and never clipped', (name) => {
    const peak = Math.max(...samples(name).map(Math.abs));
    expect(peak).toBeGreaterThan(8000);
    expect(peak).toBeLessThan(32_767);
  });

  test.each(NAMES)('%s begins and ends in silence, so that nothing clicks', (name) => {
    const all = samples(name);
    expect(Math.abs(all.at(0) ?? NaN)).toBeLessThan(10);
    expect(Math.abs(all.at(-1) ?? NaN)).toBeLessThan(600);
  });

  test('the moment is longer than any mark', () => {
    for (const name of NAMES)
      if (name !== 'moment') expect(lengthMs('moment')).toBeGreaterThan(lengthMs(name) + 400);
  });

  test('a mark is over before the next second', () => {
    for (const name of NAMES) if (name !== 'moment') expect(lengthMs(name)).toBeLessThan(1000);
  });
});
