/** The moments that are armed: prepared with whoever will tell them, and waiting in the precise timer. */
import type { PreciseTimer } from '../clock/precise-timer.ts';
import type { Moment, Outlet } from './moment.ts';

export type EventTimer = Pick<PreciseTimer, 'arm' | 'disarm' | 'onFire' | 'onOverslept'>;

/** What moves less is left as it is: below what any clock is known to, ms. */
const TRIFLE_MS = 0.1;
/** In the last second nothing is moved for a better estimate; only when the clock itself was set, or another one answers, ms. */
const FROZEN_MS = 1000;
const JOLT_MS = 50;

export class Arming {
  private readonly timer: EventTimer;
  private readonly outlet: Outlet;
  private readonly moments = new Map<string, Moment>();

  constructor(timer: EventTimer, outlet: Outlet) {
    this.timer = timer;
    this.outlet = outlet;
  }

  get(id: string): Moment | undefined {
    return this.moments.get(id);
  }

  arm(moment: Moment): void {
    this.moments.set(moment.id, moment);
    this.outlet.prepare(moment);
    this.timer.arm(moment.id, moment.at);
  }

  /** Whether it will not fire any more (or was not armed); false when it has fired, and this thread is yet to be told. */
  disarm(id: string): boolean {
    if (!this.moments.has(id)) return true;
    if (!this.timer.disarm(id)) return false;
    this.drop(id);
    return true;
  }

  /** It was called off by the timer itself. */
  drop(id: string): void {
    this.moments.delete(id);
    this.outlet.withdraw(id);
  }

  /** It has fired. Nothing is withdrawn: whoever tells it may be told of the fire only later than of that. */
  take(id: string): Moment | undefined {
    const moment = this.moments.get(id);
    this.moments.delete(id);
    return moment;
  }
}

/** Whether what is armed is to be moved to `at`; `isOther`: there is more to change than the instant. */
export function isWorthMoving(armed: Moment, at: number, isOther: boolean, now: number): boolean {
  const movedMs = Math.abs(at - armed.at);
  if (armed.at - now < FROZEN_MS) return movedMs > JOLT_MS;
  return isOther || movedMs > TRIFLE_MS;
}
