/** Dates and times as a form has them, of what a zone's clocks show. Zone null: this computer's own. Pure. */

export interface WallTime {
  /** 2026-12-24 */
  readonly date: string;
  /** 20:00, 20:00:05 or 20:00:05.250: no finer than it must be. */
  readonly time: string;
}

const DAY_MS = 86_400_000;

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export function shownIn(zone: string | null, epochMs: number): WallTime {
  const format = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    ...(zone !== null && { timeZone: zone }),
  });
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const part = (name: string) => parts[name] ?? '';
  const [second, fraction] = [part('second'), part('fractionalSecond')];
  const fine = fraction !== '000' ? `:${second}.${fraction}` : second !== '00' ? `:${second}` : '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}${fine}`,
  };
}

/** The day after a date, whatever clocks do in between. */
function dayAfter(date: string): string {
  return shownIn('UTC', Date.parse(`${date}T00:00Z`) + DAY_MS).date;
}

export type Shortcut = WallTime & { readonly is: 'in-a-minute' | 'today' | 'tomorrow' };

/** When most sales open. */
const EVENING = '20:00';

/** What is offered at an instant of the server's clock; what has passed is not. */
export function shortcuts(nowEpochMs: number, zone: string | null): Shortcut[] {
  const now = shownIn(zone, nowEpochMs);
  const inAMinute = shownIn(zone, Math.ceil(nowEpochMs / 1000) * 1000 + 60_000);
  return [
    { is: 'in-a-minute', ...inAMinute },
    ...(now.time < EVENING ? [{ is: 'today', date: now.date, time: EVENING } as const] : []),
    { is: 'tomorrow', date: dayAfter(now.date), time: EVENING },
  ];
}

/** The time of an event, as the protocol has it, for the form: an instant is shown in `zone`. Empty when it is no time. */
export function wallTimeOf(text: string, zone: string | null): WallTime {
  const found = /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2}[\d:.]*)(?<offset>Z|[+-]\d{2}:\d{2})?$/.exec(
    text,
  )?.groups;
  if (!found) return { date: '', time: '' };
  const { date = '', time = '' } = found;
  if (!found['offset']) return { date, time };
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? { date: '', time: '' } : shownIn(zone, epochMs);
}
