/**
 * The digits of a clock, written into two text nodes: 19:59:48 and .317. Rounded down: a clock shows no time that has not come. A node
 * is written only when its text has changed.
 */
import type { ZoneOffset } from '../page/zone-offset.ts';

export type Decimals = 0 | 1 | 2 | 3;

/** An epoch in ms fills a double up to 0.0002 ms: a second that is nearer than this has come. */
const NEAR_MS = 0.001;
const DAY_S = 86_400;

/** What a text node is to us. */
export type Written = Pick<CharacterData, 'data'>;

export class Digits {
  private readonly time: Written;
  private readonly fraction: Written;
  private readonly zone: ZoneOffset;
  private readonly decimals: Decimals;
  private readonly stepMs: number;
  private second = NaN;
  private step = NaN;

  constructor(time: Written, fraction: Written, zone: ZoneOffset, decimals: Decimals) {
    this.time = time;
    this.fraction = fraction;
    this.zone = zone;
    this.decimals = decimals;
    this.stepMs = 10 ** (3 - decimals);
    this.fraction.data = '';
  }

  /** Returns whether another second has begun. */
  write(epochMs: number): boolean {
    const at = epochMs + this.zone.at(epochMs) + NEAR_MS;
    const second = Math.floor(at / 1000);
    const step = this.decimals === 0 ? 0 : Math.floor((at - second * 1000) / this.stepMs);
    const isNext = second !== this.second;
    if (isNext) this.time.data = timeOfDay(second);
    if (this.decimals > 0 && step !== this.step)
      this.fraction.data = `.${String(step).padStart(this.decimals, '0')}`;
    this.second = second;
    this.step = step;
    return isNext;
  }

  /** No time is known. */
  blank(): void {
    if (Number.isNaN(this.second) && this.time.data !== '') return;
    this.time.data = '––:––:––';
    this.fraction.data = '';
    this.second = this.step = NaN;
  }
}

/** Until what is shown changes, ms: of no use below a frame. */
export function untilNext(epochMs: number, decimals: Decimals): number {
  return decimals > 0 ? 0 : 1000 - mod(epochMs + NEAR_MS, 1000);
}

function timeOfDay(second: number): string {
  const s = mod(second, DAY_S);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

const two = (value: number) => String(value).padStart(2, '0');
const mod = (value: number, by: number) => ((value % by) + by) % by;
