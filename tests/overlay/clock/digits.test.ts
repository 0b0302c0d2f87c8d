import { describe, expect, test } from 'vitest';
import { Digits, untilNext, type Decimals } from '../../../overlay/clock/digits.ts';
import { ZoneOffset } from '../../../overlay/page/zone-offset.ts';

function shown(epochMs: number, zone = 'UTC', decimals: Decimals = 3): string {
  const [time, fraction] = [{ data: '' }, { data: '' }];
  new Digits(time, fraction, new ZoneOffset(zone), decimals).write(epochMs);
  return time.data + fraction.data;
}

/** Counts how often it is written. */
class Node {
  text = '';
  writes = 0;
  get data() {
    return this.text;
  }
  set data(text: string) {
    this.text = text;
    this.writes++;
  }
}

const NOON = Date.UTC(2026, 10, 22, 12);

describe('the digits', () => {
  test('are those of the zone', () => {
    expect(shown(NOON, 'Asia/Seoul')).toBe('21:00:00.000');
    expect(shown(NOON, 'Asia/Kolkata')).toBe('17:30:00.000');
    expect(shown(NOON, 'Asia/Kathmandu')).toBe('17:45:00.000');
    expect(shown(NOON, 'America/St_Johns')).toBe('08:30:00.000');
  });

  test('are rounded down at every number of places', () => {
    expect(shown(NOON + 999.9)).toBe('12:00:00.999');
    expect(shown(NOON + 999.9, 'UTC', 2)).toBe('12:00:00.99');
    expect(shown(NOON + 999.9, 'UTC', 1)).toBe('12:00:00.9');
    expect(shown(NOON + 999.9, 'UTC', 0)).toBe('12:00:00');
    expect(shown(NOON + 7, 'UTC', 3)).toBe('12:00:00.007');
  });

  test('a second that a double cannot quite reach has come', () => {
    expect(shown(NOON + 1000 - 0.0003)).toBe('12:00:01.000');
  });

  test('go from the last instant of a day to its first', () => {
    const midnight = Date.UTC(2026, 10, 23);
    expect(shown(midnight - 1)).toBe('23:59:59.999');
    expect(shown(midnight)).toBe('00:00:00.000');
  });

  test('leap with the clocks, at the very instant', () => {
    const leap = Date.UTC(2026, 2, 8, 7); // New York: 2:00 is 3:00
    const [time, fraction] = [{ data: '' }, { data: '' }];
    const digits = new Digits(time, fraction, new ZoneOffset('America/New_York'), 3);
    digits.write(leap - 1);
    expect(time.data + fraction.data).toBe('01:59:59.999');
    digits.write(leap);
    expect(time.data + fraction.data).toBe('03:00:00.000');
  });

  test('a node is written only when its text has changed', () => {
    const [time, fraction] = [new Node(), new Node()];
    const digits = new Digits(time, fraction, new ZoneOffset('UTC'), 1);
    const [before] = [fraction.writes];
    const turned = [0, 16, 33, 99, 100, 1000].map((ms) => digits.write(NOON + ms));
    expect(turned).toEqual([true, false, false, false, false, true]);
    expect(time.writes).toBe(2);
    expect(fraction.writes - before).toBe(3);
  });

  test('say nothing while nothing is known, and begin again', () => {
    const [time, fraction] = [{ data: '' }, { data: '' }];
    const digits = new Digits(time, fraction, new ZoneOffset('UTC'), 3);
    digits.write(NOON);
    digits.blank();
    expect(time.data + fraction.data).toBe('––:––:––');
    expect(digits.write(NOON)).toBe(true);
    expect(time.data + fraction.data).toBe('12:00:00.000');
  });

  test('without decimals nothing changes until the next second', () => {
    expect(untilNext(NOON + 250, 0)).toBeCloseTo(750, 1);
    expect(untilNext(NOON + 250, 3)).toBe(0);
  });
});
