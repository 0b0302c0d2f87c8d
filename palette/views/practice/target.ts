/** The instant that is pressed at, on a real server. Pure. */
import { readTime } from '../schedule/event-form.ts';
import { shownIn } from '../schedule/wall-time.ts';

const DAY_MS = 86_400_000;
const READY_MS = 10_000;

/** The next whole minute that leaves ten seconds to get ready. */
export function nextMinute(nowEpochMs: number): number {
  return Math.ceil((nowEpochMs + READY_MS) / 60_000) * 60_000;
}

function msOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
}

/** When a clock in `zone` shows the time next, within a day; null when it is no time. */
export function targetOf(text: string, nowEpochMs: number, zone: string | null): number | null {
  const time = readTime(text);
  if (time === null) return null;
  const now = Math.ceil(nowEpochMs);
  const waitMs = msOfDay(time) - msOfDay(shownIn(zone, now).time);
  return now + (waitMs < 0 ? waitMs + DAY_MS : waitMs);
}
