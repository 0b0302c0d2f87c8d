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

/** Told while the tick is honest, so that it is known to be. */
const SERVER = 'Ticketime-Practice';
const NOT_A_DATE = 'yesterday, about noon';

/** Reads the clock of the backend, `aheadMs` ahead of the server's `clock`, now. Its `Date` is cached from call to call, as its tick has it. */
export function createStamp(
  clock: ServerClock,
  aheadMs: number,
  habits: PracticeHabits,
): (path: string) => Stamp {
  const { date = 'imf', tick = everySecond, frozen } = habits;
  const startedEpochMs = serverEpochMs(clock, clock.startedAt) + aheadMs;
  let refreshedEpochMs = firstRefresh(tick, startedEpochMs);

  return (path) => {
    const isCached = frozen !== undefined && (frozen.keepsQueries === true || !path.includes('?'));
    const nowEpochMs = serverEpochMs(clock, localClock.now()) + aheadMs;
    refreshedEpochMs = nextRefresh(tick, refreshedEpochMs, nowEpochMs);
    const toldEpochMs = stampedSecond(isCached ? startedEpochMs - frozen.ageMs : refreshedEpochMs);
    const headers: Record<string, string> = tick.kind === 'second' ? { Server: SERVER } : {};
    if (isCached && frozen.sendsAge) headers.Age = String(Math.floor((nowEpochMs - toldEpochMs) / 1000));
    if (date === 'none') return { serverEpochMs: nowEpochMs, stampedEpochMs: null, headers };
    if (date === 'not-a-date') {
      headers.Date = NOT_A_DATE;
      return { serverEpochMs: nowEpochMs, stampedEpochMs: null, headers };
    }
    headers.Date = formatDate(toldEpochMs, date);
    return { serverEpochMs: nowEpochMs, stampedEpochMs: toldEpochMs, headers };
  };
}
