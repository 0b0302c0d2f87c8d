/** How one backend of a practice server tells the time: its clock, through its habits. */
import { localClock } from '../clock/local-clock.ts';
import { formatDate } from './date-format.ts';
import type { PracticeHabits } from './habits.ts';
import { serverEpochMs, type ServerClock } from './server-clock.ts';
import { everySecond, firstRefresh, nextRefresh, stampedSecond } from './tick.ts';

/** The truth at the instant of a stamp, and what is told of it. */
export interface Stamp {
  /** What the backend's own clock shows, epoch ms with fractions. */
  readonly serverEpochMs: number;
  /** The Date that is sent, epoch ms (whole seconds); null when it is none. */
  readonly stampedEpochMs: number | null;
  readonly headers: Record<string, string>;
}

const NOT_A_DATE = 'yesterday, about noon';

/** Reads the clock of the backend, `aheadMs` ahead of the server's `clock`, now. Its `Date` is cached from call to call, as its tick has it. */
export function createStamp(clock: ServerClock, aheadMs: number, habits: PracticeHabits): () => Stamp {
  const { date = 'imf', tick = everySecond, frozen } = habits;
  const startedEpochMs = serverEpochMs(clock, clock.startedAt) + aheadMs;
  let refreshedEpochMs = firstRefresh(tick, startedEpochMs);

  return () => {
    const nowEpochMs = serverEpochMs(clock, localClock.now()) + aheadMs;
    refreshedEpochMs = nextRefresh(tick, refreshedEpochMs, nowEpochMs);
    const toldEpochMs = stampedSecond(frozen ? startedEpochMs - frozen.ageMs : refreshedEpochMs);
    const headers: Record<string, string> = {};
    if (frozen?.sendsAge) headers.Age = String(Math.floor((nowEpochMs - toldEpochMs) / 1000));
    if (date === 'none') return { serverEpochMs: nowEpochMs, stampedEpochMs: null, headers };
    if (date === 'not-a-date') {
      headers.Date = NOT_A_DATE;
      return { serverEpochMs: nowEpochMs, stampedEpochMs: null, headers };
    }
    headers.Date = formatDate(toldEpochMs, date);
    return { serverEpochMs: nowEpochMs, stampedEpochMs: toldEpochMs, headers };
  };
}
