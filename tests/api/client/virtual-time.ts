/** Time as a test wants it to pass: nothing waits. */
import type { Time } from '../../../api/client/time.ts';

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

export class VirtualTime implements Time {
  private at = 1000;
  private wallMs = 1_795_000_000_000;
  private timers: Timer[] = [];
  private readonly coarseMs: number;

  /** `coarseMs`: the steps in which `now` is told. */
  constructor(coarseMs = 0) {
    this.coarseMs = coarseMs;
  }

  now(): number {
    return this.coarseMs === 0 ? this.at : Math.floor(this.at / this.coarseMs) * this.coarseMs;
  }

  wall(): number {
    return this.wallMs;
  }

  resolutionMs(): number {
    return this.coarseMs;
  }

  later(run: () => void, ms: number): () => void {
    const timer = { dueAt: this.at + ms, run };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((other) => other !== timer));
  }

  get waiting(): number {
    return this.timers.length;
  }

  /** Lets so many ms pass, with what was to happen in them. Promises have their turn after each timer. */
  async pass(ms: number): Promise<void> {
    const end = this.at + ms;
    for (;;) {
      await settled();
      const [next] = this.timers.filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt) as (
        Timer | undefined
      )[];
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.move(Math.max(0, next.dueAt - this.at));
      next.run();
    }
    this.move(end - this.at);
    await settled();
  }

  /** As `pass`, but no timer has its turn: the page was frozen. */
  freeze(ms: number): void {
    this.move(ms);
  }

  /** The computer sleeps, and the monotonic clock stands still meanwhile. */
  sleep(ms: number): void {
    this.wallMs += ms;
  }

  /** The wall clock is set. */
  setWall(byMs: number): void {
    this.wallMs += byMs;
  }

  private move(ms: number): void {
    this.at += ms;
    this.wallMs += ms;
  }
}

/** Whatever was promised has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
