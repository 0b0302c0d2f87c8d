/**
 * One server's clock, to be shown: its reading, told by the core's clock as we know it.
 *
 * What is shown never runs backwards, and never jumps unseen. A new figure that is near the one shown is glided to (the clock then
 * runs up to 2.5 % too fast or too slow for two seconds, and its ± says by how much it is off meanwhile); one that is far is
 * stepped to, and `stepped` says so for as long.
 */
import { readAt, type Reading } from '../protocol/reading.ts';
import type { CoreClock } from './core-clock.ts';
import type { Time } from './time.ts';

/** A difference that nobody sees in two seconds, ms. */
const MOST_GLIDE_MS = 50;
const GLIDE_MS = 2000;
/** An epoch in ms fills a double up to 0.0002 ms: a second that is nearer than this has come. */
const NEAR_MS = 0.001;

export interface ServerNow {
  readonly epochMs: number;
  /** What stands after the ±, ms: of the reading, of our knowledge of the core's clock, and of a glide. */
  readonly accuracyMs: number;
  /** Half-width of the 95 % interval of what repeats, ms. */
  readonly precisionMs: number;
  /** Of the reading, ms. */
  readonly ageMs: number;
  /** Whether it has jumped within the last two seconds. */
  readonly stepped: boolean;
}

/** What is shown, as a line over our own clock. */
interface Line {
  readonly at: number;
  readonly epochMs: number;
  /** Server's ms for one of ours. */
  readonly rate: number;
  /** Shown minus true at `at`, ms; it goes to nothing in GLIDE_MS. */
  readonly offMs: number;
}

export class ServerClock {
  private readonly core: CoreClock;
  private readonly time: Time;
  private readonly stop: () => void;
  private reading: Reading | null = null;
  private line: Line | null = null;
  private steppedAt = -Infinity;

  constructor(core: CoreClock, time: Time) {
    this.core = core;
    this.time = time;
    this.stop = core.onChange(() => this.redraw());
  }

  /** Null: nothing is known any more. */
  setReading(reading: Reading | null): void {
    this.reading = reading;
    this.redraw();
  }

  /** What it shows when our clock shows `at`, which is now; null while it is not known. */
  read(at = this.time.now()): ServerNow | null {
    const core = this.core.read(at); // may find that nothing is known, and redraw
    const { line, reading } = this;
    if (!core || !line || !reading) return null;
    const { accuracyMs, precisionMs, ageMs } = readAt(reading, core.at);
    return {
      epochMs: shownAt(line, at),
      accuracyMs: accuracyMs + core.accuracyMs + Math.abs(offAt(line, at)),
      precisionMs,
      ageMs,
      stepped: at - this.steppedAt < GLIDE_MS,
    };
  }

  /** The next whole second after our `at`: what it is, and when it comes by our clock. */
  nextSecond(at = this.time.now()): { readonly epochMs: number; readonly at: number } | null {
    if (!this.read(at) || !this.line) return null;
    const epochMs = (Math.floor((shownAt(this.line, at) + NEAR_MS) / 1000) + 1) * 1000;
    let comesAt = at;
    // The rate is 1 but for a glide's 2.5 %: each turn leaves a fortieth of the error.
    for (let turn = 0; turn < 4; turn++) comesAt += epochMs - shownAt(this.line, comesAt);
    return { epochMs, at: comesAt };
  }

  close(): void {
    this.stop();
  }

  private redraw(): void {
    const at = this.time.now();
    const core = this.core.read(at);
    const { line, reading } = this;
    if (!core || !reading) {
      this.line = null;
      return;
    }
    const epochMs = readAt(reading, core.at).serverEpochMs;
    const differsMs = line ? shownAt(line, at) - epochMs : 0;
    const isGlided = Math.abs(differsMs) <= MOST_GLIDE_MS;
    if (!isGlided) this.steppedAt = at;
    this.line = { at, epochMs, rate: 1 + reading.skewPpm / 1e6, offMs: isGlided ? differsMs : 0 };
  }
}

function offAt({ at, offMs }: Line, now: number): number {
  return offMs * Math.min(1, Math.max(0, 1 - (now - at) / GLIDE_MS));
}

function shownAt(line: Line, now: number): number {
  return line.epochMs + (now - line.at) * line.rate + offAt(line, now);
}
